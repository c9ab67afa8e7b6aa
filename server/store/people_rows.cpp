// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/people_rows.h"

#include "server/store/stored_rows.h"

#include <algorithm>

namespace pipit::store {

namespace {

// Of the row that says since when a caller reads: no session has this name.
const QString noSession = QStringLiteral("");

MemberRecord readerOfRow(const QSqlQuery &row)
{
    return {.sub = row.value(0).toString(), .name = row.value(1).toString(), .role = row.value(2).toString(), .readTo = row.value(3).toLongLong(), .seenAtMs = row.value(4).toLongLong()};
}

// A bot and a user may have the same name.
std::pair<QString, bool> keyOf(const MemberRecord &member)
{
    return {member.sub, member.role == auth::roleName(auth::Role::Bot)};
}

// Nothing: it was there already.
std::optional<qint64> raise(SqlDatabase &database, const auth::Caller &reader, const QString &sessionId, qint64 position, qint64 nowMs)
{
    const auto raised = database.value("INSERT INTO read_positions (session_id, sub, name, role, position, read_at) VALUES (?, ?, ?, ?, ?, ?)"
                                       " ON CONFLICT (session_id, sub) DO UPDATE SET name = excluded.name, role = excluded.role, position = excluded.position, read_at = excluded.read_at"
                                       " WHERE excluded.position > read_positions.position RETURNING position",
                                       sessionId, reader.sub, reader.displayName(), QString(auth::roleName(reader.role)), position, nowMs);
    return raised ? std::optional(raised->toLongLong()) : std::nullopt;
}

} // namespace

std::optional<ReadPosition> raiseReadPosition(SqlDatabase &database, const auth::Caller &reader, const QString &sessionId, std::optional<qint64> position, std::optional<qint64> newest, qint64 nowMs)
{
    if (!newest)
        return std::nullopt;
    if (const auto raised = raise(database, reader, sessionId, std::min(position.value_or(*newest), *newest), nowMs))
        return ReadPosition{*raised, true};
    return ReadPosition{database.value("SELECT position FROM read_positions WHERE session_id = ? AND sub = ?", sessionId, reader.sub).value_or(QVariant(0)).toLongLong(), false};
}

void insertReader(SqlDatabase &database, const auth::Caller &reader, qint64 head, qint64 nowMs)
{
    database.run("INSERT INTO read_positions (session_id, sub, name, role, position, read_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                 noSession, reader.sub, reader.displayName(), QString(auth::roleName(reader.role)), head, nowMs);
}

void deleteReadPositionsOf(SqlDatabase &database, const QString &sessionId)
{
    database.run("DELETE FROM read_positions WHERE session_id = ?", sessionId);
}

ReadStates selectReadStates(SqlDatabase &database, const QString &sub, const QStringList &sessionIds, qint64 head)
{
    QHash<QString, qint64> positions;
    QSqlQuery &rows = database.run("SELECT session_id, position FROM read_positions WHERE sub = ?", sub);
    while (SqlDatabase::next(rows))
        positions.insert(orEmpty(rows.value(0).toString()), rows.value(1).toLongLong());
    rows.finish();
    ReadStates states{.isNoted = positions.contains(noSession), .head = head};
    const qint64 since = positions.value(noSession);
    for (const QString &id : sessionIds)
        states.ofSession.insert(id, {.readTo = std::max(positions.value(id), since)});
    return states;
}

QStringList selectSessionsReadBy(SqlDatabase &database, const QString &sub, int limit)
{
    return SqlDatabase::all(database.run("SELECT session_id FROM read_positions WHERE sub = ? AND session_id <> '' ORDER BY read_at DESC, session_id LIMIT ?", sub, limit), [](const QSqlQuery &row) { return row.value(0).toString(); });
}

QList<MemberRecord> selectMembers(SqlDatabase &database, const QString &sessionId, const QList<MemberRecord> &senders)
{
    QList<MemberRecord> members = SqlDatabase::all(database.run("SELECT sub, name, role, position, read_at FROM read_positions WHERE session_id = ? ORDER BY read_at DESC, sub LIMIT ?", sessionId, membersAtMost), readerOfRow);
    QHash<std::pair<QString, bool>, qsizetype> places;
    for (qsizetype i = 0; i < members.size(); ++i)
        places.insert(keyOf(members[i]), i);
    for (const MemberRecord &sender : senders) {
        const auto known = places.constFind(keyOf(sender));
        if (known == places.cend()) {
            members.append(sender);
            continue;
        }
        MemberRecord &member = members[*known];
        member.lastMessageAtMs = sender.lastMessageAtMs;
        member.seenAtMs = std::max(member.seenAtMs, sender.seenAtMs);
    }
    std::ranges::stable_sort(members, std::greater<>(), &MemberRecord::seenAtMs);
    members.resize(std::min<qsizetype>(members.size(), membersAtMost));
    return members;
}

MemberRecord senderOfRow(const QSqlQuery &row)
{
    const qint64 at = row.value(3).toLongLong();
    const QString id = row.value(1).toString(), name = row.value(2).toString();
    return {.sub = id, .name = name.isEmpty() ? id : name, .role = row.value(0).toInt() == 1 ? QString(auth::roleName(auth::Role::Bot)) : QString(), .lastMessageAtMs = at, .seenAtMs = at};
}

} // namespace pipit::store
