// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process_figures.h"

#include <QFile>

#include <filesystem>

#if defined(Q_OS_UNIX)
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#endif
#if defined(Q_OS_MACOS)
#include <mach/mach.h>
#elif defined(Q_OS_WIN)
#include <windows.h>
#include <psapi.h>
#endif

namespace pipit {

std::optional<qint64> residentBytes()
{
#if defined(Q_OS_LINUX)
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
#elif defined(Q_OS_MACOS)
    mach_task_basic_info info;
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    if (task_info(mach_task_self(), MACH_TASK_BASIC_INFO, reinterpret_cast<task_info_t>(&info), &count) != KERN_SUCCESS)
        return std::nullopt;
    return qint64(info.resident_size);
#elif defined(Q_OS_WIN)
    PROCESS_MEMORY_COUNTERS counters;
    if (!K32GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters))
        return std::nullopt;
    return qint64(counters.WorkingSetSize);
#else
    return std::nullopt;
#endif
}

std::optional<std::chrono::microseconds> processorTime()
{
#if defined(Q_OS_UNIX)
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return std::nullopt;
    const auto of = [](const timeval &time) { return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec); };
    return of(usage.ru_utime) + of(usage.ru_stime);
#elif defined(Q_OS_WIN)
    FILETIME created, ended, kernel, user;
    if (!GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user))
        return std::nullopt;
    const auto of = [](const FILETIME &time) { return (quint64(time.dwHighDateTime) << 32 | time.dwLowDateTime) / 10; }; // 100 ns each
    return std::chrono::microseconds(of(kernel) + of(user));
#else
    return std::nullopt;
#endif
}

std::optional<qint64> openDescriptors()
{
#if defined(Q_OS_LINUX) || defined(Q_OS_MACOS)
#if defined(Q_OS_LINUX)
    constexpr char folder[] = "/proc/self/fd";
    struct stat state{};
    if (stat(folder, &state) == 0 && state.st_size > 0)
        return qint64(state.st_size); // as Linux 6.2 and later tell
#else
    constexpr char folder[] = "/dev/fd";
#endif
    std::error_code fault;
    qint64 count = -1; // the folder itself is open meanwhile
    for (std::filesystem::directory_iterator entry(folder, fault); !fault && entry != std::filesystem::directory_iterator(); entry.increment(fault))
        ++count;
    return fault ? std::nullopt : std::optional(count);
#elif defined(Q_OS_WIN)
    DWORD count = 0;
    if (!GetProcessHandleCount(GetCurrentProcess(), &count))
        return std::nullopt;
    return qint64(count);
#else
    return std::nullopt;
#endif
}

} // namespace pipit
