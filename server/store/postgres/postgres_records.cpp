// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_records.h"

#include "server/store/message_rules.h"
#include "server/store/postgres/postgres_columns.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/stored_rows.h"
#include "server/store/visible_keys.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

#define AT(ms) "to_timestamp(" ms "::bigint / 1000.0)"
#define SESSION_COLUMNS "s.id, " WHOLE_TEXT("s.title") ", s.archived, " MS("s.created_at") ", " MS("greatest(s.updated_at, m.created_at)") ", " MESSAGE_COLUMNS ", (SELECT position FROM purged WHERE session_id = s.id)"
// Of tokens t. `expires_at`: an expression.
#define TOKEN_COLUMNS(expires_at) "t.hash, t.kind, " WHOLE_TEXT("t.sub") ", " WHOLE_TEXT("t.name") ", t.role, t.sessions, t.parent, " MS("t.created_at") ", " expires_at ", t.jwt_key, " MS("t.caller_expires_at")
#define GOOD_TOKENS "tokens t LEFT JOIN tokens p ON p.hash = t.parent WHERE t.kind < 4 AND (t.parent IS NULL OR p.kind < 4) AND coalesce(least(t.expires_at, p.expires_at) > now(), true)"
static_assert(int(pipit::auth::TokenRecord::Kind::Bearer) == 0 && int(pipit::auth::TokenRecord::Kind::TakenBack) == 4); // the first and the last
#define SESSION_ORDER " ORDER BY s.archived, s.updated_at DESC, s.id"

namespace pipit::store {

QList<SessionRecord> selectSessions(PostgresDatabase &database, int limit, const std::function<bool(QStringView)> &maySee)
{
    const VisibleKeys visible = visibleKeys(limit, maySee, std::numeric_limits<qsizetype>::max(), [&](qsizetype seen, const RowKey &, qsizetype rows) {
        return SqlDatabase::all(database.run("SELECT s.id, s.last_message_id FROM sessions s" SESSION_ORDER " LIMIT ? OFFSET ?", rows, seen), keyOfRow);
    });
    return SqlDatabase::all(database.run("SELECT " SESSION_COLUMNS " FROM sessions s LEFT JOIN messages m ON m.id = s.last_message_id WHERE s.id IN (SELECT json_array_elements_text(?))" SESSION_ORDER, sessionIdsOf(visible.keys)), sessionOfRow);
}

std::optional<SessionRecord> selectSession(PostgresDatabase &database, const QString &id)
{
    // Its newest message by the log: last_message_id is a moment behind.
    return SqlDatabase::first(database.run("SELECT " SESSION_COLUMNS " FROM sessions s LEFT JOIN LATERAL (SELECT * FROM messages WHERE session_id BETWEEN s.id AND s.id AND id > 0 ORDER BY session_id DESC, id DESC LIMIT 1) m ON true"
                                           " WHERE s.id = ?", id), sessionOfRow);
}

std::pair<SessionRecord, bool> insertSession(PostgresDatabase &database, const QString &id, const QString &title)
{
    const bool isNew = database.value("INSERT INTO sessions (id, title, created_at, updated_at) VALUES (?, ?, clock_timestamp(), clock_timestamp())"
                                      " ON CONFLICT DO NOTHING RETURNING 1", id, orEmpty(title)).has_value();
    return {selectSession(database, id).value_or(SessionRecord{.id = id}), isNew};
}

std::optional<SessionRecord> updateSession(PostgresDatabase &database, const QString &id, const SessionChange &change)
{
    if (change.title)
        database.run("UPDATE sessions SET title = ?, updated_at = clock_timestamp() WHERE id = ?", orEmpty(*change.title), id);
    if (change.archived)
        database.run("UPDATE sessions SET archived = ? WHERE id = ?", *change.archived, id);
    return selectSession(database, id);
}

std::optional<auth::TokenRecord> selectToken(PostgresDatabase &database, const QByteArray &hash)
{
    return SqlDatabase::first(database.run("SELECT " TOKEN_COLUMNS(MS("least(t.expires_at, p.expires_at)")) " FROM " GOOD_TOKENS " AND t.hash = ?", hash), tokenOfRow);
}

QSet<QByteArray> selectGoodTokens(PostgresDatabase &database, const QList<QByteArray> &hashes)
{
    QJsonArray list;
    for (const QByteArray &hash : hashes)
        list.append(QString::fromLatin1(hash.toHex()));
    QSqlQuery &rows = database.run("SELECT t.hash FROM " GOOD_TOKENS " AND t.hash IN (SELECT decode(json_array_elements_text(?), 'hex'))", QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact)));
    const auto good = SqlDatabase::all(rows, [](const QSqlQuery &row) { return row.value(0).toByteArray(); });
    return QSet<QByteArray>(good.begin(), good.end());
}

QList<auth::TokenRecord> selectTokens(PostgresDatabase &database)
{
    return SqlDatabase::all(database.run("SELECT " TOKEN_COLUMNS(MS("t.expires_at")) " FROM tokens t WHERE coalesce(t.expires_at > now(), true) ORDER BY t.created_at, t.hash"), tokenOfRow);
}

std::optional<auth::TokenRecord> takeToken(PostgresDatabase &database, const QByteArray &hash, const QList<auth::TokenRecord> &made)
{
    const auto record = selectToken(database, hash);
    if (!record)
        return std::nullopt;
    // Of two nodes that have both read it, the second finds nothing to delete.
    const bool isMine = database.value("DELETE FROM tokens WHERE hash = ? RETURNING 1", hash).has_value();
    if (!isMine)
        return std::nullopt;
    for (const auth::TokenRecord &next : made)
        insertToken(database, next);
    return record;
}

bool insertToken(PostgresDatabase &database, const auth::TokenRecord &record)
{
    const bool isNew = database.value("INSERT INTO tokens (hash, kind, sub, name, role, sessions, parent, created_at, expires_at, jwt_key, caller_expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, " AT("?") ", " AT("?") ", ?, " AT("?") ") ON CONFLICT DO NOTHING RETURNING 1",
                                    record.hash, int(record.kind), record.caller.sub, orEmpty(record.caller.name), QString(auth::roleName(record.caller.role)), joinedPatterns(record.caller.sessions),
                                    orNull(record.parentHash), record.createdAtMs, orNull(record.expiresAtMs), orNull(record.jwtKey), orNull(record.callerExpiresAtMs)).has_value();
    // Expired ones leave when another comes: no timer, and their number stays that of the living.
    database.run("DELETE FROM tokens WHERE expires_at <= now()");
    return isNew;
}


void deleteToken(PostgresDatabase &database, const QByteArray &hash)
{
    database.run("UPDATE tokens SET kind = 4 WHERE hash = ? AND kind = 0", hash);
    database.run("DELETE FROM tokens WHERE (hash = ? AND kind < 4) OR parent = ?", hash, hash);
}

BeatAnswer beat(PostgresDatabase &database, const NodeRecord &node, const QString &channel, qint64 number)
{
    // Those that crashed have left their rows; the day is for people who look into the table.
    QSqlQuery &row = database.run("WITH old AS (DELETE FROM nodes WHERE seen_at < clock_timestamp() - interval '1 day'), seen AS (INSERT INTO nodes (id, tables, started_at, seen_at, clock, stats) VALUES (?, ?, " AT("?") ", clock_timestamp(), " AT("?") ", ?::jsonb)"
                 " ON CONFLICT (id) DO UPDATE SET tables = excluded.tables, started_at = excluded.started_at, seen_at = excluded.seen_at, clock = excluded.clock, stats = excluded.stats RETURNING 1)"
                 " SELECT (SELECT value FROM kept WHERE key = 'epoch'), (SELECT " MS("started_at") " FROM nodes WHERE id = ?),"
                 " coalesce((SELECT value::int FROM kept WHERE key = 'oldest_program'), 0), pg_notify(?, ?) FROM seen",
                 node.id, postgresVersion, node.startedAtMs, QDateTime::currentMSecsSinceEpoch(), QString::fromUtf8(QJsonDocument(node.stats).toJson(QJsonDocument::Compact)), node.id, channel, QString::number(number));
    return SqlDatabase::first(row, [](const QSqlQuery &answer) {
        return BeatAnswer{.epoch = answer.value(0).toString(), .previousStartedAtMs = optionalNumber(answer.value(1)), .oldestProgram = answer.value(2).toInt()};
    }).value_or(BeatAnswer());
}

QList<NodeRecord> selectNodes(PostgresDatabase &database)
{
    QSqlQuery &rows = database.run("SELECT id, " MS("started_at") ", " MS("seen_at") ", stats FROM nodes WHERE seen_at > clock_timestamp() - interval '15 s' ORDER BY id");
    return SqlDatabase::all(rows, [](const QSqlQuery &row) {
        return NodeRecord{.id = row.value(0).toString(), .startedAtMs = row.value(1).toLongLong(), .seenAtMs = row.value(2).toLongLong(), .stats = QJsonDocument::fromJson(row.value(3).toString().toUtf8()).object()};
    });
}

void deleteNode(PostgresDatabase &database, const QString &id)
{
    database.run("DELETE FROM nodes WHERE id = ?", id);
}

} // namespace pipit::store
