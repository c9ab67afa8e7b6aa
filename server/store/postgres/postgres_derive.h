// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from the log and is kept a moment behind it: when each session was last written to, and the terms that
// full-text search looks into. Kept apart, so that nobody who publishes waits for it, whatever program they use.
//
// One node at a time does the work, whichever comes first; whoever reads what is derived catches up before.
// Thread rule: that of the connection given. Errors: SqlFault.
#pragma once

#include "server/store/postgres/postgres_database.h"

namespace pipit::store {

// Works through what the log has gained, up to so many messages. True: nothing is left.
bool deriveFromLog(PostgresDatabase &database, int atMost);

// The position up to which it is done.
qint64 derivedTo(PostgresDatabase &database);

} // namespace pipit::store
