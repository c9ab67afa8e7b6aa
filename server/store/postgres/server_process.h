// SPDX-License-Identifier: GPL-3.0-or-later
// What a server that this process starts must be told of its system: used by server/store/postgres/postgres_programs.h.
// Thread rule: functions without state.
#pragma once

class QProcess;

namespace pipit::store {

// PostgreSQL's programs refuse to run as one who may do everything. On Windows pg_ctl gives up an administrator's rights by itself.
bool mayDoEverything();

// Before the process is started: it gets none of this program's descriptors but the standard ones. A server goes on for long, and with
// it whatever it holds of this program's: a connection that is closed here would never be seen to end at its other side.
void leaveEverythingHere(QProcess &process);

} // namespace pipit::store
