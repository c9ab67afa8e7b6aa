// SPDX-License-Identifier: GPL-3.0-or-later
// What came of a cursor that a client brought: one closed list, the same in `position` events and statistics.
// Thread rule: constant data.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace pipit::stream {

enum class ResumeResult { Continued, MalformedCursor, OtherEpoch, UnknownCursor, CursorTooOld };

// All but the first are the reason of a `reset`.
inline constexpr std::array<std::string_view, 5> resumeResults{"continued", "malformed_cursor", "other_epoch", "unknown_cursor", "cursor_too_old"};

constexpr std::string_view resumeResultName(ResumeResult result)
{
    return resumeResults[std::size_t(result)];
}

} // namespace pipit::stream
