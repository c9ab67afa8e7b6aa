// SPDX-License-Identifier: GPL-3.0-or-later
// Writes Server-Sent Events. No Qt: the stream engine and the fuzzers use it too.
//
// Thread rule: functions without state. Source: WHATWG HTML, "Server-sent events".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pipit::sse {

// One event with its blank line. `data` may have line breaks of any kind: each line becomes a `data:` line, and every
// break arrives as LF. `type` and `id` must be one line; an empty `id` writes none.
std::string event(std::string_view type, std::string_view data, std::string_view id = {});

// ": text" (one line) and a blank line: keeps a connection warm and is dispatched to nobody.
std::string comment(std::string_view text);

// "retry: ms" and a blank line.
std::string retry(std::uint32_t milliseconds);

} // namespace pipit::sse
