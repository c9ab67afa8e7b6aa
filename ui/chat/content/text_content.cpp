// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/text_content.h"

#include "ui/chat/content/text_block.h"
#include "ui/theme/theme.h"

namespace pipit {

namespace {

constexpr qsizetype maxBlockLength = 4000; // a longer text is laid out in pieces, so that painting a part costs a part

// The end of a piece: after its last line break, else after its last space, else anywhere but inside a character.
qsizetype endOfPiece(QStringView text, qsizetype from)
{
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
    if (!m_blocks.empty() && source.text == m_source.text)
        return false;
    m_source = source;
    m_blocks.clear();
    for (qsizetype at = 0; at < source.text.size() || m_blocks.empty();) {
        const qsizetype end = endOfPiece(source.text, at);
        QStringView piece = QStringView(source.text).sliced(at, end - at);
        if (end < source.text.size() && piece.endsWith(u'\n'))
            piece.chop(1);
        m_blocks.push_back({.block = std::make_unique<TextBlock>(plainWithLinks(piece), TextBlockStyle{.font = Theme::body(), .lineHeight = Theme::lineHeight()})});
        at = end;
        if (source.text.isEmpty())
            break;
    }
    layOutFrom(0);
    return true;
}

} // namespace pipit
