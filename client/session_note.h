// SPDX-License-Identifier: GPL-3.0-or-later
// The note that a session shares: its newest version, the comments on it, and how another version is saved without overwriting
// one that came meanwhile.
//
// A note is a `state` message whose metadata has the name `note`; a version `replaces` the first one and says by `ifLatest` which
// one it was made from. The first has a clientMessageId that follows from its session, so that of two who begin a note at once
// the second hears of the first.
// Thread rule: the connection's thread, which must outlive it. Errors: of ApiClient; fault() says why there is nothing to show.
#pragma once

#include "client/api_client.h"

#include <QPointer>

namespace pipit {

class Connection;

bool isNote(const Message &message); // a version of one

struct NoteVersion {
    qint64 id = 0;      // 0: there is no note (yet)
    qint64 firstId = 0; // of the version that all others replace
    QString text = {};
    QString senderId = {};
    QString senderName = {};
    qint64 createdAtMs = 0;
    bool operator==(const NoteVersion &) const = default;
};

// How saving went: it is stored, or another version came between, which this is.
struct NoteSaved {
    std::optional<NoteVersion> conflict = {};
};

class SessionNote : public QObject
{
    Q_OBJECT

public:
    SessionNote(Connection &connection, const QString &sessionId, QObject *parent = nullptr);

    const QString &sessionId() const { return m_sessionId; }
    bool isLoaded() const { return m_loaded; }
    const std::optional<Error> &fault() const { return m_fault; }
    const NoteVersion &latest() const { return m_latest; }
    const QList<Message> &comments() const { return m_comments; } // ascending, the newest 200; of an edited one its newest version

    void load();

    // `base` is the version that the text was made from. Saving what is there already is no conflict.
    QCoro::Task<Result<NoteSaved>> save(QString text, NoteVersion base);
    QCoro::Task<Result<Done>> comment(QString text);

Q_SIGNALS:
    void changed(); // any of what is above

private:
    QCoro::Task<> loadNow();
    QCoro::Task<Result<NoteVersion>> newestVersion(); // id 0: none
    void take(const Message &message);
    bool takeVersion(const Message &message);
    bool takeComment(const Message &message);

    QPointer<Connection> m_connection;
    QString m_sessionId;
    NoteVersion m_latest;
    QList<Message> m_comments;
    QList<Message> m_early;  // came while it was loaded
    std::optional<Error> m_fault;
    bool m_loaded = false;
    bool m_isLoading = false;
    bool m_isStale = false;  // it is to be loaded once more
};

} // namespace pipit
