// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that can lose its power, be slow, and fail: for LD_PRELOAD, in any process.
//
// PIPIT_DISK_DIRECTORY: the folder that is looked after; absolute, and there when the process begins. The rest of the machine
// goes untouched.
// PIPIT_DISK_TRACE: what is done to the folder is written there (disk_record.h); tests/faults/disk_trace.h makes of it what a
// power cut would have left. Several processes write one trace.
// PIPIT_DISK_CONTROL: a file with lines such as `sync-delay-ms=200`, `fail-sync=EIO`, `fail-write=ENOSPC`, read again at each
// sync and write, a few milliseconds old at most. Empty or not there: a disk that works.
//
// A write is recorded after the system's call. So what failed, or came short, is recorded as it was; and a sync, which vouches
// for the records that stand before its beginning, vouches for nothing that was still under way then. What has returned is
// recorded: a program cannot sync, or tell anybody of, a write that is missing. If the process is killed in between, the write
// is missing from the trace; it was not synced, and nobody was told of it.
//
// A sync has two records, for the same reason: before the first it promises nothing of what comes, before the second nothing at
// all. In between lies the delay. While there is a trace, the system's own sync is not made: the processes are killed and the
// machine is not, so that they read their files from its memory, synced or not; and what survives is told by the trace alone.
//
// Not seen: writes through a shared mapping, io_uring and AIO. The first are recorded as what no image can show (those to
// SQLite's -shm apart, which nobody expects to survive); the others nobody here uses.
#include "tests/faults/disk_shim_state_linux.h"

#include <linux/falloc.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

using namespace pipit::test;
using namespace pipit::test::shim;

namespace {

// 0, or -1 with errno.
int refuseWrite(int descriptor)
{
    if (!(markOf(descriptor) & Followed))
        return 0;
    if (const int fault = faultOfWrites()) {
        errno = fault;
        return -1;
    }
    return 0;
}

template<typename Call>
ssize_t writeParts(int descriptor, const iovec *parts, int count, off_t at, bool isDurable, Call call)
{
    const unsigned marks = markOf(descriptor);
    if (!(marks & Followed))
        return call();
    if (refuseWrite(descriptor) != 0)
        return -1;
    // At the end of the file, which others may move: where it was is only known while nobody else writes there.
    NameLock lock;
    if (marks & Appends)
        lock.take();
    const ssize_t written = call();
    if (written <= 0 || !isTraced())
        return written;
    const KeptErrno kept;
    if (struct stat status; (marks & Appends) && ::fstat(descriptor, &status) == 0)
        at = status.st_size - written;
    else if (at < 0)
        at = ::lseek(descriptor, 0, SEEK_CUR) - written;
    std::size_t left = std::size_t(written);
    for (int part = 0; part < count && left > 0; ++part) {
        const std::size_t bytes = parts[part].iov_len < left ? parts[part].iov_len : left;
        recordWritten(descriptor, parts[part].iov_base, bytes, std::uint64_t(at), isDurable || (marks & Durable));
        at += off_t(bytes);
        left -= bytes;
    }
    return written;
}

template<typename Call>
ssize_t writeOne(int descriptor, const void *data, std::size_t bytes, off_t at, Call call)
{
    const iovec part{const_cast<void *>(data), bytes};
    return writeParts(descriptor, &part, 1, at, false, call);
}

template<typename Call>
int syncWith(int descriptor, bool isAll, Call call)
{
    if (!isOn() || (!isAll && !(markOf(descriptor) & Followed)))
        return call();
    struct stat status = {};
    if (!isAll) {
        if (markOf(descriptor) & Stream)
            recordContent(descriptor);
        if (!statusOf(descriptor, status))
            return call();
    }
    DiskRecord sync{.call = DiskCall::SyncBegun, .device = status.st_dev, .inode = status.st_ino, .token = newToken()};
    record(sync);
    delaySync();
    const int fault = faultOfSyncs();
    const int made = fault != 0 ? -1 : isTraced() ? 0 : call();
    {
        const KeptErrno kept;
        sync.call = made == 0 ? DiskCall::SyncDone : DiskCall::SyncFailed;
        record(sync);
    }
    if (fault != 0)
        errno = fault;
    return made;
}

template<typename Call>
int resizeWith(int descriptor, Call call)
{
    const int made = call();
    struct stat status;
    if (made == 0 && isTraced() && (markOf(descriptor) & Followed) && statusOf(descriptor, status))
        recordOf(DiskCall::Resized, status, nullptr, std::uint64_t(status.st_size));
    return made;
}

// Gives the fault's number, as posix_fallocate() does.
template<typename Call>
int growWith(int descriptor, int mode, off_t at, off_t bytes, Call call)
{
    if (refuseWrite(descriptor) != 0)
        return errno;
    const int made = call();
    struct stat status;
    if (made != 0 || !isTraced() || !(markOf(descriptor) & Followed) || !statusOf(descriptor, status))
        return made;
    if (mode & ~FALLOC_FL_KEEP_SIZE)
        recordUnfollowable({}, "fallocate that moves or clears bytes");
    else if (!(mode & FALLOC_FL_KEEP_SIZE))
        recordOf(DiskCall::Grown, status, nullptr, std::uint64_t(at + bytes));
    return made;
}

template<typename Call>
void *mapWith(int protection, int flags, int descriptor, Call call)
{
    constexpr int kinds = MAP_SHARED | MAP_PRIVATE;
    const unsigned marks = markOf(descriptor);
    if ((marks & Followed) && !(marks & Shared) && (protection & PROT_WRITE) && (flags & kinds) != MAP_PRIVATE && !(flags & MAP_ANONYMOUS)) {
        const KeptErrno kept;
        Place place;
        findOpen(descriptor, place);
        recordUnfollowable(place, "written through a shared mapping");
    }
    return call();
}

} // namespace

SHIM ssize_t write(int descriptor, const void *data, size_t bytes)
{
    return writeOne(descriptor, data, bytes, -1, [&] { return REAL(write)(descriptor, data, bytes); });
}
SHIM ssize_t writev(int descriptor, const iovec *parts, int count)
{
    return writeParts(descriptor, parts, count, -1, false, [&] { return REAL(writev)(descriptor, parts, count); });
}
#define PWRITE(name) \
    SHIM ssize_t name(int descriptor, const void *data, size_t bytes, off_t at) { return writeOne(descriptor, data, bytes, at, [&] { return REAL(name)(descriptor, data, bytes, at); }); }
PWRITE(pwrite)
PWRITE(pwrite64)
#define PWRITEV(name) \
    SHIM ssize_t name(int descriptor, const iovec *parts, int count, off_t at) { return writeParts(descriptor, parts, count, at, false, [&] { return REAL(name)(descriptor, parts, count, at); }); }
PWRITEV(pwritev)
PWRITEV(pwritev64)
#define PWRITEV2(name) \
    SHIM ssize_t name(int descriptor, const iovec *parts, int count, off_t at, int flags) { return writeParts(descriptor, parts, count, at, flags & (RWF_DSYNC | RWF_SYNC), [&] { return REAL(name)(descriptor, parts, count, at, flags); }); }
PWRITEV2(pwritev2)
PWRITEV2(pwritev64v2)

// Whoever asks for these can do without them, and then writes.
SHIM ssize_t copy_file_range(int from, off64_t *fromAt, int to, off64_t *toAt, size_t bytes, unsigned flags)
{
    if (!(markOf(to) & Followed))
        return REAL(copy_file_range)(from, fromAt, to, toAt, bytes, flags);
    errno = ENOSYS;
    return -1;
}
#define SENDFILE(name) \
    SHIM ssize_t name(int to, int from, off_t *at, size_t bytes) noexcept \
    { \
        if (!(markOf(to) & Followed)) \
            return REAL(name)(to, from, at, bytes); \
        errno = EINVAL; \
        return -1; \
    }
SENDFILE(sendfile)
SENDFILE(sendfile64)
SHIM int ioctl(int descriptor, unsigned long request, ...) noexcept
{
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if ((request != FICLONE && request != FICLONERANGE) || !(markOf(descriptor) & Followed))
        return REAL(ioctl)(descriptor, request, argument);
    errno = EOPNOTSUPP;
    return -1;
}

SHIM int ftruncate(int descriptor, off_t size) noexcept { return resizeWith(descriptor, [&] { return REAL(ftruncate)(descriptor, size); }); }
SHIM int ftruncate64(int descriptor, off64_t size) noexcept { return resizeWith(descriptor, [&] { return REAL(ftruncate64)(descriptor, size); }); }
#define POSIX_FALLOCATE(name) \
    SHIM int name(int descriptor, off_t at, off_t bytes) { return growWith(descriptor, 0, at, bytes, [&] { return REAL(name)(descriptor, at, bytes); }); }
POSIX_FALLOCATE(posix_fallocate)
POSIX_FALLOCATE(posix_fallocate64)
#define FALLOCATE(name) \
    SHIM int name(int descriptor, int mode, off_t at, off_t bytes) \
    { \
        const int fault = growWith(descriptor, mode, at, bytes, [&] { return REAL(name)(descriptor, mode, at, bytes) == 0 ? 0 : errno; }); \
        if (fault != 0) \
            errno = fault; \
        return fault == 0 ? 0 : -1; \
    }
FALLOCATE(fallocate)
FALLOCATE(fallocate64)

SHIM int fsync(int descriptor) { return syncWith(descriptor, false, [&] { return REAL(fsync)(descriptor); }); }
SHIM int fdatasync(int descriptor) { return syncWith(descriptor, false, [&] { return REAL(fdatasync)(descriptor); }); }
SHIM int syncfs(int descriptor) noexcept { return syncWith(descriptor, true, [&] { return REAL(syncfs)(descriptor); }); }
SHIM void sync() noexcept
{
    syncWith(-1, true, [] {
        REAL(sync)();
        return 0;
    });
}

SHIM void *mmap(void *at, size_t bytes, int protection, int flags, int descriptor, off_t offset) noexcept
{
    return mapWith(protection, flags, descriptor, [&] { return REAL(mmap)(at, bytes, protection, flags, descriptor, offset); });
}
SHIM void *mmap64(void *at, size_t bytes, int protection, int flags, int descriptor, off64_t offset) noexcept
{
    return mapWith(protection, flags, descriptor, [&] { return REAL(mmap64)(at, bytes, protection, flags, descriptor, offset); });
}
