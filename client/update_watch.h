// SPDX-License-Identifier: GPL-3.0-or-later
// Looks whether there is a newer version than the running one: in a feed that a person or an administrator has named, and nowhere else.
//
// Contract: as long as no feed is set, nothing is asked. A set one is asked 10 to 60 s after start() or after it was set, then once in
// about a day, and when checkNow() says so. An answer is at most 1 MiB and comes within 30 s; what has not changed is not sent again
// (ETag, Last-Modified). Redirections are followed to https, or from http to the same host. Nothing is downloaded but the feed.
// A look that fails leaves what the last one found, and says why in status(); the log has a line of it.
// Thread rule: the thread that made it; needs an event loop.
#pragma once

#include "client/release_feed.h"
#include "core/clock.h"
#include "net/network_access.h"

#include <QDateTime>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>

class QNetworkReply;

namespace pipit {

struct UpdateStatus {
    QUrl feed = {};                        // empty: none, or what is set is no address of one
    bool isAsking = false;
    QDateTime askedAt = {};                // when the last look ended; invalid: there was none
    std::optional<FeedRelease> newer = {}; // than the running version
    QString problem = {};                  // why the last look found nothing out, and what to do; empty: it did
};

class UpdateWatch : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds firstAfter{10}, firstWithin{50};
    static constexpr std::chrono::hours againAfter{23}, againWithin{2};
    static constexpr std::chrono::seconds answerTime{30};
    static constexpr qint64 mostBytes = 1 << 20;
    static constexpr int mostRedirections = 5;

    // The clock is not owned.
    explicit UpdateWatch(const QString &running, Clock &clock = Clock::system(), QObject *parent = nullptr);
    ~UpdateWatch() override;

    // Why this is no address of a feed, as a sentence in the window's language; nothing where it is one, or is empty.
    static std::optional<QString> faultOf(const QString &address);

    // Empty, or at fault: none. `decidedBy`: who has set it, where that is not the person at the window.
    void setFeed(const QString &address, const QString &decidedBy = {});
    QString decidedBy() const { return m_decidedBy; }
    void start();    // from now on it looks by itself
    void checkNow(); // nothing happens without a feed, or while it is asked

    QString running() const { return m_running; }
    const UpdateStatus &status() const { return m_status; }

Q_SIGNALS:
    void changed();

private:
    void lookIn(std::chrono::milliseconds least, std::chrono::milliseconds within);
    void ask(const QUrl &url, int redirections);
    void take(QNetworkReply *reply, int redirections);
    void readFeed(const QNetworkReply &reply, const QByteArray &document);
    void fail(const QString &problem);
    void end(const QString &problem = {});
    void drop();

    const QString m_running;
    Clock &m_clock;
    NetworkAccess m_network;
    UpdateStatus m_status;
    QString m_decidedBy;
    bool m_isStarted = false;
    QByteArray m_etag, m_modified; // of the feed that was read last
    QTimer m_next;
    QTimer m_limit;
    QPointer<QNetworkReply> m_reply; // that is waited for
};

} // namespace pipit
