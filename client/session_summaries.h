// SPDX-License-Identifier: GPL-3.0-or-later
// The list of sessions: what the node said at first, kept fresh by what the stream brings.
//
// What is unread is what the node has counted up to a position, and what the stream has brought behind it.
// Thread rule: a value on one thread.
#pragma once

#include "core/message.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QStringList>

#include <optional>

namespace pipit {

// What this client has made of a session; the node does not know it.
struct SessionMarks {
    bool pinned = false;
    bool muted = false;
    bool operator==(const SessionMarks &) const = default;
};

struct SessionSummary {
    QString id;
    QString title;            // empty: none was given
    bool archived = false;
    qint64 updatedAtMs = 0;
    std::optional<Message> lastMessage = {};
    int unread = 0;           // messages of others behind what this caller has read, in any window; 1000 may be more
    qint64 firstUnread = 0;   // the oldest of them; 0: there is none
    qint64 readTo = 0;        // up to here this caller has read; 0: not known
    bool pinned = false;      // these two only this client knows
    bool muted = false;
    qint64 countedTo = 0;     // up to here the node has counted what is unread; 0: it has not
    qint64 streamedTo = 0;    // the last message that the stream has brought; 0: none yet
};

class SessionSummaries
{
public:
    // Pinned ones first, then the newest; archived ones last.
    const QList<SessionSummary> &list() const { return m_list; }

    // Of GET /api/sessions, or one session of it. What the stream has told meanwhile is not taken back. `countedTo`: the position
    // up to which the node has counted; 0: it does not count.
    void take(const QJsonArray &sessions, qint64 countedTo = 0);
    void take(const QJsonObject &session);
    // A message of the stream; again or older, it changes nothing. What tells of redaction takes the text of what was redacted.
    void take(const Message &message, bool isOwn);
    struct Read {
        bool hadUnread = false;
        qint64 position = 0;  // up to where it is read now; 0: it was before, or nothing is known of the session
    };
    Read markRead(const QString &sessionId);
    // Another window of this caller has read up to there. False: what is left to read has to be asked for (take()).
    bool takeRead(const QString &sessionId, qint64 position);
    void remove(const QString &sessionId);
    // Its messages up to there are gone.
    void purge(const QString &sessionId, qint64 position);
    void clear();

    // As an earlier program left them; before anything else.
    void restore(const QList<SessionSummary> &list, const QHash<QString, SessionMarks> &marks);
    // They outlast clear(). False: nothing changed.
    bool setMarks(const QString &sessionId, SessionMarks marks);
    SessionMarks marks(const QString &sessionId) const { return m_marks.value(sessionId); }
    // From now on every session counts as unconfirmed until the node speaks of it; those that still are, when it has named all.
    void suspectAll();
    QStringList unconfirmed() const { return {m_unconfirmed.cbegin(), m_unconfirmed.cend()}; }

private:
    SessionSummary &entry(const QString &id);
    void mark(SessionSummary &summary) const;
    void update(const QJsonObject &session);
    void count(SessionSummary &summary, const QJsonObject &session, qint64 countedTo);
    void sort();

    struct Arrival {
        QString sessionId;
        qint64 id = 0;
    };
    // Of the session, behind this position; those that count as unread.
    QList<qint64> arrivedAfter(const QString &sessionId, qint64 position) const;

    QList<SessionSummary> m_list;
    QList<Arrival> m_arrivals; // the latest that the stream has brought, ascending
    QHash<QString, SessionMarks> m_marks;
    QSet<QString> m_unconfirmed;
};

} // namespace pipit
