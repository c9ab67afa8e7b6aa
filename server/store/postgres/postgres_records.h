// SPDX-License-Identifier: GPL-3.0-or-later
// The statements for sessions, tokens and nodes on PostgreSQL.
// Thread rule: that of the connection given. Errors: SqlFault.
#pragma once

#include "server/store/postgres/postgres_database.h"
#include "server/store/store.h"

namespace pipit::store {

QList<SessionRecord> selectSessions(PostgresDatabase &database, int limit, const std::function<bool(QStringView)> &maySee);
std::optional<SessionRecord> selectSession(PostgresDatabase &database, const QString &id);
std::pair<SessionRecord, bool> insertSession(PostgresDatabase &database, const QString &id, const QString &title);
std::optional<SessionRecord> updateSession(PostgresDatabase &database, const QString &id, const SessionChange &change);

std::optional<auth::TokenRecord> selectToken(PostgresDatabase &database, const QByteArray &hash);
QSet<QByteArray> selectGoodTokens(PostgresDatabase &database, const QList<QByteArray> &hashes);
// All that have not expired, the oldest first.
QList<auth::TokenRecord> selectTokens(PostgresDatabase &database);
std::optional<auth::TokenRecord> takeToken(PostgresDatabase &database, const QByteArray &hash, const QList<auth::TokenRecord> &made);
// False: there is one of this hash, or it was taken back.
bool insertToken(PostgresDatabase &database, const auth::TokenRecord &record);
// The cookies and tickets made from it go with it. A bearer token is remembered as taken back.
void deleteToken(PostgresDatabase &database, const QByteArray &hash);

// What a node learns when it gives a sign of life.
struct BeatAnswer {
    QString epoch = {};                                // the log's, as the database has it now
    std::optional<qint64> previousStartedAtMs = {};    // of whoever has given the last one under this node's id
    int oldestProgram = 0;                             // that the tables work with (tables_version.h)
};

// A node's sign of life: its row, and a notification on its own channel that its listener must hear.
BeatAnswer beat(PostgresDatabase &database, const NodeRecord &node, const QString &channel, qint64 number);
// Those that were heard of within the last 15 s.
QList<NodeRecord> selectNodes(PostgresDatabase &database);
void deleteNode(PostgresDatabase &database, const QString &id);

} // namespace pipit::store
