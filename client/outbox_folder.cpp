// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/outbox_folder.h"

#include "client/outbox_log.h"
#include "core/private_file.h"

#include <QDir>
#include <QUuid>

namespace pipit {

OutboxFolder::OutboxFolder(const QString &outboxFile, qint64 most) : m_path(outboxFile + QStringLiteral(".files")), m_most(most)
{
}

Result<QString> OutboxFolder::keep(const QByteArray &bytes)
{
    const QDir folder(m_path);
    if (!folder.exists()) {
        if (!folder.mkpath(QStringLiteral(".")))
            return Error{ErrorCode::Unavailable, QStringLiteral("The folder %1 cannot be made. Check the disk and its rights, then attach it again.").arg(m_path)};
        QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    qint64 held = bytes.size();
    const QFileInfoList files = folder.entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo &file : files)
        held += file.size();
    if (held > m_most)
        return Error{ErrorCode::TooLarge, QStringLiteral("What waits to be sent holds %1 MiB of pasted things, which is all that it takes; send or discard some, then attach it again.").arg(m_most >> 20)};
    const QString path = folder.filePath(QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (const auto written = writePrivateFile(path, bytes); !written)
        return written.error();
    return path;
}

void OutboxFolder::remove(const QString &path)
{
    if (QFileInfo(path).absolutePath() == QFileInfo(m_path).absoluteFilePath() && !QFile::remove(path))
        qCWarning(lcOutbox, "%s cannot be removed.", qUtf8Printable(path));
}

void OutboxFolder::removeAllBut(const QSet<QString> &paths)
{
    const QFileInfoList files = QDir(m_path).entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo &file : files) {
        if (!paths.contains(file.filePath()))
            remove(file.filePath());
    }
}

} // namespace pipit
