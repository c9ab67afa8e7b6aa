// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of a session beside its messages.
// Thread rule: that of the connection given. Errors: SqlFault.
#pragma once

#include "server/store/sql_database.h"

namespace pipit::store {

// Its runs, conversations, read positions and its own row; its files are nobody's any more.
void deleteSessionRows(SqlDatabase &database, const QString &sessionId);

} // namespace pipit::store
