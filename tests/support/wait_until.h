// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for a condition, never for a time. Thread rule: blocks the calling thread.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace pipit::test {

// False: the limit was over first.
inline bool waitUntil(const std::function<bool()> &condition, std::chrono::seconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

} // namespace pipit::test
