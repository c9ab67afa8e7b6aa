// SPDX-License-Identifier: GPL-3.0-or-later
// Which part of a file a request wants. Thread rule: functions without state. Source: RFC 9110, section 14.
#pragma once

#include <QByteArrayView>

#include <optional>

namespace pipit::http {

struct ByteRange {
    qint64 first = 0;
    qint64 last = 0; // inclusive
    bool isWhole = true;

    bool operator==(const ByteRange &) const = default;
};

// Of a Range header's value. What is no single range of bytes is left aside, as the standard allows: then it is the whole file.
// Nothing: no byte of it is in the file (416).
std::optional<ByteRange> byteRangeOf(QByteArrayView header, qint64 size);

} // namespace pipit::http
