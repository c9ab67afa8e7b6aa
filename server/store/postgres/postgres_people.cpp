// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_people.h"

#include "server/store/people_rows.h"
#include "server/store/postgres/postgres_columns.h"
#include "server/store/postgres/postgres_messages.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace pipit::store {

std::optional<ReadPosition> markRead(PostgresDatabase &database, const auth::Caller &reader, const QString &sessionId, std::optional<qint64> position)
{
    // By the log: table `sessions` is a moment behind.
    const auto newest = database.value("SELECT coalesce((SELECT m.id FROM messages m WHERE m.session_id BETWEEN ? AND ? AND m.id > 0 ORDER BY m.session_id DESC, m.id DESC LIMIT 1), (SELECT 0 FROM sessions WHERE id = ?))", sessionId, sessionId, sessionId);
    const bool isUsed = newest && !newest->isNull();
    return raiseReadPosition(database, reader, sessionId, position, isUsed ? std::optional(newest->toLongLong()) : std::nullopt, QDateTime::currentMSecsSinceEpoch());
}

void noteReader(PostgresDatabase &database, const auth::Caller &reader)
{
    insertReader(database, reader, selectHead(database), QDateTime::currentMSecsSinceEpoch());
}

ReadStates readStates(PostgresDatabase &database, const QString &sub, const QStringList &sessionIds)
{
    ReadStates states = selectReadStates(database, sub, sessionIds, selectHead(database));
    QJsonArray asked;
    for (auto state = states.ofSession.cbegin(); state != states.ofSession.cend(); ++state)
        asked.append(QJsonObject{{u"s"_s, state.key()}, {u"p"_s, state->readTo}});
    QSqlQuery &rows = database.run("SELECT d.s, u.n, u.low FROM json_to_recordset(?) AS d (s text, p bigint) CROSS JOIN LATERAL (SELECT count(*) AS n, coalesce(min(w.id), 0) AS low FROM ("
                                   "SELECT m.id, m.replaces, m.sender_type, m.sender_id FROM messages m WHERE m.session_id BETWEEN d.s AND d.s AND m.id > d.p AND m.id <= ? ORDER BY m.session_id, m.id LIMIT ?) w"
                                   " WHERE w.replaces IS NULL AND NOT (w.sender_type = 'user' AND w.sender_id = ?)) u WHERE u.n > 0",
                                   QString::fromUtf8(QJsonDocument(asked).toJson(QJsonDocument::Compact)), states.head, unreadAtMost, sub);
    while (SqlDatabase::next(rows)) {
        ReadState &state = states.ofSession[rows.value(0).toString()];
        state.unread = rows.value(1).toInt();
        state.firstUnread = rows.value(2).toLongLong();
    }
    rows.finish();
    return states;
}

QList<MemberRecord> membersOf(PostgresDatabase &database, const QString &sessionId)
{
    QSqlQuery &rows = database.run("SELECT (m.sender_type = 'bot')::int, " WHOLE_TEXT("m.sender_id") ", " WHOLE_TEXT("m.sender_name") ", " CREATED_AT_MS " FROM messages m WHERE m.id IN ("
                                   "SELECT max(l.id) FROM (SELECT n.id, n.sender_type, n.sender_id FROM messages n WHERE n.session_id BETWEEN ? AND ? AND n.id > 0 ORDER BY n.session_id DESC, n.id DESC LIMIT ?) l"
                                   " WHERE l.sender_type <> 'system' AND l.sender_id <> '' GROUP BY l.sender_type, l.sender_id ORDER BY max(l.id) DESC LIMIT ?) ORDER BY m.id DESC", sessionId, sessionId, unreadAtMost, membersAtMost);
    return selectMembers(database, sessionId, SqlDatabase::all(rows, senderOfRow));
}

} // namespace pipit::store
