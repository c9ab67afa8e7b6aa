// SPDX-License-Identifier: GPL-3.0-or-later
// The tables on PostgreSQL, and the steps from each version of them to the next: the files in migrations/.
// Thread rule: that of the connection given. Errors: SqlFault with a sentence for the person who can mend it.
#pragma once

#include "server/store/postgres/postgres_database.h"
#include "server/store/tables_version.h"

namespace pipit::store {

// The advisory locks of a Pipit database, all with this first number; the second one says which.
inline constexpr int lockClass = 1349087337;
enum class PostgresLock { Order = 1, Migrate = 2, Derive = 3, Purge = 4 };

inline constexpr int postgresVersion = 10; // that this program wants

// What a log says of itself, in one statement: a link asks whenever it opens.
struct LogFacts {
    std::optional<QString> epoch = {};
    TablesVersion tables = {};
};

// A fault of the state undefinedTable where there is no log.
LogFacts selectLogFacts(PostgresDatabase &database);
// All zero where there is no log.
TablesVersion tablesVersion(PostgresDatabase &database);

// Brings the tables to this program's version, whole or not at all; several nodes may try at once. Newer tables that this program works
// with stay as they are; others, a table `messages` that is not Pipit's, a role that may not, and a step that would break a node that
// runs are refused. What it found.
// Needs a connection with migrationLimits: another index for a large table may take hours.
TablesVersion migratePostgres(PostgresDatabase &database);

inline constexpr CallLimits migrationLimits{.lock = std::chrono::seconds(60), .statement = {}, .call = std::chrono::hours(24)};

// The server's version, encoding, and whether it can be written to: what no migration can mend.
void checkServer(PostgresDatabase &database);

// What the log keeps beside its messages.
namespace kept {
inline const QString epoch = QStringLiteral("epoch");
inline const QString schemaVersion = QStringLiteral("schema_version");
inline const QString derivedTo = QStringLiteral("derived_to");
inline const QString floor = QStringLiteral("floor");   // the head, where the newest message is gone
inline const QString oldestProgram = QStringLiteral("oldest_program");
inline const QString moving = QStringLiteral("moving"); // the epoch of a log that is being moved in
} // namespace kept

// As for SQLite: the stored value, or `fresh` if there is none yet.
QString keptValue(PostgresDatabase &database, const QString &key, const QString &fresh);
// Nothing where there is none.
std::optional<QString> findKept(PostgresDatabase &database, const QString &key);
void setKept(PostgresDatabase &database, const QString &key, const std::optional<QString> &value);

} // namespace pipit::store
