// SPDX-License-Identifier: GPL-3.0-or-later
// Source: proc(5).
#include "core/process_figures.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace pipit {

std::optional<long long> residentBytes()
{
    std::ifstream file("/proc/self/statm");
    long long whole = 0, resident = 0; // pages
    if (!(file >> whole >> resident))
        return std::nullopt;
    return resident * sysconf(_SC_PAGESIZE);
}

std::optional<std::chrono::microseconds> processorTime()
{
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return std::nullopt;
    const auto of = [](const timeval &time) { return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec); };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

std::optional<long long> openDescriptors()
{
    constexpr char folder[] = "/proc/self/fd";
    struct stat state{};
    if (stat(folder, &state) == 0 && state.st_size > 0)
        return state.st_size; // as Linux 6.2 and later tell
    std::error_code fault;
    long long count = -1; // the folder itself is open meanwhile
    for (std::filesystem::directory_iterator entry(folder, fault); !fault && entry != std::filesystem::directory_iterator(); entry.increment(fault))
        ++count;
    return fault ? std::nullopt : std::optional(count);
}

} // namespace pipit
