// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/disk_calls.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace pipit::files {

bool meansFull(int fault)
{
    return fault == ENOSPC || fault == EDQUOT;
}

int syncDescriptor(int descriptor)
{
#ifdef F_FULLFSYNC
    // macOS: fsync() alone leaves the bytes in the drive's cache.
    if (::fcntl(descriptor, F_FULLFSYNC) == 0)
        return 0;
#endif
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

int syncNames(const std::filesystem::path &directory)
{
    const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return errno;
    const int fault = syncDescriptor(descriptor);
    ::close(descriptor);
    return fault == EINVAL || fault == EBADF || fault == ENOTSUP ? 0 : fault;
}

int renameOver(const std::filesystem::path &from, const std::filesystem::path &to)
{
    return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

RenameOutcome renameUnlessThere(const std::filesystem::path &from, const std::filesystem::path &to)
{
    if (::link(from.c_str(), to.c_str()) == 0) {
        ::unlink(from.c_str());
        return {};
    }
    if (errno == EEXIST)
        return {.isThere = true};
    if (errno != EPERM && errno != ENOTSUP && errno != EMLINK && errno != ENOSYS)
        return {.fault = errno};
    // A file system without hard links: two in the same moment could both believe that they were first.
    if (::access(to.c_str(), F_OK) == 0)
        return {.isThere = true};
    return {.fault = renameOver(from, to)};
}

} // namespace pipit::files
