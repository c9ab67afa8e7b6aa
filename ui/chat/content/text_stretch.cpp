// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/text_stretch.h"

#include <QGlyphRun>
#include <QTextBoundaryFinder>
#include <QTextLayout>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype maxPiece = 4000;
constexpr qsizetype pieceWeight = 12'000; // letters
constexpr qsizetype heaviest = 24;
constexpr qsizetype longestCharacter = 64;

int weightOfOne(QChar c)
{
    if (c.unicode() < 0x300)
        return 1;
    return c.isSurrogate() || c.unicode() == 0x200d || c.isMark() ? int(heaviest) : 1;
}

// Where what begins at `from` becomes heavier or longer than that.
qsizetype endOfLetters(QStringView text, qsizetype from, qsizetype heaviestPart, qsizetype longestPart)
{
    if (text.size() - from <= qMin(longestPart, heaviestPart / heaviest))
        return text.size();
    qsizetype weight = 0;
    for (qsizetype at = from; at < text.size(); ++at) {
        weight += weightOfOne(text[at]);
        if (weight > heaviestPart || at - from >= longestPart)
            return at;
    }
    return text.size();
}

// The last place before `end` that is not inside what is seen as one character, which may go on behind it.
qsizetype betweenCharacters(QStringView text, qsizetype from, qsizetype end)
{
    if (text[end - 1].unicode() < 0x300 && text[end].unicode() < 0x300)
        return end;
    const qsizetype begin = qMax(from, end - longestCharacter);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text.data() + begin, end - begin);
    finder.toEnd();
    if (const qsizetype at = finder.toPreviousBoundary(); at > 0)
        return begin + at;
    return end - from > 1 && text[end - 1].isHighSurrogate() ? end - 1 : end;
}

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
    const qsizetype end = endOfLetters(text, from, pieceWeight, maxPiece);
    if (end == text.size())
        return end;
    const QStringView piece = text.sliced(from, end - from);
    for (const QChar boundary : {QChar(u'\n'), QChar(QChar::LineSeparator), QChar(u' ')}) {
        if (const qsizetype at = piece.lastIndexOf(boundary); at > piece.size() / 2)
            return from + at + 1;
    }
    return betweenCharacters(text, from, end);
}

qsizetype weightOf(QStringView text)
{
    qsizetype weight = 0;
    for (const QChar c : text)
        weight += weightOfOne(c);
    return weight;
}

qsizetype endOfWeight(QStringView text, qsizetype from, qsizetype most)
{
    const qsizetype end = endOfLetters(text, from, most, text.size());
    if (end == text.size())
        return end;
    if (const qsizetype space = text.sliced(from, end - from).lastIndexOf(u' '); space > (end - from) / 2)
        return from + space + 1;
    return betweenCharacters(text, from, end);
}

} // namespace pipit
