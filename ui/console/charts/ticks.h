// SPDX-License-Identifier: GPL-3.0-or-later
// Where the lines of a grid stand, and how their figures are written. Thread rule: functions without state.
#pragma once

#include <QList>
#include <QString>

namespace pipit {

// 0, 50, 100 …: steps of 1, 2 or 5 times a power of ten from 0 to at least `most`, at most `count` of them.
QList<double> valueTicks(double most, int count);

// Whole minutes, five minutes, hours … of the local clock within the stretch, at most `count`.
QList<qint64> timeTicks(qint64 fromMs, qint64 toMs, int count);
// 14:31, or 14:31:05 where the ticks are less than a minute apart.
QString timeLabel(qint64 timeMs, qint64 stepMs);

// As short as a figure on an axis is to be: 1,400; 12 k; 3.5 M.
QString shortNumber(double value);

} // namespace pipit
