// SPDX-License-Identifier: GPL-3.0-or-later
// A sender as a coloured tile with the first letter or character of the name.
// Contract: the same seed has the same colour in every window and on every day. Thread rule: the GUI thread.
#pragma once

#include <QString>

class QPainter;
class QRectF;

namespace pipit {

// The first letter a reader would name, in upper case: "L", "发", "#" for a name without letters.
QString initialOf(const QString &name);

void paintAvatar(QPainter &painter, const QRectF &place, const QString &name, const QString &seed);

} // namespace pipit
