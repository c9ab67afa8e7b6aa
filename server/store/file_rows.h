// SPDX-License-Identifier: GPL-3.0-or-later
// The statements for files, the same on every database.
// Thread rule: that of the connection given; what writes, inside a transaction. Errors: SqlFault.
#pragma once

#include "server/store/file_store.h"
#include "server/store/sql_database.h"

#include <QStringList>

namespace pipit::store {

void insertFile(SqlDatabase &database, const FileRecord &record);
std::optional<FileRecord> selectFile(SqlDatabase &database, const QString &id);
// The next ones by id.
QList<FileRecord> selectFilesAfter(SqlDatabase &database, const QString &id, int limit);
FileStore::Collected collectFiles(SqlDatabase &database, qint64 uploadedBeforeMs, int limit);
// What was erased named these files no more: they are collected at once, but where another message names them.
void releaseFiles(SqlDatabase &database, const QStringList &contents);
void releaseFilesOf(SqlDatabase &database, const QString &sessionId);
QList<QByteArray> selectUsedBlobs(SqlDatabase &database, const QList<QByteArray> &sha256s);
std::optional<QString> filesId(SqlDatabase &database, const std::optional<QString> &fresh);

} // namespace pipit::store
