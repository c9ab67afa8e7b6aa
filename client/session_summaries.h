// SPDX-License-Identifier: GPL-3.0-or-later
// The list of sessions: what the node said at first, kept fresh by what the stream brings.
//
// Thread rule: a value on one thread.
#pragma once

#include "core/message.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>

#include <optional>

namespace pipit {

struct SessionSummary {
    QString id;
    QString title;            // empty: none was given
    bool archived = false;
    qint64 updatedAtMs = 0;
    std::optional<Message> lastMessage = {};
    int unread = 0;           // messages of others since this client last opened the session
    qint64 firstUnread = 0;   // the oldest of them; 0: there is none
};

class SessionSummaries
{
public:
    // Newest first; archived ones last.
    const QList<SessionSummary> &list() const { return m_list; }

    // Of GET /api/sessions, or one session of it. What the stream has told meanwhile is not taken back.
    void take(const QJsonArray &sessions);
    void take(const QJsonObject &session);
    // A message of the stream; again or older, it changes nothing. What tells of redaction takes the text of what was redacted.
    void take(const Message &message, bool isOwn);
    // False: there was nothing unread.
    bool markRead(const QString &sessionId);
    void remove(const QString &sessionId);
    // Its messages up to there are gone.
    void purge(const QString &sessionId, qint64 position);
    void clear() { m_list.clear(); }

private:
    SessionSummary &entry(const QString &id);
    void update(const QJsonObject &session);
    void sort();

    QList<SessionSummary> m_list;
};

} // namespace pipit
