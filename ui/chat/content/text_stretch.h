// SPDX-License-Identifier: GPL-3.0-or-later
// What text on laid out lines has in common, whoever lays it out. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/block.h"

#include <QList>
#include <QRectF>
#include <QStringView>

class QTextLine;

namespace pipit {

// Whether some of a text runs from the right, so that a stretch of it may stand in several places.
bool runsBothWays(QStringView text);

// The parts of the line that `range` covers, as high as `box`, whose left is the line's own. Both count from the beginning of
// the text that was laid out.
QList<QRectF> stretchesOf(const QTextLine &line, TextRange range, const QRectF &box, bool isMixed);

// A long text is laid out in pieces of a few thousand letters, because shaping is not linear in a text's length and painting a
// part must cost a part; what is heavy, in fewer. Where the piece that begins at `from` ends: after its last line break, else after its last space, else
// anywhere but inside a character.
qsizetype endOfPiece(QStringView text, qsizetype from);

// What text costs to lay out, in letters: what is put together from several characters is dear.
qsizetype weightOf(QStringView text);

// Where what begins at `from` becomes heavier than that, at a space if there is one not far before; its end: nowhere. Depends on
// nothing behind it.
qsizetype endOfWeight(QStringView text, qsizetype from, qsizetype most);

} // namespace pipit
