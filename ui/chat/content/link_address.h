// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses as they stand in a text: where one begins and ends, and which of them may be opened at all.
//
// Cost: linear in the address. Thread rule: functions without state.
#pragma once

#include <QString>

namespace pipit {

constexpr qsizetype longestLink = 2000; // characters; a longer one is text: bounds what each bracket may look ahead

// The length of an http or https address that begins there, 0 for none. Closing punctuation behind it is not part of it.
qsizetype linkLengthAt(QStringView text, qsizetype at);

// Whether a link may be opened at all: http, https, mailto.
bool isSafeLink(const QString &address);

} // namespace pipit
