// SPDX-License-Identifier: GPL-3.0-or-later
// What the calls of tests/faults/disk_shim_linux.cpp share: which descriptors are followed, the trace, the control file.
//
// No heap and no C++ run time: any process may load it, and call it before main and between fork and exec.
// Thread rule: any thread. Errors: what would make the trace wrong ends the process with a sentence on stderr.
#pragma once

#include "tests/faults/disk_record.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include <atomic>
#include <cerrno>
#include <cstddef>

#define SHIM extern "C" __attribute__((visibility("default")))

// The function of that name behind this one: the C library's, or a sanitizer's.
#define REAL(name) \
    ([] { \
        static std::atomic<void *> found{nullptr}; \
        void *at = found.load(std::memory_order_acquire); \
        if (!at) { \
            at = dlsym(RTLD_NEXT, #name); \
            found.store(at, std::memory_order_release); \
        } \
        return reinterpret_cast<decltype(&::name)>(at); \
    }())

namespace pipit::test::shim {

// What is known of a descriptor; 0: nothing, it is somebody else's.
enum Mark : unsigned char { Followed = 1, Stream = 2, Appends = 4, Durable = 8, Shared = 16 };

// A path below the folder, in its shortest form.
struct Place {
    char path[PATH_MAX];
    bool isInside = false;
};

struct KeptErrno {
    const int was = errno;
    ~KeptErrno() { errno = was; }
};

// Names change one at a time in all processes, and a record stands in the trace before the next name changes: else two processes
// that make and remove the same name could be written down the other way round. Taken before the system's call.
class NameLock
{
public:
    NameLock() = default;
    NameLock(const NameLock &) = delete;
    ~NameLock();
    void take();

private:
    bool m_isHeld = false;
};

bool isOn();     // there is a folder to look after
bool isTraced(); // and a trace to write

unsigned markOf(int descriptor);
void mark(int descriptor, unsigned marks);
void copyMark(int from, int to);
void unmarkFrom(int first, int last);
bool isOwn(int descriptor); // the trace itself: not for the program to close

// `path` as the call of the system takes it; its folder must exist.
void find(int folder, const char *path, Place &place);
// Whether a path can lead into the folder at all, by its look.
bool mayBeInside(const char *path);
// Of an open descriptor; not inside when it has no name.
void findOpen(int descriptor, Place &place);

void record(DiskRecord record, const char *path = nullptr, const char *other = nullptr, const void *data = nullptr, std::size_t bytes = 0);
void recordOf(DiskCall call, const struct stat &status, const Place *place = nullptr, std::uint64_t at = 0);
void recordUnfollowable(const Place &place, const char *what);
// Status of a followed descriptor. False: it is no file or folder; somebody has closed it behind this library's back.
bool statusOf(int descriptor, struct stat &status);
void recordWritten(int descriptor, const void *data, std::size_t bytes, std::uint64_t at, bool isDurable);
// What stdio has written to a file goes by no call that could be seen: its whole content is, as one write that was not synced.
void recordContent(int descriptor);
std::uint64_t newToken();

// By the control file as it is now. An errno, 0 for none.
int faultOfWrites();
int faultOfSyncs();
void delaySync();

} // namespace pipit::test::shim
