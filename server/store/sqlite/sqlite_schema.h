// SPDX-License-Identifier: GPL-3.0-or-later
// The tables, and the steps from each version of them to the next.
// Thread rule: the writer's thread, before anything else uses the file. Errors: SqlFault.
#pragma once

#include "server/store/sqlite/sqlite_database.h"
#include "server/store/tables_version.h"

namespace pipit::store {

TablesVersion tablesVersion(SqliteDatabase &database);
int sqliteVersion(); // that this program wants

// One that the file has, where it has some and none of Pipit's.
std::optional<QString> foreignTables(SqliteDatabase &database);

// What a program says of tables that are too new for it.
SqlFault tooNewFault(const TablesVersion &version);

// Brings the file to this program's version, whole or not at all. Newer tables that this program works with stay as they are; others
// are refused. What it found.
TablesVersion migrateSqlite(SqliteDatabase &database);

// A value that the log keeps for its life (`epoch`, `node_id`): the stored one, or `fresh` if there is none yet.
QString keptValue(SqliteDatabase &database, const QString &key, const QString &fresh);

} // namespace pipit::store
