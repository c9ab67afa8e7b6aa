// SPDX-License-Identifier: GPL-3.0-or-later
// How many descriptors (files, sockets) the process may have open. Thread rule: any thread.
#pragma once

#include <cstdint>
#include <optional>

namespace pipit {

// As many as it may have without being privileged: the limit is raised to that first. Nothing where the system has no such limit.
std::optional<std::int64_t> raiseDescriptorLimit();

} // namespace pipit
