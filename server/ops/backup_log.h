// SPDX-License-Identifier: GPL-3.0-or-later
// Copies a log and its files into a new folder (server/ops/backup_manifest.h says how that is laid out), beside nodes that go on.
//
// The log is copied as it was at one moment: everything that was answered for before the call is in it, and of what came after, a
// beginning. Its files are copied after it, so each that it names is there, but for those that were erased meanwhile. The folder has
// another name until all of it is on the disk: it is there whole or not at all. Nobody else can read it.
//
// Thread rule: blocks, on one thread; `stop` may be set from any. SQLite's copying of a log cannot be broken off: where it is
// stopped, a thread goes on with that, into a file without a name, until the process ends, and that should then be soon.
// Errors: Conflict (the folder is there), NotFound, InvalidRequest, NoRoom, Unavailable, Cancelled, each with what to do.
#pragma once

#include "server/ops/backup_files.h"
#include "server/ops/backup_manifest.h"
#include "server/store/postgres/postgres_url.h"

#include <optional>

namespace pipit::ops {

struct BackupSource {
    QString sqliteFile = {};                             // absolute; empty: the log is on PostgreSQL
    std::optional<store::PostgresTarget> postgres = {};
    QString filesDirectory = {};                         // empty: not known
};

struct BackupSummary {
    BackupManifest manifest;
    QStringList missing; // the first few of the files that are not in it, by their SHA-256
};

Result<BackupSummary> backupLog(const BackupSource &source, const QString &folder, const BackupWatch &watch);

} // namespace pipit::ops
