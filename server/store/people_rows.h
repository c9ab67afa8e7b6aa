// SPDX-License-Identifier: GPL-3.0-or-later
// The statements for read positions, the same on every database.
// Thread rule: that of the connection given; what writes, inside a transaction or as one. Errors: SqlFault.
#pragma once

#include "server/store/people_store.h"
#include "server/store/sql_database.h"

namespace pipit::store {

// `newest`: the session's newest message; nothing where the session was never used.
std::optional<ReadPosition> raiseReadPosition(SqlDatabase &database, const auth::Caller &reader, const QString &sessionId, std::optional<qint64> position, std::optional<qint64> newest, qint64 nowMs);
void insertReader(SqlDatabase &database, const auth::Caller &reader, qint64 head, qint64 nowMs);
void deleteReadPositionsOf(SqlDatabase &database, const QString &sessionId);

// Up to where it has read each of these sessions; nothing is counted yet.
ReadStates selectReadStates(SqlDatabase &database, const QString &sub, const QStringList &sessionIds, qint64 head);
QStringList selectSessionsReadBy(SqlDatabase &database, const QString &sub, int limit);

// Who has read it, together with who has written in it.
QList<MemberRecord> selectMembers(SqlDatabase &database, const QString &sessionId, const QList<MemberRecord> &senders);
// sender_type (1: a bot), sender_id, sender_name, created_at (ms)
MemberRecord senderOfRow(const QSqlQuery &row);

} // namespace pipit::store
