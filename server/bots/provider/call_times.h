// SPDX-License-Identifier: GPL-3.0-or-later
// When what happened to a request, on the steady clock; nothing where it did not. Thread rule: a value.
#pragma once

#include <chrono>
#include <optional>

namespace pipit::bots {

struct CallTimes {
    using Point = std::chrono::steady_clock::time_point;

    std::optional<Point> sent = {};
    std::optional<Point> accepted = {}; // the answer's head
    std::optional<Point> firstByte = {}; // of its body
};

} // namespace pipit::bots
