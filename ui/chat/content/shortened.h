// SPDX-License-Identifier: GPL-3.0-or-later
// A text out of a message's metadata, no longer than a card can show, with what is left out told behind it.
// Thread rule: functions without state.
#pragma once

#include <QString>

namespace pipit {

QString shortenedName(const QString &name);     // a title, a file's name
QString shortenedDetail(const QString &detail); // a few paragraphs

} // namespace pipit
