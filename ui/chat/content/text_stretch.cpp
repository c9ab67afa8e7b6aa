// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/text_stretch.h"

#include <QGlyphRun>
#include <QTextLine>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype maxPiece = 4000;

} // namespace

bool runsBothWays(QStringView text)
{
    return std::ranges::any_of(text, [](QChar c) { return c.direction() == QChar::DirR || c.direction() == QChar::DirAL; });
}

QList<QRectF> stretchesOf(const QTextLine &line, TextRange range, const QRectF &box, bool isMixed)
{
    const int from = int(qMax(range.from, qsizetype(line.textStart())));
    const int to = int(qMin(range.to, qsizetype(line.textStart() + line.textLength())));
    if (from >= to)
        return {};
    const auto between = [&box](double a, double b) { return QRectF(qMin(a, b), box.top(), qAbs(b - a), box.height()); };
    if (!isMixed)
        return {between(line.cursorToX(from), line.cursorToX(to))};
    QList<QRectF> stretches;
    for (const QGlyphRun &run : line.glyphRuns(from, to - from))
        stretches << between(run.boundingRect().left(), run.boundingRect().right());
    return stretches;
}

qsizetype endOfPiece(QStringView text, qsizetype from)
{
    if (text.size() - from <= maxPiece)
        return text.size();
    const QStringView piece = text.sliced(from, maxPiece);
    for (const QChar boundary : {QChar(u'\n'), QChar(QChar::LineSeparator), QChar(u' ')}) {
        if (const qsizetype at = piece.lastIndexOf(boundary); at > maxPiece / 2)
            return from + at + 1;
    }
    const qsizetype end = from + maxPiece;
    return text[end - 1].isHighSurrogate() ? end - 1 : end;
}

} // namespace pipit
