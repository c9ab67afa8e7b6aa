// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes as a reader says them, in the language of the window. Thread rule: functions without state.
#pragma once

#include <QString>

namespace pipit {

QString sizeText(qint64 bytes);                   // 2.4 MB
QString sizeText(qint64 bytes, qint64 total);     // 1.2 MB / 2.4 MB; without the other part where that is not known

} // namespace pipit
