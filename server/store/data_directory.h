// SPDX-License-Identifier: GPL-3.0-or-later
// The folder that one node owns: made private to its user, locked for as long as the node lives.
// Thread rule: one thread. Errors: Unavailable, naming the process that holds it or what the system said.
#pragma once

#include "core/result.h"

#include <QLockFile>
#include <QString>

#include <chrono>
#include <memory>

namespace pipit::store {

// Holds a file for one process. Errors: Unavailable, naming `what` and the process that holds it, and what to do `otherwise`.
// The lock of a dead process is taken over, also where this process has its number, as the first one in a container does.
// `patience`: how long to wait for one that lives, such as a command that only looks the file over.
class FileLock
{
public:
    static Result<FileLock> take(const QString &lockFile, const QString &what, const QString &otherwise = QStringLiteral("choose another with --data"),
                                 std::chrono::milliseconds patience = {});
    FileLock(FileLock &&) noexcept;
    FileLock &operator=(FileLock &&) noexcept;
    ~FileLock();

private:
    explicit FileLock(std::unique_ptr<QLockFile> lock);

    std::unique_ptr<QLockFile> m_lock;
};

// What a database's file is called while a backup is restored into it: no node makes a new log beside it.
inline QString unfinishedFile(const QString &databaseFile)
{
    return databaseFile + QStringLiteral(".restoring");
}

class DataDirectory
{
public:
    // Makes the folder (mode 0700) where it is missing, and locks it. After a crash the lock of the dead process is taken over.
    static Result<DataDirectory> lock(const QString &path);

    QString filePath(const QString &name) const;

private:
    DataDirectory(QString path, FileLock lock) : m_path(std::move(path)), m_lock(std::move(lock)) { }

    QString m_path;
    FileLock m_lock;
};

} // namespace pipit::store
