// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/text_content.h"

#include "ui/chat/content/text_block.h"
#include "ui/chat/content/text_stretch.h"
#include "ui/theme/theme.h"

namespace pipit {

namespace {

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

// A piece ends where the direction turns, too.
qsizetype endOfBlock(QStringView text, qsizetype from)
{
    const qsizetype end = endOfPiece(text, from);
    return from + turnOf(text.sliced(from, end - from));
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
        const qsizetype end = endOfBlock(m_text, at);
        QStringView piece = QStringView(m_text).sliced(at, end - at);
        if (end < m_text.size() && piece.endsWith(u'\n'))
            piece.chop(1);
        const bool goesOn = at > 0 && m_text[at - 1] != u'\n';
        m_blocks.push_back({.block = std::make_unique<TextBlock>(plainWithLinks(piece), TextBlockStyle{.font = Theme::body(), .lineHeight = Theme::lineHeight(), .colour = m_colour}), .goesOn = goesOn});
        m_starts.push_back(at);
        at = end;
    } while (at < m_text.size());
    layOutFrom(kept);
    return true;
}

} // namespace pipit
