// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 as the web reads it: never refused, and what is ill-formed becomes U+FFFD.
//
// Each maximal subpart of an ill-formed sequence becomes one U+FFFD: a lead byte with the continuation bytes that may
// follow it, or a single byte that cannot begin or continue anything. NUL is a character like any other.
// Thread rule: functions without state. No Qt. Source: WHATWG Encoding, "UTF-8 decoder"; Unicode, table 3-7.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pipit {

// The length of the longest well-formed beginning; bytes.size() where all is well.
std::size_t wellFormedUtf8Prefix(std::string_view bytes);

// The same text, well formed. A byte order mark is kept: whether it is one depends on where the bytes stand.
std::string decodeUtf8(std::string_view bytes);

} // namespace pipit
