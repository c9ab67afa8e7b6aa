// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process_figures.h"

#include <windows.h>

#include <psapi.h>

namespace pipit {

std::optional<long long> residentBytes()
{
    PROCESS_MEMORY_COUNTERS counters;
    if (!K32GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters))
        return std::nullopt;
    return static_cast<long long>(counters.WorkingSetSize);
}

std::optional<std::chrono::microseconds> processorTime()
{
    FILETIME created, ended, kernel, user;
    if (!GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user))
        return std::nullopt;
    const auto of = [](const FILETIME &time) { return (static_cast<unsigned long long>(time.dwHighDateTime) << 32 | time.dwLowDateTime) / 10; }; // 100 ns each
    return std::chrono::microseconds(of(kernel) + of(user));
}

std::optional<long long> openDescriptors()
{
    DWORD count = 0;
    if (!GetProcessHandleCount(GetCurrentProcess(), &count))
        return std::nullopt;
    return count;
}

} // namespace pipit
