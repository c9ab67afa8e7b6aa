// SPDX-License-Identifier: GPL-3.0-or-later
// How many streams this process has room for, and how many connections.
// Thread rule: any thread; the limit that is raised is the process's.
#pragma once

#include "core/config.h"

#include <cstdint>

namespace pipit {

// Raises what this process may have of descriptors, and gives the number of streams that it has room for then: limits.streams at most.
std::int64_t makeRoomForStreams(const Config &config);

// The descriptors beyond are for files, threads and the store. 0: the system has no such limit.
std::int64_t highestDescriptorOfConnections();

} // namespace pipit
