// SPDX-License-Identifier: GPL-3.0-or-later
// The log's part of a restore, into each kind of store. Opened, a target is looked at and held against nodes and other restores; what
// was begun and not brought to its end is taken back when the object goes.
//
// Thread rule: one thread. Errors: as server/ops/restore_log.h; SqlFault of the database.
#pragma once

#include "server/ops/backup_files.h"
#include "server/ops/backup_manifest.h"
#include "server/store/postgres/postgres_url.h"

#include <memory>

namespace pipit::ops {

class LogRestorer
{
public:
    virtual ~LogRestorer() = default;
    // The log of a backup, under this epoch. When it returns, nodes may start on it.
    virtual Result<Done> bring(const QString &file, const BackupManifest &manifest, const QString &epoch, const BackupWatch &watch) = 0;
};

Result<std::unique_ptr<LogRestorer>> openSqliteRestorer(const QString &file);
Result<std::unique_ptr<LogRestorer>> openPostgresRestorer(const store::PostgresTarget &target, const BackupManifest &manifest);

// That this program wants, on each kind of store.
int tablesVersionOf(bool isPostgres);

} // namespace pipit::ops
