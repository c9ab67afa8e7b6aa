// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a backup (server/ops/backup_log.h) back, with a new epoch: who comes with a cursor of the log that it was made from is told
// `reset`, because what has got the same ids since is other messages.
//
// All of the backup is looked at before anything is changed; the target has no log, and no node runs on it. The files come first
// and the log last, which is when a node can start on it: a SQLite file has the name FILE.restoring until then, beside which nodes
// make no new one, and PostgreSQL gets the tables in one transaction, and then, in another, the rows that make them a log. What
// fails, or is broken off, is taken back. After a power cut the same again goes on from the beginning.
//
// Thread rule: blocks, on one thread; `stop` may be set from any. Errors: NotFound, InvalidRequest (the backup), Conflict and Unavailable
// (the target), NoRoom, Cancelled, each with what to do.
#pragma once

#include "server/ops/backup_files.h"
#include "server/ops/backup_manifest.h"
#include "server/store/postgres/postgres_url.h"

#include <optional>

namespace pipit::ops {

struct RestoreTarget {
    QString sqliteFile = {};                            // absolute; empty: into PostgreSQL
    std::optional<store::PostgresTarget> postgres = {};
    QString dataDirectory = {};                         // of a node, to be locked; empty: none is known
    QString filesDirectory = {};                        // empty: not known

    QString name() const { return postgres ? postgres->name() : sqliteFile; }
};

struct RestoreSummary {
    BackupManifest manifest;
    QString epoch; // the new one
};

Result<RestoreSummary> restoreLog(const QString &folder, const RestoreTarget &target, const BackupWatch &watch);

} // namespace pipit::ops
