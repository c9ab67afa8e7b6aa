// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from the log and is kept a moment behind it: when each session was last written to, and the terms that
// full-text search looks into. Kept apart, so that nobody who publishes waits for it, whatever program they use.
//
// One at a time does the work, whichever node comes first; whoever reads what is derived catches up before, and reads what is
// there where somebody else is at that for more than a second.
// Thread rule: that of the connection given. Errors: SqlFault.
#pragma once

#include "server/store/postgres/postgres_database.h"

namespace pipit::store {

// Works through what the log has gained, up to so many messages. True: nothing is left.
bool deriveFromLog(PostgresDatabase &database, int atMost);

// The row of one session, if it has begun and has none yet: for who writes, and should not wait for all that came before.
void deriveSession(PostgresDatabase &database, const QString &id);

// The position up to which it is done.
qint64 derivedTo(PostgresDatabase &database);

} // namespace pipit::store
