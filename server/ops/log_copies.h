// SPDX-License-Identifier: GPL-3.0-or-later
// The log's part of a backup, from each kind of store: one moment of it as a file in the backup's folder, and what is in that.
//
// Thread rule and errors: as server/ops/backup_log.h.
#pragma once

#include "server/ops/backup_files.h"
#include "server/ops/backup_manifest.h"
#include "server/store/postgres/postgres_url.h"

namespace pipit::ops {

struct LogCopy {
    QList<QByteArray> blobs; // that the copy names, in the order of their SHA-256
    // Whether the log itself names it now. Throws SqlFault.
    std::function<bool(const QByteArray &sha256)> isStillNamed;
};

// These fill in all of the manifest that the log says: versions, epoch, position, counts.
Result<LogCopy> copySqliteLog(const QString &file, const QString &folder, BackupManifest &manifest, const BackupWatch &watch);
Result<LogCopy> copyPostgresLog(const store::PostgresTarget &target, const QString &folder, BackupManifest &manifest, const BackupWatch &watch);

} // namespace pipit::ops
