// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/descriptor_limit.h"

#include <sys/resource.h>

#include <algorithm>
#include <climits>

namespace pipit {

std::optional<std::int64_t> raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return std::nullopt;
    if (limit.rlim_cur < limit.rlim_max) {
        rlimit raised = limit;
#ifdef __APPLE__
        raised.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, OPEN_MAX)); // more is refused there
#else
        raised.rlim_cur = limit.rlim_max;
#endif
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return limit.rlim_cur == RLIM_INFINITY ? std::nullopt : std::optional(std::int64_t(limit.rlim_cur));
}

} // namespace pipit
