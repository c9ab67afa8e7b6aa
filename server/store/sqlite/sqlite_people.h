// SPDX-License-Identifier: GPL-3.0-or-later
// The statements for who is in a session on SQLite. What is counted is read from the index `messages_of_session` alone.
// Thread rule: that of the connection given; what writes, inside the writer's transaction. Errors: SqlFault.
#pragma once

#include "server/store/people_store.h"
#include "server/store/sqlite/sqlite_database.h"

namespace pipit::store {

std::optional<ReadPosition> markRead(SqliteDatabase &database, const auth::Caller &reader, const QString &sessionId, std::optional<qint64> position, qint64 nowMs);
void noteReader(SqliteDatabase &database, const auth::Caller &reader, qint64 nowMs);
ReadStates readStates(SqliteDatabase &database, const QString &sub, const QStringList &sessionIds);
QList<MemberRecord> membersOf(SqliteDatabase &database, const QString &sessionId);

} // namespace pipit::store
