// SPDX-License-Identifier: GPL-3.0-or-later
// How many streams this process has room for, and how many connections.
// Thread rule: any thread; the limit that is raised is the process's.
#pragma once

#include "core/config.h"

#include <cstdint>

namespace pipit {

struct StreamRoom {
    std::int64_t streams = 0;           // limits.streams at most
    std::int64_t highestDescriptor = 0; // of connections; those beyond are for files, threads and the store. 0: the system has no such limit
};

// Raises what this process may have of descriptors, and says what it has room for then.
StreamRoom makeStreamRoom(const Config &config);

} // namespace pipit
