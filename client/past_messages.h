// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of one session's history that does not reach to its newest message: around one that was sought far up. Grows page by
// page in both directions, until it meets what a SessionFeed has (SessionFeed::joinOlder()).
//
// Messages have ascending ids and no holes between the oldest and the newest. What is redacted or purged meanwhile loses its text
// here too. Bounded: 5,000 messages; what is far from where it grew last is given up, and may be asked for again.
// Thread rule: the client's thread. Made by Connection::past(), owned by whoever asked; must not outlive the connection.
#pragma once

#include "client/erasures.h"
#include "core/error.h"
#include "core/message.h"

#include <QCoroTask>
#include <QList>
#include <QObject>

namespace pipit {

class ApiClient;

class PastMessages : public QObject
{
    Q_OBJECT

public:
    PastMessages(const QString &sessionId, qint64 around, ApiClient &api, QObject *parent = nullptr);

    const QString &sessionId() const { return m_sessionId; }
    const QList<Message> &messages() const { return m_messages; }
    bool hasOlder() const { return m_older.hasMore; }
    bool hasNewer() const { return m_newer.hasMore; }

    void load();      // the first pages; again after they failed
    void loadOlder(); // they do nothing while the same is under way, or where there is none
    void loadNewer();

    // What the log tells of messages that are gone.
    void take(const Message &message);
    void purge(const QString &sessionId, qint64 position);

Q_SIGNALS:
    void loaded();                    // everything may be different
    void messagesPrepended(int count);
    void messagesAppended(int count);
    void loadFailed(const pipit::Error &error);

private:
    QCoro::Task<> loadAround();
    QCoro::Task<> loadPage(bool older);
    void trim(bool atEnd);

    const QString m_sessionId;
    const qint64 m_around;
    ApiClient &m_api;
    QList<Message> m_messages;
    Erasures m_erasures;
    // One direction of it.
    struct End {
        bool isLoading = false;
        bool hasMore = true;
    };
    bool m_isLoading = false; // the first pages
    End m_older;
    End m_newer;
};

} // namespace pipit
