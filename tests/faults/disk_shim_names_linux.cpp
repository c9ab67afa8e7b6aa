// SPDX-License-Identifier: GPL-3.0-or-later
// The calls of tests/faults/disk_shim_linux.cpp that open files, and that make, change and remove names.
#include "tests/faults/disk_shim_state_linux.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cstring>

using namespace pipit::test;
using namespace pipit::test::shim;

SHIM int __open_2(const char *path, int flags);
SHIM int __open64_2(const char *path, int flags);
SHIM int __openat_2(int folder, const char *path, int flags);
SHIM int __openat64_2(int folder, const char *path, int flags);

namespace {

bool isMaking(int flags)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

// After the system's call, with the lock where the file may be new.
void follow(int descriptor, bool isNew, bool isEmptied, unsigned marks, NameLock &lock)
{
    const KeptErrno kept;
    lock.take();
    Place place;
    findOpen(descriptor, place);
    struct stat status;
    if (::fstat(descriptor, &status) != 0)
        return;
    recordOf(isNew ? DiskCall::Made : DiskCall::Opened, status, place.isInside ? &place : nullptr);
    if (isEmptied && !isNew)
        recordOf(DiskCall::Resized, status);
    if (place.isInside && std::strlen(place.path) > 4 && std::strcmp(place.path + std::strlen(place.path) - 4, "-shm") == 0)
        marks |= Shared;
    mark(descriptor, marks | Followed);
}

// Whether an open descriptor is for the table: a file or a folder, with or without a name.
bool isOurs(int descriptor, bool mayBeNameless)
{
    Place place;
    findOpen(descriptor, place);
    if (place.isInside || !mayBeNameless)
        return place.isInside;
    char link[40], whole[PATH_MAX];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const auto bytes = ::readlink(link, whole, sizeof whole - 1);
    whole[bytes < 0 ? 0 : bytes] = 0;
    return whole[0] == '/' && mayBeInside(whole);
}

template<typename Call>
int openWith(int folder, const char *path, int flags, Call call)
{
    if (!isOn() || (flags & O_PATH) != 0) {
        const int opened = call();
        mark(opened, 0);
        return opened;
    }
    NameLock lock;
    bool isNew = (flags & O_TMPFILE) == O_TMPFILE;
    if ((flags & O_CREAT) != 0 && mayBeInside(path)) {
        Place place;
        find(folder, path, place);
        if (place.isInside) {
            lock.take();
            struct stat before;
            const KeptErrno kept;
            isNew = ::fstatat(folder, path, &before, 0) != 0;
        }
    }
    const int opened = call();
    if (opened < 0)
        return opened;
    const KeptErrno kept;
    if (!isOurs(opened, isNew)) {
        mark(opened, 0);
        return opened;
    }
    const unsigned marks = ((flags & O_APPEND) ? unsigned(Appends) : 0u) | ((flags & O_DSYNC) ? unsigned(Durable) : 0u); // O_SYNC has the bit of O_DSYNC
    follow(opened, isNew, (flags & O_TRUNC) != 0, marks, lock);
    return opened;
}

mode_t modeOf(int flags, va_list arguments)
{
    return isMaking(flags) ? mode_t(va_arg(arguments, int)) : 0;
}

template<typename Call>
FILE *openStream(const char *path, const char *how, Call call)
{
    if (!isOn() || how[0] == 'r') {
        FILE *stream = call();
        if (stream && isOn() && isOurs(::fileno(stream), false)) {
            NameLock lock;
            follow(::fileno(stream), false, false, std::strchr(how, '+') ? unsigned(Stream) : 0u, lock);
        } else if (stream) {
            mark(::fileno(stream), 0);
        }
        return stream;
    }
    FILE *stream = nullptr;
    const int flags = O_CREAT | (how[0] == 'w' ? O_TRUNC : O_APPEND);
    const int opened = openWith(AT_FDCWD, path, flags, [&] {
        stream = call();
        return stream ? ::fileno(stream) : -1;
    });
    if (markOf(opened) & Followed)
        mark(opened, markOf(opened) | Stream);
    return stream;
}

// A call that changes names: the lock, the place, the call, the record.
template<typename Call, typename Record>
int changeName(int folder, const char *path, Call call, Record write)
{
    Place place;
    if (isTraced() && mayBeInside(path))
        find(folder, path, place);
    if (!place.isInside)
        return call();
    NameLock lock;
    lock.take();
    const int made = call();
    if (made == 0) {
        const KeptErrno kept;
        write(place);
    }
    return made;
}

template<typename Call>
int removeWith(int folder, const char *path, Call call)
{
    return changeName(folder, path, call, [](const Place &place) { record({.call = DiskCall::Unlinked}, place.path); });
}

template<typename Call>
int makeFolderWith(int folder, const char *path, Call call)
{
    return changeName(folder, path, call, [&](const Place &place) {
        struct stat status;
        if (::fstatat(folder, path, &status, 0) == 0)
            recordOf(DiskCall::FolderMade, status, &place);
    });
}

template<typename Call>
int renameWith(int fromFolder, const char *from, int toFolder, const char *to, unsigned flags, Call call)
{
    Place source, target;
    if (isTraced() && (mayBeInside(from) || mayBeInside(to))) {
        find(fromFolder, from, source);
        find(toFolder, to, target);
    }
    if (!source.isInside && !target.isInside)
        return call();
    NameLock lock;
    lock.take();
    const int made = call();
    if (made != 0)
        return made;
    const KeptErrno kept;
    struct stat status;
    if (flags & ~1u) // all but RENAME_NOREPLACE
        recordUnfollowable(source, "renamed with flags");
    else if (!source.isInside)
        recordUnfollowable(target, "moved in from elsewhere");
    else if (!target.isInside)
        record({.call = DiskCall::Unlinked}, source.path);
    else if (::fstatat(toFolder, to, &status, AT_SYMLINK_NOFOLLOW) == 0)
        record({.call = DiskCall::Renamed, .device = status.st_dev, .inode = status.st_ino, .mode = status.st_mode}, source.path, target.path);
    return made;
}

template<typename Call>
int linkWith(int fromFolder, const char *from, int folder, const char *to, Call call)
{
    Place source;
    if (isTraced() && mayBeInside(from))
        find(fromFolder, from, source);
    return changeName(folder, to, call, [&](const Place &place) {
        struct stat status;
        if (::fstatat(folder, to, &status, AT_SYMLINK_NOFOLLOW) == 0)
            record({.call = DiskCall::Linked, .device = status.st_dev, .inode = status.st_ino, .mode = status.st_mode}, place.path, source.isInside ? source.path : nullptr);
    });
}

template<typename Call>
int modeWith(int folder, const char *path, Call call)
{
    return changeName(folder, path, call, [&](const Place &place) {
        struct stat status;
        if (::fstatat(folder, path, &status, 0) == 0)
            recordOf(DiskCall::ModeSet, status, &place, status.st_mode & 07777);
    });
}

int closeWith(FILE *stream)
{
    const int descriptor = ::fileno(stream);
    if (markOf(descriptor) & Stream) {
        ::fflush(stream);
        recordContent(descriptor);
    }
    mark(descriptor, 0);
    return REAL(fclose)(stream);
}

} // namespace

#define OPEN(name) \
    SHIM int name(const char *path, int flags, ...) \
    { \
        va_list arguments; \
        va_start(arguments, flags); \
        const mode_t mode = modeOf(flags, arguments); \
        va_end(arguments); \
        return openWith(AT_FDCWD, path, flags, [&] { return REAL(name)(path, flags, mode); }); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    SHIM int name(int folder, const char *path, int flags, ...) \
    { \
        va_list arguments; \
        va_start(arguments, flags); \
        const mode_t mode = modeOf(flags, arguments); \
        va_end(arguments); \
        return openWith(folder, path, flags, [&] { return REAL(name)(folder, path, flags, mode); }); \
    }
OPENAT(openat)
OPENAT(openat64)

#define OPEN_2(name) \
    SHIM int name(const char *path, int flags) { return openWith(AT_FDCWD, path, flags, [&] { return REAL(name)(path, flags); }); }
OPEN_2(__open_2)
OPEN_2(__open64_2)

#define OPENAT_2(name) \
    SHIM int name(int folder, const char *path, int flags) { return openWith(folder, path, flags, [&] { return REAL(name)(folder, path, flags); }); }
OPENAT_2(__openat_2)
OPENAT_2(__openat64_2)

#define CREAT(name) \
    SHIM int name(const char *path, mode_t mode) { return openWith(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, [&] { return REAL(name)(path, mode); }); }
CREAT(creat)
CREAT(creat64)

// The name is only known afterwards, and new.
#define MAKE_TEMPORARY(name, declared, given) \
    SHIM int name declared \
    { \
        NameLock lock; \
        if (isOn() && mayBeInside(path)) \
            lock.take(); \
        const int made = REAL(name) given; \
        if (made >= 0 && isOn() && isOurs(made, false)) \
            follow(made, true, false, 0, lock); \
        else \
            mark(made, 0); \
        return made; \
    }
MAKE_TEMPORARY(mkstemp, (char *path), (path))
MAKE_TEMPORARY(mkstemp64, (char *path), (path))
MAKE_TEMPORARY(mkostemp, (char *path, int flags), (path, flags))
MAKE_TEMPORARY(mkostemp64, (char *path, int flags), (path, flags))

SHIM FILE *fopen(const char *path, const char *how) { return openStream(path, how, [&] { return REAL(fopen)(path, how); }); }
SHIM FILE *fopen64(const char *path, const char *how) { return openStream(path, how, [&] { return REAL(fopen64)(path, how); }); }
SHIM FILE *fdopen(int descriptor, const char *how) noexcept
{
    FILE *stream = REAL(fdopen)(descriptor, how);
    if (stream && (markOf(descriptor) & Followed) && (how[0] != 'r' || std::strchr(how, '+')))
        mark(descriptor, markOf(descriptor) | Stream);
    return stream;
}
SHIM int fclose(FILE *stream) { return closeWith(stream); }

SHIM int close(int descriptor)
{
    if (isOwn(descriptor)) {
        errno = EBADF;
        return -1;
    }
    if (markOf(descriptor) & Stream)
        recordContent(descriptor);
    mark(descriptor, 0);
    return REAL(close)(descriptor);
}
SHIM void closefrom(int first) noexcept
{
    for (int descriptor = first; descriptor < int(::sysconf(_SC_OPEN_MAX)); ++descriptor)
        close(descriptor);
}
SHIM int close_range(unsigned first, unsigned last, int flags) noexcept
{
    if (!(flags & CLOSE_RANGE_CLOEXEC))
        unmarkFrom(int(first), last > unsigned(INT_MAX) ? INT_MAX : int(last));
    return REAL(close_range)(first, last, flags);
}
SHIM int dup(int from) noexcept
{
    const int to = REAL(dup)(from);
    copyMark(from, to);
    return to;
}
SHIM int dup2(int from, int to) noexcept
{
    const int made = REAL(dup2)(from, to);
    copyMark(from, made);
    return made;
}
SHIM int dup3(int from, int to, int flags) noexcept
{
    const int made = REAL(dup3)(from, to, flags);
    copyMark(from, made);
    return made;
}

#define FCNTL(name) \
    SHIM int name(int descriptor, int command, ...) \
    { \
        va_list arguments; \
        va_start(arguments, command); \
        void *argument = va_arg(arguments, void *); \
        va_end(arguments); \
        const int made = REAL(name)(descriptor, command, argument); \
        if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) \
            copyMark(descriptor, made); \
        return made; \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

SHIM int rename(const char *from, const char *to) noexcept { return renameWith(AT_FDCWD, from, AT_FDCWD, to, 0, [&] { return REAL(rename)(from, to); }); }
SHIM int renameat(int fromFolder, const char *from, int toFolder, const char *to) noexcept
{
    return renameWith(fromFolder, from, toFolder, to, 0, [&] { return REAL(renameat)(fromFolder, from, toFolder, to); });
}
SHIM int renameat2(int fromFolder, const char *from, int toFolder, const char *to, unsigned flags) noexcept
{
    return renameWith(fromFolder, from, toFolder, to, flags, [&] { return REAL(renameat2)(fromFolder, from, toFolder, to, flags); });
}
SHIM int link(const char *from, const char *to) noexcept { return linkWith(AT_FDCWD, from, AT_FDCWD, to, [&] { return REAL(link)(from, to); }); }
SHIM int linkat(int fromFolder, const char *from, int toFolder, const char *to, int flags) noexcept
{
    return linkWith(fromFolder, from, toFolder, to, [&] { return REAL(linkat)(fromFolder, from, toFolder, to, flags); });
}
SHIM int symlink(const char *from, const char *to) noexcept
{
    return changeName(AT_FDCWD, to, [&] { return REAL(symlink)(from, to); }, [](const Place &place) { recordUnfollowable(place, "a symbolic link"); });
}
SHIM int unlink(const char *path) noexcept { return removeWith(AT_FDCWD, path, [&] { return REAL(unlink)(path); }); }
SHIM int unlinkat(int folder, const char *path, int flags) noexcept { return removeWith(folder, path, [&] { return REAL(unlinkat)(folder, path, flags); }); }
SHIM int remove(const char *path) noexcept { return removeWith(AT_FDCWD, path, [&] { return REAL(remove)(path); }); }
SHIM int rmdir(const char *path) noexcept { return removeWith(AT_FDCWD, path, [&] { return REAL(rmdir)(path); }); }
SHIM int mkdir(const char *path, mode_t mode) noexcept { return makeFolderWith(AT_FDCWD, path, [&] { return REAL(mkdir)(path, mode); }); }
SHIM int mkdirat(int folder, const char *path, mode_t mode) noexcept { return makeFolderWith(folder, path, [&] { return REAL(mkdirat)(folder, path, mode); }); }

SHIM int chmod(const char *path, mode_t mode) noexcept { return modeWith(AT_FDCWD, path, [&] { return REAL(chmod)(path, mode); }); }
SHIM int fchmodat(int folder, const char *path, mode_t mode, int flags) noexcept { return modeWith(folder, path, [&] { return REAL(fchmodat)(folder, path, mode, flags); }); }
SHIM int fchmod(int descriptor, mode_t mode) noexcept
{
    const int made = REAL(fchmod)(descriptor, mode);
    struct stat status;
    if (made == 0 && isTraced() && (markOf(descriptor) & Followed) && statusOf(descriptor, status))
        recordOf(DiskCall::ModeSet, status, nullptr, mode & 07777);
    return made;
}
#define TRUNCATE(name) \
    SHIM int name(const char *path, off_t size) noexcept \
    { \
        return changeName(AT_FDCWD, path, [&] { return REAL(name)(path, size); }, [&](const Place &place) { \
            struct stat status; \
            if (::stat(path, &status) == 0) \
                recordOf(DiskCall::Resized, status, &place, std::uint64_t(size)); \
        }); \
    }
TRUNCATE(truncate)
TRUNCATE(truncate64)
