// SPDX-License-Identifier: GPL-3.0-or-later
// What the log knows of uploaded files; their bytes are in a directory (server/files), each content once.
//
// A file belongs to the session that it was uploaded to: whoever may see that may load it. It is in use when a message of its
// session has its address in its content. One that never was is collected a day after its upload, and so is one whose messages
// were erased; a blob that no file has any more is then removed from the disk by who asked for the collection.
// Thread rule and errors: as Store.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QList>
#include <QString>

#include <optional>

namespace pipit::store {

struct FileRecord {
    QString id;                   // 20 letters of chance
    QString sessionId;
    QString senderId;
    QString name;                 // for people; never a path
    QByteArray mimeType;          // as it was sniffed
    bool mayBeInline = false;
    qint64 size = 0;              // bytes
    QByteArray sha256;            // hexadecimal, as the blob's
    int width = 0;                // px; 0: no picture
    int height = 0;
    QByteArray thumbnail = {};    // the SHA-256 of that blob; empty: none
    QByteArray thumbnailType = {};
    qint64 createdAtMs = 0;
    qint64 position = 0;          // of the log when it was uploaded: no message before that names it

    bool operator==(const FileRecord &) const = default;
};

// Of one file, as messages name it.
QString fileAddress(const QString &id);

class FileStore
{
public:
    virtual ~FileStore() = default;

    virtual QFuture<Result<Done>> addFile(FileRecord record) = 0;
    virtual QFuture<Result<std::optional<FileRecord>>> findFile(QString id) = 0;

    // Removes records of files that were uploaded before that time and are not in use, at most so many looked at; gives those
    // of their blobs that no other file has.
    struct Collected {
        qsizetype looked = 0;
        QList<QByteArray> blobs = {};
    };
    virtual QFuture<Result<Collected>> collectFiles(qint64 uploadedBeforeMs, int limit) = 0;
    // Those of these blobs that some file has.
    virtual QFuture<Result<QList<QByteArray>>> usedBlobs(QList<QByteArray> sha256s) = 0;

    // What names the directory that all nodes of this log share. With `fresh`: keeps that where there is none yet. Nothing:
    // there is none.
    virtual QFuture<Result<std::optional<QString>>> filesId(std::optional<QString> fresh) = 0;
};

} // namespace pipit::store
