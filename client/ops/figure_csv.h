// SPDX-License-Identifier: GPL-3.0-or-later
// A node's figures as CSV (RFC 4180), for spreadsheets and programs: a line for each row of a stretch of time.
//
// The first column, `time`, is when, in ISO 8601 and UTC, to the millisecond; then there is one for each field of the node's own list
// (docs/metrics.md), named as there. Numbers are exact, with a point and without anything between thousands, in any language. Totals are told
// as they stood, counted from the node's start, so that a difference of two lines is what was counted between them.
// Thread rule: a function without state.
#pragma once

#include <QByteArray>

namespace pipit {

class FigureHistory;

// Both ends are in it. Without rows: the line with the names alone.
QByteArray csvOf(const FigureHistory &figures, qint64 fromMs, qint64 toMs);

} // namespace pipit
