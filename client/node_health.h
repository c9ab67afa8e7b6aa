// SPDX-License-Identifier: GPL-3.0-or-later
// How a node is, asked every few seconds while somebody looks: whether it answers and is ready, its store, the connection that hears
// of other nodes, its streams.
//
// Thread rule: the thread that made it; needs an event loop. Errors: in health(): a node that does not answer says why.
// Source: docs/api.md: /readyz and /api/sse/stats.
#pragma once

#include "client/api_client.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>

#include <optional>

class QNetworkReply;

namespace pipit {

struct NodeHealth {
    bool isKnown = false;            // it was asked, and has answered or not
    QString unreachable = {};        // why it does not answer; empty: it does
    QString unready = {};            // why it cannot work; empty: it can
    QString store = {};              // "SQLite"
    std::optional<bool> isListening = {}; // none: its store has no such connection
    qint64 openStreams = 0;
    qint64 published = 0;
    qint64 uptimeS = 0;
    QString version = {};
};

class NodeHealthWatch : public QObject
{
    Q_OBJECT

public:
    explicit NodeHealthWatch(QObject *parent = nullptr);
    ~NodeHealthWatch() override;

    // Empty: there is none. What was known of another is forgotten.
    void setNode(const QUrl &url, const QByteArray &token);
    void setWatching(bool isWatching); // off at first
    void look();                       // now
    const NodeHealth &health() const { return m_health; }

Q_SIGNALS:
    void changed();

private:
    QCoro::Task<> ask();
    QCoro::Task<bool> askReady(int generation);

    NetworkAccess m_network;
    ApiClient m_api;
    QUrl m_url;
    QByteArray m_token;
    QTimer m_timer;
    NodeHealth m_health;
    QPointer<QNetworkReply> m_reply; // that is waited for
    int m_generation = 0; // of nodes: answers of the ones before are nobody's
    bool m_isAsking = false;
};

} // namespace pipit
