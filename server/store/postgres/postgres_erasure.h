// SPDX-License-Identifier: GPL-3.0-or-later
// The statements that erase on PostgreSQL. Each is one transaction under the lock of what is derived and under the order lock, so
// that neither search nor the list of sessions is made from what is being taken away.
// Thread rule: that of the connection given. Errors: SqlFault.
#pragma once

#include "server/store/postgres/postgres_messages.h"

namespace pipit::store {

// Nothing where there is no such message that may be seen. `appended` is the notice, where it was made now.
std::optional<RedactionStep> redactMessage(PostgresDatabase &database, qint64 id, const QString &bySub, const std::function<bool(QStringView)> &maySee, AppendAnswer &appended);

// Nothing where it was never used. The last step takes the session itself.
std::optional<ErasureStep> deleteOfSession(PostgresDatabase &database, const QString &sessionId);

// The next messages behind `after` that the meter takes; none: there is nothing left to do. No step: another node is at it.
std::optional<ErasureStep> purgeOldest(PostgresDatabase &database, qint64 after, PurgeMeter &meter);
LogSize selectLogSize(PostgresDatabase &database);

// Outside of any transaction. False: the role does not own the tables, and may not.
bool vacuumTables(PostgresDatabase &database);

// Whether messages of these sessions were purged after a position.
bool wasPurgedAfter(PostgresDatabase &database, const stream::Subscription &subscription, qint64 after);

struct PurgeNews {
    QList<PurgedSession> purged = {};
    qint64 number = 0; // the newest there is
};
// What was purged since the change of this number, whoever did it.
PurgeNews selectPurges(PostgresDatabase &database, qint64 number);

} // namespace pipit::store
