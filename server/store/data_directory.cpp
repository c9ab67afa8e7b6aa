// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/data_directory.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QMutex>
#include <QSet>
#include <QSysInfo>

#include <utility>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcLock, "pipit.store")

// What this very process holds: a lock with its number that is not here is of a dead one that had the same number.
QMutex heldMutex;
QSet<QString> held;

} // namespace

Result<FileLock> FileLock::take(const QString &lockFile, const QString &what, const QString &otherwise, std::chrono::milliseconds patience)
{
    QMutexLocker locker(&heldMutex);
    const QString file = QFileInfo(lockFile).absoluteFilePath();
    auto lock = std::make_unique<QLockFile>(file);
    lock->setStaleLockTime({}); // a lock is stale when its process is gone, however old it is
    bool locked = lock->tryLock();
    qint64 pid = 0;
    QString host, program;
    if (!locked && lock->error() == QLockFile::LockFailedError && lock->getLockInfo(&pid, &host, &program)) {
        if (pid == QCoreApplication::applicationPid() && host == QSysInfo::machineHostName() && !held.contains(file)) {
            locked = QFile::remove(file) && lock->tryLock();
        } else {
            const QString holder = QStringLiteral("The %1 is in use by %2 (process %3)").arg(what, program).arg(pid);
            if (patience > patience.zero()) {
                qCInfo(lcLock).noquote() << holder + QStringLiteral(": waiting for it.");
                locker.unlock();
                locked = lock->tryLock(int(patience.count()));
                locker.relock();
            }
            if (!locked)
                return Error{ErrorCode::Unavailable, QStringLiteral("%1. Stop it, or %2.").arg(holder, otherwise)};
        }
    }
    if (!locked)
        return Error{ErrorCode::Unavailable, QStringLiteral("The %1 cannot be locked: its folder cannot be written to. Mend that, or %2.").arg(what, otherwise)};
    held.insert(file);
    return FileLock(std::move(lock));
}

FileLock::FileLock(std::unique_ptr<QLockFile> lock) : m_lock(std::move(lock)) { }

FileLock::FileLock(FileLock &&) noexcept = default;

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_lock, other.m_lock);
    return *this;
}

FileLock::~FileLock()
{
    if (!m_lock)
        return;
    const QMutexLocker locker(&heldMutex);
    held.remove(m_lock->fileName());
    m_lock.reset();
}

Result<DataDirectory> DataDirectory::lock(const QString &path)
{
    const QDir directory(path);
    if (!directory.exists()) {
        if (!directory.mkpath(QStringLiteral(".")))
            return Error{ErrorCode::Unavailable, QStringLiteral("The data directory %1 cannot be made. Choose another with --data.").arg(path)};
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    auto lock = FileLock::take(directory.filePath(QStringLiteral("node.lock")), QStringLiteral("data directory %1").arg(path));
    if (!lock)
        return lock.error();
    return DataDirectory(directory.absolutePath(), std::move(*lock));
}

QString DataDirectory::filePath(const QString &name) const
{
    return QDir(m_path).filePath(name);
}

} // namespace pipit::store
