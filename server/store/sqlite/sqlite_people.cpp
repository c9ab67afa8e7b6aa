// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_people.h"

#include "server/store/people_rows.h"
#include "server/store/sqlite/sqlite_derive.h"
#include "server/store/sqlite/sqlite_messages.h"
#include "server/store/stored_rows.h"

namespace pipit::store {

std::optional<ReadPosition> markRead(SqliteDatabase &database, const auth::Caller &reader, const QString &sessionId, std::optional<qint64> position, qint64 nowMs)
{
    deriveSession(database, sessionId);
    const auto newest = database.value("SELECT coalesce((SELECT max(id) FROM messages WHERE session_id = s.id), 0) FROM sessions s WHERE s.id = ?", sessionId);
    return raiseReadPosition(database, reader, sessionId, position, newest ? std::optional(newest->toLongLong()) : std::nullopt, nowMs);
}

void noteReader(SqliteDatabase &database, const auth::Caller &reader, qint64 nowMs)
{
    insertReader(database, reader, selectHead(database), nowMs);
}

ReadStates readStates(SqliteDatabase &database, const QString &sub, const QStringList &sessionIds)
{
    ReadStates states = selectReadStates(database, sub, sessionIds, selectHead(database));
    for (auto state = states.ofSession.begin(); state != states.ofSession.end(); ++state) {
        QSqlQuery &row = database.run("SELECT count(*), min(id) FROM (SELECT id, replaces, sender_type, sender_id FROM messages WHERE session_id = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?)"
                                      " WHERE replaces IS NULL AND NOT (sender_type = 0 AND sender_id = ?)", state.key(), state->readTo, states.head, unreadAtMost, sub);
        SqlDatabase::first(row, [&state](const QSqlQuery &counted) {
            state->unread = counted.value(0).toInt();
            state->firstUnread = counted.value(1).toLongLong();
            return true;
        });
    }
    return states;
}

QList<MemberRecord> membersOf(SqliteDatabase &database, const QString &sessionId)
{
    QSqlQuery &rows = database.run("SELECT sender_type, sender_id, sender_name, created_at FROM messages WHERE id IN ("
                                   "SELECT max(id) FROM (SELECT id, sender_type, sender_id FROM messages WHERE session_id = ? ORDER BY id DESC LIMIT ?)"
                                   " WHERE sender_type < 2 AND sender_id <> '' GROUP BY sender_type, sender_id ORDER BY max(id) DESC LIMIT ?) ORDER BY id DESC", sessionId, unreadAtMost, membersAtMost);
    return selectMembers(database, sessionId, SqlDatabase::all(rows, senderOfRow));
}

} // namespace pipit::store
