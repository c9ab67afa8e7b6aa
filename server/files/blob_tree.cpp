// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/blob_tree.h"

#include "server/files/durable.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>

namespace pipit::files {

namespace {

QString twoDigits(int number)
{
    return QStringLiteral("%1").arg(number, 2, 16, QLatin1Char('0'));
}

} // namespace

bool BlobTree::isThere() const
{
    return QFileInfo(incoming()).isDir();
}

QString BlobTree::leafPath(int top, int leaf) const
{
    return QString(m_directory + u'/' + twoDigits(top) + u'/' + twoDigits(leaf));
}

QString BlobTree::pathOf(const QByteArray &sha256) const
{
    return QString(leafPath(topOf(sha256), leafOf(sha256)) + u'/' + QLatin1StringView(sha256));
}

Result<Done> BlobTree::makeLeaf(const QByteArray &sha256) const
{
    const QString leaf = leafPath(topOf(sha256), leafOf(sha256));
    const auto number = std::size_t(topOf(sha256) * 256 + leafOf(sha256));
    // That it is there is not enough: who has made it, another node or this one before it was killed, may not have come to sync it.
    if (m_durable->has(number) && QFileInfo(leaf).isDir())
        return Done();
    // Each by itself: where the directory is gone, it must not be made anew.
    const QString top = QString(m_directory + u'/' + twoDigits(topOf(sha256)));
    QDir().mkdir(top);
    QDir().mkdir(leaf);
    for (const QString &above : {top, m_directory}) {
        if (auto synced = syncDirectory(above); !synced)
            return synced;
    }
    m_durable->add(number);
    return Done();
}

BlobTree::Leaves BlobTree::leavesOf(int top) const
{
    Leaves leaves;
    QDirIterator names(QString(m_directory + u'/' + twoDigits(top)), QDir::Dirs | QDir::NoDotAndDotDot);
    while (names.hasNext()) {
        names.next();
        bool isNumber = false;
        const int leaf = names.fileName().toInt(&isNumber, 16);
        if (isNumber && leaf >= 0 && leaf < 256 && names.fileName() == twoDigits(leaf))
            leaves.set(std::size_t(leaf));
    }
    return leaves;
}

QList<BlobInfo> BlobTree::blobsIn(int top, int leaf) const
{
    QList<BlobInfo> blobs;
    QDirIterator files(leafPath(top, leaf), QDir::Files);
    while (files.hasNext()) {
        files.next();
        const QByteArray name = files.fileName().toLatin1();
        if (!isSha256(name) || topOf(name) != top || leafOf(name) != leaf)
            continue;
        const QFileInfo info = files.fileInfo();
        blobs.append({name, info.size(), info.lastModified()});
    }
    std::ranges::sort(blobs, {}, &BlobInfo::sha256);
    return blobs;
}

void BlobTree::removeLeftovers(std::chrono::seconds age) const
{
    const QDateTime limit = QDateTime::currentDateTimeUtc().addSecs(-qint64(age.count()));
    QDirIterator files(incoming(), QDir::Files | QDir::Hidden);
    while (files.hasNext()) {
        files.next();
        if (files.fileInfo().lastModified() < limit)
            QFile::remove(files.filePath());
    }
}

} // namespace pipit::files
