// SPDX-License-Identifier: GPL-3.0-or-later
// A directory for blobs, and what tests of stores and uploads ask of it.
#pragma once

#include "server/files/blob_store.h"

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>

namespace pipit::files {

inline QByteArray sha256Of(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
}

// What Result has, for tests that expect a fault.
template<typename T>
ErrorCode codeOf(const Result<T> &result)
{
    return result ? ErrorCode::Internal : result.error().code;
}

class BlobTest : public testing::Test
{
protected:
    std::unique_ptr<BlobStore> openStore(const BlobLimits &limits = {.fileBytes = 1 << 20})
    {
        auto store = BlobStore::open(path(), limits);
        EXPECT_TRUE(store.ok()) << (store ? "" : qPrintable(store.error().message));
        return store ? std::move(*store) : nullptr;
    }

    QString path(const QString &below = QString()) const { return QDir::cleanPath(m_directory.filePath(QStringLiteral("files/") + below)); }

    // The files below, by their paths from there.
    QStringList filesIn(const QString &below = QString()) const
    {
        QStringList found;
        QDirIterator files(path(below), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext())
            found << QDir(path()).relativeFilePath(files.next());
        found.sort();
        return found;
    }

    static Result<Blob> put(BlobStore &store, const QByteArray &content)
    {
        auto upload = store.begin();
        if (!upload)
            return upload.error();
        if (auto written = (*upload)->write(content); !written)
            return written.error();
        return (*upload)->finish();
    }

    static QByteArray contentOf(const BlobStore &store, const QByteArray &sha256)
    {
        auto file = store.read(sha256);
        return file ? (*file)->readAll() : QByteArray();
    }

    void setAge(const QString &file, std::chrono::seconds age) const
    {
        QFile opened(path(file));
        ASSERT_TRUE(opened.open(QIODevice::ReadWrite)) << qPrintable(file);
        ASSERT_TRUE(opened.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-qint64(age.count())), QFileDevice::FileModificationTime));
    }

    const QTemporaryDir m_directory;
};

} // namespace pipit::files
