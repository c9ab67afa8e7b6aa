// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/file_rows.h"

#include "server/store/stored_rows.h"

#include <QRegularExpression>
#include <QSet>

#define COLUMNS "id, session_id, sender_id, name, mime_type, shown_inline, size, sha256, width, height, thumbnail, thumbnail_type, created_at, position"

namespace pipit::store {

namespace {

FileRecord fileOfRow(const QSqlQuery &row)
{
    return {
        .id = row.value(0).toString(),
        .sessionId = row.value(1).toString(),
        .senderId = row.value(2).toString(),
        .name = row.value(3).toString(),
        .mimeType = row.value(4).toString().toLatin1(),
        .mayBeInline = row.value(5).toInt() != 0,
        .size = row.value(6).toLongLong(),
        .sha256 = row.value(7).toString().toLatin1(),
        .width = row.value(8).toInt(),
        .height = row.value(9).toInt(),
        .thumbnail = row.value(10).toString().toLatin1(),
        .thumbnailType = row.value(11).toString().toLatin1(),
        .createdAtMs = row.value(12).toLongLong(),
        .position = row.value(13).toLongLong(),
    };
}

QString textOf(const QByteArray &latin1)
{
    return orEmpty(QString::fromLatin1(latin1));
}

bool isBlobUsed(SqlDatabase &database, const QByteArray &sha256)
{
    return database.value("SELECT 1 FROM files WHERE sha256 = ? OR thumbnail = ? LIMIT 1", textOf(sha256), textOf(sha256)).has_value();
}

} // namespace

QString fileAddress(const QString &id)
{
    return QStringLiteral("/api/files/") + id;
}

void insertFile(SqlDatabase &database, const FileRecord &record)
{
    database.run("INSERT INTO files (" COLUMNS ", is_used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)", record.id, record.sessionId, orEmpty(record.senderId), orEmpty(record.name), textOf(record.mimeType),
                 int(record.mayBeInline), record.size, textOf(record.sha256), record.width, record.height, textOf(record.thumbnail), textOf(record.thumbnailType), record.createdAtMs, record.position);
}

std::optional<FileRecord> selectFile(SqlDatabase &database, const QString &id)
{
    return SqlDatabase::first(database.run("SELECT " COLUMNS " FROM files WHERE id = ?", id), fileOfRow);
}

QList<FileRecord> selectFilesAfter(SqlDatabase &database, const QString &id, int limit)
{
    return SqlDatabase::all(database.run("SELECT " COLUMNS " FROM files WHERE id > ? ORDER BY id LIMIT ?", id, limit), fileOfRow);
}

FileStore::Collected collectFiles(SqlDatabase &database, qint64 uploadedBeforeMs, int limit)
{
    const QList<FileRecord> unused = SqlDatabase::all(database.run("SELECT " COLUMNS " FROM files WHERE is_used = 0 AND created_at < ? ORDER BY created_at LIMIT ?", uploadedBeforeMs, limit), fileOfRow);
    QSet<QByteArray> blobs;
    for (const FileRecord &file : unused) {
        if (database.value("SELECT 1 FROM messages WHERE session_id = ? AND id > ? AND content LIKE ? LIMIT 1", file.sessionId, file.position, QString(u'%' + fileAddress(file.id) + u'%'))) {
            database.run("UPDATE files SET is_used = 1 WHERE id = ?", file.id);
            continue;
        }
        database.run("DELETE FROM files WHERE id = ?", file.id);
        blobs.insert(file.sha256);
        if (!file.thumbnail.isEmpty())
            blobs.insert(file.thumbnail);
    }
    FileStore::Collected collected{.looked = unused.size()};
    for (const QByteArray &blob : std::as_const(blobs)) {
        if (!isBlobUsed(database, blob))
            collected.blobs.append(blob);
    }
    return collected;
}

void releaseFiles(SqlDatabase &database, const QStringList &contents)
{
    static const QRegularExpression address(fileAddress(QStringLiteral("([a-z0-9]{1,40})")));
    for (const QString &content : contents) {
        for (auto match = address.globalMatch(content); match.hasNext();)
            database.run("UPDATE files SET is_used = 0, created_at = 0 WHERE id = ?", match.next().captured(1));
    }
}

void releaseFilesOf(SqlDatabase &database, const QString &sessionId)
{
    database.run("UPDATE files SET is_used = 0, created_at = 0 WHERE session_id = ?", sessionId);
}

QList<QByteArray> selectUsedBlobs(SqlDatabase &database, const QList<QByteArray> &sha256s)
{
    QList<QByteArray> used;
    for (const QByteArray &sha256 : sha256s) {
        if (isBlobUsed(database, sha256))
            used.append(sha256);
    }
    return used;
}

std::optional<QString> filesId(SqlDatabase &database, const std::optional<QString> &fresh)
{
    if (fresh)
        database.run("INSERT INTO kept (key, value) VALUES ('files_id', ?) ON CONFLICT DO NOTHING", *fresh);
    const auto kept = database.value("SELECT value FROM kept WHERE key = 'files_id'");
    return kept ? std::optional(kept->toString()) : std::nullopt;
}

} // namespace pipit::store
