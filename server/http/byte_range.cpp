// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/byte_range.h"

#include <algorithm>

namespace pipit::http {

namespace {

// Digits only; what is larger than any file is as large as any.
std::optional<qint64> numberOf(QByteArrayView digits)
{
    if (digits.isEmpty() || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    bool fits = false;
    const qint64 number = digits.toByteArray().toLongLong(&fits);
    return fits ? number : std::numeric_limits<qint64>::max();
}

} // namespace

std::optional<ByteRange> byteRangeOf(QByteArrayView header, qint64 size)
{
    const ByteRange whole{0, size - 1, true};
    constexpr QByteArrayView unit = "bytes=";
    if (!header.startsWith(unit) || header.contains(','))
        return whole;
    const QByteArrayView range = header.sliced(unit.size()).trimmed();
    const auto dash = range.indexOf('-');
    if (dash < 0)
        return whole;
    const auto first = numberOf(range.first(dash)), last = numberOf(range.sliced(dash + 1));
    if (dash == 0 && last) // the last so many bytes
        return *last == 0 ? std::nullopt : std::optional(ByteRange{std::max<qint64>(0, size - *last), size - 1, false});
    const bool isOpen = dash == range.size() - 1;
    if (!first || (!last && !isOpen) || (last && *last < *first))
        return whole;
    if (*first >= size)
        return std::nullopt;
    return ByteRange{*first, std::min(last.value_or(size - 1), size - 1), false};
}

} // namespace pipit::http
