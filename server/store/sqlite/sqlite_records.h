// SPDX-License-Identifier: GPL-3.0-or-later
// The statements for sessions and tokens on SQLite.
// Thread rule: that of the connection given; writes inside the writer's transaction. Errors: SqlFault.
#pragma once

#include "server/store/sqlite/sqlite_database.h"
#include "server/store/store.h"

namespace pipit::store {

QList<SessionRecord> selectSessions(SqliteDatabase &database, int limit, const std::function<bool(QStringView)> &maySee);
std::optional<SessionRecord> selectSession(SqliteDatabase &database, const QString &id);
std::pair<SessionRecord, bool> insertSession(SqliteDatabase &database, const QString &id, const QString &title, qint64 nowMs);
std::optional<SessionRecord> updateSession(SqliteDatabase &database, const QString &id, const SessionChange &change, qint64 nowMs);

std::optional<auth::TokenRecord> selectToken(SqliteDatabase &database, const QByteArray &hash, qint64 nowMs);
QSet<QByteArray> selectGoodTokens(SqliteDatabase &database, const QList<QByteArray> &hashes, qint64 nowMs);
// All that have not expired, the oldest first.
QList<auth::TokenRecord> selectTokens(SqliteDatabase &database, qint64 nowMs);
std::optional<auth::TokenRecord> takeToken(SqliteDatabase &database, const QByteArray &hash, const QList<auth::TokenRecord> &made, qint64 nowMs);
// False: there is one of this hash, or it was taken back.
bool insertToken(SqliteDatabase &database, const auth::TokenRecord &record);
// The cookies and tickets made from it go with it. A bearer token is remembered as taken back.
void deleteToken(SqliteDatabase &database, const QByteArray &hash);

} // namespace pipit::store
