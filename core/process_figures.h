// SPDX-License-Identifier: GPL-3.0-or-later
// What this process takes of the machine. Nothing: this system does not say. No Qt. Thread rule: any thread.
#pragma once

#include <chrono>
#include <optional>

namespace pipit {

// Memory, in bytes.
std::optional<long long> residentBytes();

// Of all its threads since it started.
std::optional<std::chrono::microseconds> processorTime();

// Files and sockets.
std::optional<long long> openDescriptors();

} // namespace pipit
