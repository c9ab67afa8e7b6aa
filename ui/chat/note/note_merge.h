// SPDX-License-Identifier: GPL-3.0-or-later
// Two texts that were made from one, put into one with marks: what both have stands once, and around what differs it is marked
// whose is which, for somebody to decide. Thread rule: functions without state.
#pragma once

#include <QString>

namespace pipit {

// By whole lines: the first and the last ones that are alike, and between them both texts.
QString mergedNote(const QString &mine, const QString &theirs, const QString &mineMark, const QString &theirsMark);

} // namespace pipit
