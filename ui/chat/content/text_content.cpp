// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/text_content.h"

#include "ui/chat/content/text_block.h"
#include "ui/theme/theme.h"

namespace pipit {

namespace {

constexpr qsizetype maxBlockLength = 4000; // a longer text is laid out in pieces, so that painting a part costs a part

// 1: it runs from the left; -1: from the right; 0: nothing in it says so.
int directionOf(QStringView line)
{
    for (const QChar c : line) {
        if (c.direction() == QChar::DirL)
            return 1;
        if (c.direction() == QChar::DirR || c.direction() == QChar::DirAL)
            return -1;
    }
    return 0;
}

// Where a line begins that runs the other way than those before it; the text's end: nowhere.
qsizetype turnOf(QStringView text)
{
    int direction = 0;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype newline = text.indexOf(u'\n', at);
        const qsizetype end = newline < 0 ? text.size() : newline;
        const int here = directionOf(text.sliced(at, end - at));
        if (direction && here && here != direction)
            return at;
        direction = here ? here : direction;
        at = end + 1;
    }
    return text.size();
}

// The end of a piece: where the direction turns, else after its last line break, else after its last space, else anywhere but
// inside a character.
qsizetype endOfPiece(QStringView text, qsizetype from)
{
    if (const qsizetype turn = turnOf(text.sliced(from, qMin(maxBlockLength, text.size() - from))); turn < qMin(maxBlockLength, text.size() - from))
        return from + turn;
    if (text.size() - from <= maxBlockLength)
        return text.size();
    const QStringView piece = text.sliced(from, maxBlockLength);
    for (const QChar boundary : {u'\n', u' '}) {
        if (const qsizetype at = piece.lastIndexOf(boundary); at > maxBlockLength / 2)
            return from + at + 1;
    }
    const qsizetype end = from + maxBlockLength;
    return text[end - 1].isHighSurrogate() ? end - 1 : end;
}

} // namespace

bool TextContent::setSource(const ContentSource &source)
{
    if (!m_blocks.empty() && source.text == m_text)
        return false;
    // Where a piece ends depends on what is in it alone: all but the last stay.
    const bool hasGrown = !m_starts.empty() && source.text.startsWith(m_text);
    qsizetype at = hasGrown ? m_starts.back() : 0;
    const std::size_t kept = hasGrown ? m_starts.size() - 1 : 0;
    m_blocks.resize(kept);
    m_starts.resize(kept);
    m_text = source.text;
    do {
        const qsizetype end = endOfPiece(m_text, at);
        QStringView piece = QStringView(m_text).sliced(at, end - at);
        if (end < m_text.size() && piece.endsWith(u'\n'))
            piece.chop(1);
        m_blocks.push_back({.block = std::make_unique<TextBlock>(plainWithLinks(piece), TextBlockStyle{.font = Theme::body(), .lineHeight = Theme::lineHeight(), .colour = m_colour})});
        m_starts.push_back(at);
        at = end;
    } while (at < m_text.size());
    layOutFrom(kept);
    return true;
}

} // namespace pipit
