// SPDX-License-Identifier: GPL-3.0-or-later
// What text may go into the log: names, ids and content, checked in one place.
//
// Thread rule: functions without state. Source: Pipit's contract of the message log.
#pragma once

#include <QString>

#include <optional>

namespace pipit {

inline constexpr qsizetype maxSessionIdBytes = 46; // a PostgreSQL channel name holds 63, and ours has a prefix of 17

// 1 to 46 bytes of A-Z a-z 0-9 _ - :
bool isSessionId(QStringView text);

// A session's id with '*' for any run of characters: 1 to 64 of A-Z a-z 0-9 _ - : *
bool isSessionPattern(QStringView text);

// 8-4-4-4-12 hexadecimal digits, either case.
bool isUuid(QStringView text);

// Why this text cannot be stored (NUL, half a surrogate pair, U+FFFE and U+FFFF, which are no characters), as the end of a sentence about a field; nothing if it can.
std::optional<QString> faultOfText(QStringView text);

// The text without what faultOfText finds.
QString withoutFaults(const QString &text);

// As faultOfText, and no control characters either, so that it fits in one line of any protocol.
std::optional<QString> faultOfName(QStringView text);

// A name from outside as it may stand in a message to a person: at most 64 characters, one line.
QString forEcho(QStringView text);

// What somebody else said as one line of a message to a person: without what faultOfText finds, with a blank for each control
// character, and one for many.
QString inOneLine(const QString &text);

// The first so many UTF-16 units, or one less where that would cut a character in two.
QString leftOfText(const QString &text, qsizetype units);

// The bytes of the text in UTF-8, without making them.
qsizetype utf8Size(QStringView text);

// Whether the text has Chinese, Japanese or Korean letters: there, words are not parted by spaces.
bool isCjk(char32_t letter);

} // namespace pipit
