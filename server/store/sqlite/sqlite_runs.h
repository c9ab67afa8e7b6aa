// SPDX-License-Identifier: GPL-3.0-or-later
// The statements for runs and conversations on SQLite, whose one node needs no leases: what another life has left is free.
// Thread rule: that of the connection given; what writes, inside the writer's transaction. Errors: a Result for what the
// caller can mend; SqlFault for the rest.
#pragma once

#include "server/store/run_rules.h"
#include "server/store/sqlite/sqlite_database.h"

namespace pipit::store {

CreatedRun insertRun(SqliteDatabase &database, const RunRecord &record, const RunOwner &owner, qint64 nowMs);
Result<Done> updateRun(SqliteDatabase &database, const QString &runId, const RunChange &change, const RunOwner &owner, qint64 nowMs);
QList<RunRecord> claimRuns(SqliteDatabase &database, const RunOwner &owner, int limit, qint64 nowMs);
void askToCancelRun(SqliteDatabase &database, const QString &runId);

std::optional<RunRecord> selectRun(SqliteDatabase &database, const QString &runId);
QList<RunRecord> selectRunsOf(SqliteDatabase &database, const QString &sessionId, int limit);

std::optional<QString> selectConversation(SqliteDatabase &database, const QString &sessionId, const QString &botId);
// The one that counts.
QString insertConversation(SqliteDatabase &database, const QString &sessionId, const QString &botId, const QString &conversationId);
void deleteConversation(SqliteDatabase &database, const QString &sessionId, const QString &botId, const QString &conversationId);

} // namespace pipit::store
