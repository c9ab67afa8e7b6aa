// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process_figures.h"

#include <libproc.h>
#include <mach/mach.h>
#include <sys/resource.h>
#include <unistd.h>

#include <vector>

namespace pipit {

std::optional<long long> residentBytes()
{
    mach_task_basic_info info;
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    if (task_info(mach_task_self(), MACH_TASK_BASIC_INFO, reinterpret_cast<task_info_t>(&info), &count) != KERN_SUCCESS)
        return std::nullopt;
    return info.resident_size;
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
    // Asked for nothing, it says how much room the list could take, which is more than there are.
    const int room = proc_pidinfo(getpid(), PROC_PIDLISTFDS, 0, nullptr, 0);
    if (room <= 0)
        return std::nullopt;
    std::vector<char> list(static_cast<std::size_t>(room));
    const int filled = proc_pidinfo(getpid(), PROC_PIDLISTFDS, 0, list.data(), room);
    if (filled <= 0)
        return std::nullopt;
    return filled / PROC_PIDLISTFD_SIZE;
}

} // namespace pipit
