// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/durable.h"

#include <QDir>

#ifdef _WIN32
#include <io.h>
#include <windows.h>
#else
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace pipit::files {

Error diskFull()
{
    return Error{ErrorCode::NoRoom, QStringLiteral("The node's disk is full. Tell its operator, who can make room.")};
}

Error diskFailed(const QString &systemsWords)
{
    return Error{ErrorCode::Unavailable, QStringLiteral("The node's disk failed: %1. Try again, and tell its operator if it stays so.").arg(systemsWords)};
}

#ifdef _WIN32

namespace {

const wchar_t *native(const QString &path)
{
    return reinterpret_cast<const wchar_t *>(path.utf16());
}

Error lastFault()
{
    const DWORD code = GetLastError();
    return code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL ? diskFull() : diskFailed(qt_error_string(int(code)));
}

// For a file that a reader holds open and that therefore cannot be replaced.
bool touch(const QString &path)
{
    const HANDLE file = CreateFileW(native(path), FILE_WRITE_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0, nullptr);
    if (file == INVALID_HANDLE_VALUE)
        return false;
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    const bool touched = SetFileTime(file, nullptr, nullptr, &now);
    CloseHandle(file);
    return touched;
}

} // namespace

Result<Done> syncFile(QFile &file)
{
    if (!FlushFileBuffers(reinterpret_cast<HANDLE>(_get_osfhandle(file.handle()))))
        return lastFault();
    return Done();
}

// NTFS keeps a journal of names, and MOVEFILE_WRITE_THROUGH waits for it.
Result<Done> syncDirectory(const QString &)
{
    return Done();
}

Result<Done> moveOver(const QString &from, const QString &to)
{
    const QString source = QDir::toNativeSeparators(from), target = QDir::toNativeSeparators(to);
    if (MoveFileExW(native(source), native(target), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        return Done();
    const DWORD code = GetLastError();
    // The same name is the same content here.
    if ((code == ERROR_SHARING_VIOLATION || code == ERROR_ACCESS_DENIED) && touch(target) && DeleteFileW(native(source)))
        return Done();
    SetLastError(code);
    return lastFault();
}

Result<bool> moveUnlessThere(const QString &from, const QString &to)
{
    const QString source = QDir::toNativeSeparators(from), target = QDir::toNativeSeparators(to);
    if (MoveFileExW(native(source), native(target), MOVEFILE_WRITE_THROUGH))
        return true;
    if (GetLastError() == ERROR_ALREADY_EXISTS || GetLastError() == ERROR_FILE_EXISTS)
        return false;
    return lastFault();
}

#else

namespace {

Error fault(int code)
{
    return code == ENOSPC || code == EDQUOT ? diskFull() : diskFailed(qt_error_string(code));
}

int sync(int descriptor)
{
#ifdef F_FULLFSYNC
    // macOS: fsync() alone leaves the bytes in the drive's cache.
    if (::fcntl(descriptor, F_FULLFSYNC) == 0)
        return 0;
#endif
    return ::fsync(descriptor);
}

} // namespace

Result<Done> syncFile(QFile &file)
{
    if (sync(file.handle()) != 0)
        return fault(errno);
    return Done();
}

Result<Done> syncDirectory(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return fault(errno);
    const int code = sync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (code != 0 && code != EINVAL && code != EBADF && code != ENOTSUP)
        return fault(code);
    return Done();
}

Result<Done> moveOver(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return fault(errno);
    return Done();
}

Result<bool> moveUnlessThere(const QString &from, const QString &to)
{
    const QByteArray source = QFile::encodeName(from), target = QFile::encodeName(to);
    if (::link(source.constData(), target.constData()) == 0) {
        ::unlink(source.constData());
        return true;
    }
    if (errno == EEXIST)
        return false;
    if (errno != EPERM && errno != ENOTSUP && errno != EMLINK && errno != ENOSYS)
        return fault(errno);
    // A file system without hard links: two in the same moment could both believe that they were first.
    if (::access(target.constData(), F_OK) == 0)
        return false;
    if (::rename(source.constData(), target.constData()) != 0)
        return fault(errno);
    return true;
}

#endif

} // namespace pipit::files
