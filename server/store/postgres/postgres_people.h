// SPDX-License-Identifier: GPL-3.0-or-later
// The statements for who is in a session on PostgreSQL. What is counted is read from the index `messages_of_session` alone, as far
// as the table was vacuumed.
// Thread rule: that of the connection given. Errors: SqlFault.
#pragma once

#include "server/store/people_store.h"
#include "server/store/postgres/postgres_database.h"

namespace pipit::store {

std::optional<ReadPosition> markRead(PostgresDatabase &database, const auth::Caller &reader, const QString &sessionId, std::optional<qint64> position);
void noteReader(PostgresDatabase &database, const auth::Caller &reader);
ReadStates readStates(PostgresDatabase &database, const QString &sub, const QStringList &sessionIds);
QList<MemberRecord> membersOf(PostgresDatabase &database, const QString &sessionId);

} // namespace pipit::store
