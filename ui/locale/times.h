// SPDX-License-Identifier: GPL-3.0-or-later
// Times as a reader says them, in the language of the window. `now` is given, so that a test has its own clock.
// Thread rule: functions without state.
#pragma once

#include <QDateTime>
#include <QString>

namespace pipit {

QString clockTime(qint64 msSinceEpoch);                           // 14:31
QString dayLabel(qint64 msSinceEpoch, const QDateTime &now);      // Today, Yesterday, Wednesday, 3 March 2026
QString shortTime(qint64 msSinceEpoch, const QDateTime &now);     // 14:31, Yesterday, Wed, 03/03/2026
QString duration(qint64 ms);                                      // 210 ms, 3.1 s, 2 min 5 s
QString playTime(qint64 ms);                                      // 0:31, 1:02:03
bool isSameDay(qint64 firstMs, qint64 secondMs);

} // namespace pipit
