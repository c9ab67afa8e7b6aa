// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/disk_shim_state_linux.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

// The system's calls are made directly here, not by the C library's names: those are what this library stands in front of.
namespace pipit::test::shim {

namespace {

constexpr int most = 1 << 16; // descriptors; those above are not followed
constexpr int firstOwn = 700; // where programs do not look

char folderPath[PATH_MAX], controlPath[PATH_MAX];
std::size_t folderBytes = 0;
int trace = -1;
std::atomic<unsigned char> marks[most];
std::atomic<int> owner{0}; // the process whose table it is
std::atomic<std::uint64_t> tokens{0};
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

std::atomic<long long> controlSeenMs{-1'000};
std::atomic<int> syncDelayMs{0}, syncFault{0}, writeFault{0};

[[noreturn]] void giveUp(const char *why)
{
    char text[300];
    const int bytes = std::snprintf(text, sizeof text, "disk_shim: %s (%s)\n", why, std::strerror(errno));
    syscall(SYS_write, 2, text, std::size_t(bytes));
    std::abort();
}

void childHasItsOwn()
{
    owner = int(syscall(SYS_getpid));
    mutex = PTHREAD_MUTEX_INITIALIZER; // a thread that is not here any more may have held it
}

__attribute__((constructor)) void begin()
{
    const char *folder = std::getenv("PIPIT_DISK_DIRECTORY");
    if (!folder || folder[0] != '/')
        return;
    char whole[PATH_MAX];
    std::snprintf(folderPath, sizeof folderPath, "%s", ::realpath(folder, whole) ? whole : folder);
    for (folderBytes = std::strlen(folderPath); folderBytes > 1 && folderPath[folderBytes - 1] == '/';)
        folderPath[--folderBytes] = 0;
    if (const char *control = std::getenv("PIPIT_DISK_CONTROL"))
        std::snprintf(controlPath, sizeof controlPath, "%s", control);
    if (const char *file = std::getenv("PIPIT_DISK_TRACE")) {
        const int opened = int(syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
        if (opened < 0)
            giveUp("the trace cannot be opened");
        trace = int(syscall(SYS_fcntl, opened, F_DUPFD_CLOEXEC, firstOwn));
        if (trace < 0)
            giveUp("the trace has no descriptor");
        syscall(SYS_close, opened);
    }
    owner = int(syscall(SYS_getpid));
    pthread_atfork(nullptr, nullptr, childHasItsOwn);
    for (int inherited = 0; inherited < 3; ++inherited) {
        Place place;
        findOpen(inherited, place);
        if (place.isInside)
            mark(inherited, Followed | Appends);
    }
}

// A child of vfork() has its parent's memory, and descriptors of its own: what it does to these is not for the table.
bool isOwnersTable()
{
    return owner.load(std::memory_order_relaxed) == int(syscall(SYS_getpid));
}

// Below the folder: what comes after it; null elsewhere.
const char *below(const char *path)
{
    if (std::strncmp(path, folderPath, folderBytes) != 0 || (path[folderBytes] != '/' && path[folderBytes] != 0))
        return nullptr;
    return path[folderBytes] == 0 ? path + folderBytes : path + folderBytes + 1;
}

bool linkOf(int descriptor, char *path)
{
    char link[40];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const long bytes = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    if (bytes <= 0)
        return false;
    path[bytes] = 0;
    return path[0] == '/';
}

void setPlace(Place &place, const char *path)
{
    if (const char *inside = below(path)) {
        std::memmove(place.path, inside, std::strlen(inside) + 1);
        place.isInside = true;
    }
}

int numberOf(const char *text)
{
    const struct {
        const char *name;
        int number;
    } known[] = {{"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EROFS", EROFS}};
    for (const auto &fault : known) {
        if (const std::size_t bytes = std::strlen(fault.name); std::strncmp(text, fault.name, bytes) == 0)
            return fault.number;
    }
    return std::atoi(text);
}

// A few milliseconds old at most.
void readControl()
{
    if (!controlPath[0])
        return;
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const long long nowMs = now.tv_sec * 1'000LL + now.tv_nsec / 1'000'000;
    long long seen = controlSeenMs;
    if (nowMs - seen < 3 || !controlSeenMs.compare_exchange_strong(seen, nowMs))
        return;
    const KeptErrno kept;
    char text[1024];
    long bytes = 0;
    if (const int file = int(syscall(SYS_openat, AT_FDCWD, controlPath, O_RDONLY | O_CLOEXEC)); file >= 0) {
        bytes = syscall(SYS_read, file, text, sizeof text - 1);
        syscall(SYS_close, file);
    }
    text[bytes < 0 ? 0 : bytes] = 0;
    const auto valueOf = [&text](const char *name) {
        const char *at = std::strstr(text, name);
        return at ? numberOf(at + std::strlen(name)) : 0;
    };
    syncDelayMs = valueOf("sync-delay-ms=");
    syncFault = valueOf("fail-sync=");
    writeFault = valueOf("fail-write=");
}

} // namespace

NameLock::~NameLock()
{
    if (!m_isHeld)
        return;
    const KeptErrno kept;
    struct flock free = {};
    free.l_type = F_UNLCK;
    syscall(SYS_fcntl, trace, F_SETLK, &free);
    pthread_mutex_unlock(&mutex);
}

// The system takes the lock back from a process that is killed.
void NameLock::take()
{
    if (m_isHeld || !isTraced())
        return;
    const KeptErrno kept;
    pthread_mutex_lock(&mutex);
    struct flock all = {};
    all.l_type = F_WRLCK;
    while (syscall(SYS_fcntl, trace, F_SETLKW, &all) != 0) {
        if (errno != EINTR)
            giveUp("the trace cannot be locked");
    }
    m_isHeld = true;
}

bool isOn()
{
    return folderBytes != 0;
}

bool isTraced()
{
    return trace >= 0;
}

unsigned markOf(int descriptor)
{
    return descriptor >= 0 && descriptor < most ? marks[descriptor].load(std::memory_order_relaxed) : 0;
}

void mark(int descriptor, unsigned value)
{
    if (descriptor >= 0 && descriptor < most && marks[descriptor].load(std::memory_order_relaxed) != value && isOwnersTable())
        marks[descriptor].store((unsigned char)value, std::memory_order_relaxed);
}

void copyMark(int from, int to)
{
    if (to >= 0)
        mark(to, markOf(from));
}

void unmarkFrom(int first, int last)
{
    for (int descriptor = first < 0 ? 0 : first; descriptor < most && descriptor <= last; ++descriptor)
        mark(descriptor, 0);
}

bool isOwn(int descriptor)
{
    return descriptor >= 0 && descriptor == trace;
}

bool mayBeInside(const char *path)
{
    return path[0] != '/' || below(path);
}

void find(int folder, const char *path, Place &place)
{
    const KeptErrno kept;
    char whole[PATH_MAX + NAME_MAX + 2];
    std::size_t bytes = std::strlen(path);
    while (bytes > 1 && path[bytes - 1] == '/')
        --bytes;
    if (bytes == 0 || bytes >= PATH_MAX)
        return;
    std::size_t name = bytes;
    while (name > 0 && path[name - 1] != '/')
        --name;
    if (bytes - name > NAME_MAX)
        return;
    std::memcpy(whole, path, name);
    whole[name] = 0;
    const int parent = int(syscall(SYS_openat, folder, name == 0 ? "." : whole, O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (parent < 0)
        return;
    const bool isKnown = linkOf(parent, whole);
    syscall(SYS_close, parent);
    if (!isKnown)
        return;
    std::size_t end = std::strlen(whole);
    if (end > 1)
        whole[end++] = '/';
    std::memcpy(whole + end, path + name, bytes - name);
    whole[end + bytes - name] = 0;
    setPlace(place, whole);
}

void findOpen(int descriptor, Place &place)
{
    const KeptErrno kept;
    char whole[PATH_MAX];
    struct stat status;
    if (isOn() && linkOf(descriptor, whole) && ::fstat(descriptor, &status) == 0 && status.st_nlink > 0)
        setPlace(place, whole);
}

// One write, at the end of the file as it is then: records of several processes do not mix.
void record(DiskRecord record, const char *path, const char *other, const void *data, std::size_t bytes)
{
    if (!isTraced())
        return;
    const KeptErrno kept;
    record.pathBytes = std::uint32_t(path ? std::strlen(path) : 0);
    record.otherBytes = std::uint32_t(other ? std::strlen(other) : 0);
    record.dataBytes = std::uint32_t(bytes);
    record.check = record.checkOfFields();
    const iovec parts[] = {{&record, sizeof record}, {const_cast<char *>(path), record.pathBytes}, {const_cast<char *>(other), record.otherBytes}, {const_cast<void *>(data), bytes}};
    long written = 0;
    do {
        written = syscall(SYS_writev, trace, parts, 4);
    } while (written < 0 && errno == EINTR);
    if (written != long(sizeof record + record.bodyBytes()))
        giveUp("the trace cannot be written");
}

void recordOf(DiskCall call, const struct stat &status, const Place *place, std::uint64_t at)
{
    record({.call = call, .device = status.st_dev, .inode = status.st_ino, .place = at, .mode = status.st_mode}, place ? place->path : nullptr);
}

void recordUnfollowable(const Place &place, const char *what)
{
    record({.call = DiskCall::Unfollowable}, place.path, nullptr, what, std::strlen(what));
}

bool statusOf(int descriptor, struct stat &status)
{
    const KeptErrno kept;
    if (::fstat(descriptor, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)))
        return true;
    mark(descriptor, 0);
    return false;
}

void recordWritten(int descriptor, const void *data, std::size_t bytes, std::uint64_t at, bool isDurable)
{
    struct stat status;
    if (bytes == 0 || !isTraced() || !statusOf(descriptor, status))
        return;
    record({.call = DiskCall::Written, .flags = isDurable ? DiskRecord::isDurable : 0, .device = status.st_dev, .inode = status.st_ino, .place = at}, nullptr, nullptr, data, bytes);
}

void recordContent(int descriptor)
{
    struct stat status;
    if (!isTraced() || !statusOf(descriptor, status))
        return;
    const KeptErrno kept;
    recordOf(DiskCall::Resized, status, nullptr, std::uint64_t(status.st_size));
    char link[40], part[16'384];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const int file = int(syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC));
    if (file < 0)
        giveUp("a file that is written cannot be read");
    long bytes = 0;
    for (off_t at = 0; (bytes = syscall(SYS_pread64, file, part, sizeof part, at)) > 0; at += bytes)
        recordWritten(descriptor, part, std::size_t(bytes), std::uint64_t(at), false);
    syscall(SYS_close, file);
}

std::uint64_t newToken()
{
    return (std::uint64_t(syscall(SYS_getpid)) << 32) | (++tokens & 0xffffffff);
}

int faultOfWrites()
{
    readControl();
    return writeFault;
}

int faultOfSyncs()
{
    readControl();
    return syncFault;
}

void delaySync()
{
    readControl();
    const int ms = syncDelayMs;
    if (ms <= 0)
        return;
    timespec left{ms / 1'000, (ms % 1'000) * 1'000'000L};
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR) { }
}

} // namespace pipit::test::shim
