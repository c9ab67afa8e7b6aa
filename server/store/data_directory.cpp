// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/data_directory.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace pipit::store {

Result<DataDirectory> DataDirectory::lock(const QString &path)
{
    const QDir directory(path);
    if (!directory.exists()) {
        if (!directory.mkpath(QStringLiteral(".")))
            return Error{ErrorCode::Unavailable, QStringLiteral("The data directory %1 cannot be made. Choose another with --data.").arg(path)};
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    auto lock = std::make_unique<QLockFile>(directory.filePath(QStringLiteral("node.lock")));
    lock->setStaleLockTime({}); // a lock is stale when its process is gone, however old it is
    if (!lock->tryLock()) {
        qint64 pid = 0;
        QString host, program;
        if (lock->error() == QLockFile::LockFailedError && lock->getLockInfo(&pid, &host, &program))
            return Error{ErrorCode::Unavailable, QStringLiteral("The data directory %1 is in use by %2 (process %3). Stop it, or choose another directory with --data.").arg(path, program).arg(pid)};
        return Error{ErrorCode::Unavailable, QStringLiteral("The data directory %1 cannot be locked: it cannot be written to. Choose another with --data.").arg(path)};
    }
    return DataDirectory(directory.absolutePath(), std::move(lock));
}

QString DataDirectory::filePath(const QString &name) const
{
    return QDir(m_path).filePath(name);
}

Result<Done> writePrivateFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    // Before the content is there: at no moment can another user read it.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(content) != content.size() || !file.commit())
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be written: %2").arg(path, file.errorString())};
    return Done();
}

} // namespace pipit::store
