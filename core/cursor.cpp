// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cursor.h"

#include <algorithm>
#include <charconv>

namespace pipit {

std::optional<Cursor> Cursor::parse(QByteArrayView text)
{
    const auto tilde = text.indexOf('~');
    const QByteArrayView digits = tilde < 0 ? text : text.first(tilde);
    const QByteArrayView epoch = tilde < 0 ? QByteArrayView() : text.sliced(tilde + 1);

    Cursor cursor;
    const auto [end, fault] = std::from_chars(digits.begin(), digits.end(), cursor.position);
    if (digits.isEmpty() || fault != std::errc() || end != digits.end() || digits.front() == '-')
        return std::nullopt;

    const auto isEpochCharacter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    if (tilde >= 0 && (epoch.isEmpty() || epoch.size() > 32 || !std::all_of(epoch.begin(), epoch.end(), isEpochCharacter)))
        return std::nullopt;
    cursor.epoch = QString::fromLatin1(epoch);
    return cursor;
}

QString Cursor::toString() const
{
    return epoch.isEmpty() ? QString::number(position) : QString::number(position) + u'~' + epoch;
}

} // namespace pipit
