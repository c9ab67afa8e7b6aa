// SPDX-License-Identifier: GPL-3.0-or-later
// What a backup says of itself, in its file backup.json, and how it is laid out:
//
//   backup.json    this, with a check sum over itself; written last
//   pipit.db       the log of a SQLite store, or
//   pipit.dump     of PostgreSQL, as pg_dump writes it in its custom form
//   files/         what was uploaded, as a node keeps it; not there where the log names no files
//   files.sha256   a line for each of those, as sha256sum writes and checks them
//
// Thread rule: values; reading and writing wait for the disk. Errors: sentences that name the file and what to do.
#pragma once

#include "core/result.h"
#include "server/store/tables_version.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace pipit::ops {

inline constexpr int backupFormat = 1;

struct BackupManifest {
    bool isPostgres = false;
    QString program;          // its version
    QString madeAt;           // ISO 8601, UTC
    int tables = 0;           // their version
    int oldestProgram = 0;    // that works with them
    QString epoch;            // of the log that was copied; a restored one has another
    qint64 position = 0;      // the newest
    qint64 messages = 0;
    qint64 sessions = 0;
    qint64 logBytes = 0;
    QByteArray logSha256;     // hexadecimal
    QString filesId;          // of the directory of files; empty: the log never had one
    qint64 files = 0;         // contents, each once, pictures' previews among them
    qint64 fileBytes = 0;
    qint64 missingFiles = 0;  // that the log names and its directory had not, or not whole
    QByteArray listSha256;    // of files.sha256
    // PostgreSQL only:
    QString schema = {};
    int server = 0;           // the major version
    QJsonObject kept = {};    // the rows of that table

    QString logName() const { return isPostgres ? QStringLiteral("pipit.dump") : QStringLiteral("pipit.db"); }
    // `wanted`: by this program.
    store::TablesVersion tablesFor(int wanted) const { return {.found = tables, .wanted = wanted, .oldest = oldestProgram}; }

    // Errors: NotFound, InvalidRequest (damaged, or of a newer format), Unavailable.
    static Result<BackupManifest> read(const QString &folder);
    Result<Done> write(const QString &folder) const;
};

} // namespace pipit::ops
