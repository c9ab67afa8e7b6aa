// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_records.h"

#include "server/store/sqlite/sqlite_derive.h"
#include "server/store/stored_rows.h"
#include "server/store/visible_keys.h"

#include <limits>

#define SESSION_COLUMNS                                                                                                                    \
    "s.id, s.title, s.archived, s.created_at, s.updated_at, m.id, m.session_id, m.client_message_id, m.sender_type, m.sender_id, m.sender_name," \
    " m.content_type, m.content, m.metadata, m.reply_to, m.replaces, m.created_at, p.position"
#define SESSION_TABLES "sessions s LEFT JOIN messages m ON m.id = s.last_message_id LEFT JOIN purged p ON p.session_id = s.id"
#define SESSION_ORDER " ORDER BY s.archived, s.updated_at DESC, s.id"

namespace pipit::store {

namespace {

constexpr int takenBack = int(auth::TokenRecord::Kind::TakenBack); // the last of all kinds

} // namespace

QList<SessionRecord> selectSessions(SqliteDatabase &database, int limit, const std::function<bool(QStringView)> &maySee)
{
    const VisibleKeys visible = visibleKeys(limit, maySee, std::numeric_limits<qsizetype>::max(), [&](qsizetype seen, const RowKey &, qsizetype rows) {
        return SqlDatabase::all(database.run("SELECT s.id, s.last_message_id FROM sessions s" SESSION_ORDER " LIMIT ? OFFSET ?", rows, seen), keyOfRow);
    });
    return SqlDatabase::all(database.run("SELECT " SESSION_COLUMNS " FROM " SESSION_TABLES " WHERE s.id IN (SELECT value FROM json_each(?))" SESSION_ORDER, sessionIdsOf(visible.keys)), sessionOfRow);
}

std::optional<SessionRecord> selectSession(SqliteDatabase &database, const QString &id)
{
    return SqlDatabase::first(database.run("SELECT " SESSION_COLUMNS " FROM " SESSION_TABLES " WHERE s.id = ?", id), sessionOfRow);
}

std::pair<SessionRecord, bool> insertSession(SqliteDatabase &database, const QString &id, const QString &title, qint64 nowMs)
{
    deriveSession(database, id);
    const bool isNew = !selectSession(database, id);
    if (isNew)
        database.run("INSERT INTO sessions (id, title, created_at, updated_at) VALUES (?, ?, ?, ?)", id, orEmpty(title), nowMs, nowMs);
    return {*selectSession(database, id), isNew};
}

std::optional<SessionRecord> updateSession(SqliteDatabase &database, const QString &id, const SessionChange &change, qint64 nowMs)
{
    deriveSession(database, id);
    if (change.title)
        database.run("UPDATE sessions SET title = ?, updated_at = ? WHERE id = ?", orEmpty(*change.title), nowMs, id);
    if (change.archived)
        database.run("UPDATE sessions SET archived = ?, updated_at = ? WHERE id = ?", *change.archived, nowMs, id);
    return selectSession(database, id);
}

std::optional<auth::TokenRecord> selectToken(SqliteDatabase &database, const QByteArray &hash, qint64 nowMs)
{
    QSqlQuery &row = database.run("SELECT t.hash, t.kind, t.sub, t.name, t.role, t.sessions, t.parent, t.created_at, coalesce(min(t.expires_at, p.expires_at), t.expires_at, p.expires_at) AS ends_at, t.jwt_key, t.caller_expires_at"
                                  " FROM tokens t LEFT JOIN tokens p ON p.hash = t.parent"
                                  " WHERE t.hash = ? AND t.kind < ? AND (t.parent IS NULL OR p.kind < ?) AND (ends_at IS NULL OR ends_at > ?)",
                                  hash, takenBack, takenBack, nowMs);
    return SqlDatabase::first(row, tokenOfRow);
}

QSet<QByteArray> selectGoodTokens(SqliteDatabase &database, const QList<QByteArray> &hashes, qint64 nowMs)
{
    QSet<QByteArray> good;
    for (const QByteArray &hash : hashes) {
        if (selectToken(database, hash, nowMs))
            good.insert(hash);
    }
    return good;
}

QList<auth::TokenRecord> selectTokens(SqliteDatabase &database, qint64 nowMs)
{
    return SqlDatabase::all(database.run("SELECT hash, kind, sub, name, role, sessions, parent, created_at, expires_at, jwt_key, caller_expires_at FROM tokens"
                                         " WHERE expires_at IS NULL OR expires_at > ? ORDER BY created_at, hash", nowMs), tokenOfRow);
}

std::optional<auth::TokenRecord> takeToken(SqliteDatabase &database, const QByteArray &hash, const QList<auth::TokenRecord> &made, qint64 nowMs)
{
    const auto record = selectToken(database, hash, nowMs);
    if (!record)
        return std::nullopt;
    deleteToken(database, hash);
    for (const auth::TokenRecord &next : made)
        insertToken(database, next);
    return record;
}

bool insertToken(SqliteDatabase &database, const auth::TokenRecord &record)
{
    const bool isNew = database.run("INSERT INTO tokens (hash, kind, sub, name, role, sessions, parent, created_at, expires_at, jwt_key, caller_expires_at) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
                                    record.hash, int(record.kind), record.caller.sub, orEmpty(record.caller.name), QString(auth::roleName(record.caller.role)), joinedPatterns(record.caller.sessions),
                                    orNull(record.parentHash), record.createdAtMs, orNull(record.expiresAtMs), orNull(record.jwtKey), orNull(record.callerExpiresAtMs)).numRowsAffected() > 0;
    // Expired ones leave when another comes: no timer, and their number stays that of the living.
    database.run("DELETE FROM tokens WHERE expires_at <= ?", record.createdAtMs);
    return isNew;
}


void deleteToken(SqliteDatabase &database, const QByteArray &hash)
{
    database.run("UPDATE tokens SET kind = ? WHERE hash = ? AND kind = ?", takenBack, hash, int(auth::TokenRecord::Kind::Bearer));
    database.run("DELETE FROM tokens WHERE (hash = ? AND kind < ?) OR parent = ?", hash, takenBack, hash);
}

} // namespace pipit::store
