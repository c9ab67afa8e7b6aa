// SPDX-License-Identifier: GPL-3.0-or-later
// The tables, and the steps from each version of them to the next.
// Thread rule: the writer's thread, before anything else uses the file. Errors: SqlFault.
#pragma once

#include "server/store/sqlite/sqlite_database.h"

namespace pipit::store {

struct SqliteVersion {
    int found = 0;  // 0: no tables of ours
    int wanted = 0; // by this program
};

SqliteVersion sqliteVersion(SqliteDatabase &database);

// Brings the file to this program's version, whole or not at all. A file of a newer program is refused.
void migrateSqlite(SqliteDatabase &database);

// A value that the log keeps for its life (`epoch`, `node_id`): the stored one, or `fresh` if there is none yet.
QString keptValue(SqliteDatabase &database, const QString &key, const QString &fresh);

} // namespace pipit::store
