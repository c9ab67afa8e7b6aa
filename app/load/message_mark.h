// SPDX-License-Identifier: GPL-3.0-or-later
// What makes a message of a run recognisable in a stream: which run, its number, and when it was due.
//
// Letters and digits only, so that it looks the same in JSON, in HTML and in a URL. Thread rule: pure functions.
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace pipit::load {

using Clock = std::chrono::steady_clock;

struct Mark {
    std::uint32_t run = 0;
    std::uint32_t serial = 0;
    Clock::time_point due = {};
};

namespace mark_text {
constexpr std::string_view begin = "pipitMark";
constexpr std::size_t size = begin.size() + 8 + 8 + 16;
} // namespace mark_text

inline std::string textOf(const Mark &mark)
{
    std::array<char, mark_text::size + 1> text;
    const int written = std::snprintf(text.data(), text.size(), "%s%08x%08x%016llx", mark_text::begin.data(), mark.run, mark.serial, static_cast<unsigned long long>(mark.due.time_since_epoch().count()));
    return std::string(text.data(), std::size_t(written));
}

// The first mark in the text.
inline std::optional<Mark> findMark(std::string_view text)
{
    const auto at = text.find(mark_text::begin);
    if (at == std::string_view::npos || text.size() - at < mark_text::size)
        return std::nullopt;
    const char *digits = text.data() + at + mark_text::begin.size();
    Mark mark;
    std::uint64_t due = 0;
    const bool good = std::from_chars(digits, digits + 8, mark.run, 16).ptr == digits + 8 && std::from_chars(digits + 8, digits + 16, mark.serial, 16).ptr == digits + 16
        && std::from_chars(digits + 16, digits + 32, due, 16).ptr == digits + 32;
    mark.due = Clock::time_point(Clock::duration(std::int64_t(due)));
    return good ? std::optional(mark) : std::nullopt;
}

} // namespace pipit::load
