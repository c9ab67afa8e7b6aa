// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/text_pieces.h"

#include "ui/chat/content/text_stretch.h"

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

} // namespace

std::optional<std::size_t> TextPieces::update(const QString &text)
{
    if (text == m_text)
        return std::nullopt;
    // Where a piece ends depends on what is in it alone: all but the last stay.
    const bool hasGrown = !m_starts.empty() && text.startsWith(m_text);
    qsizetype at = hasGrown ? m_starts.back() : 0;
    const std::size_t kept = hasGrown ? m_starts.size() - 1 : 0;
    m_starts.resize(kept);
    m_text = text;
    while (at < m_text.size()) {
        m_starts.push_back(at);
        const qsizetype end = endOfPiece(m_text, at);
        at += turnOf(QStringView(m_text).sliced(at, end - at));
    }
    return kept;
}

QStringView TextPieces::piece(std::size_t index) const
{
    const bool isLast = index + 1 == m_starts.size();
    const qsizetype end = isLast ? m_text.size() : m_starts[index + 1];
    QStringView piece = QStringView(m_text).sliced(m_starts[index], end - m_starts[index]);
    if (!isLast && piece.endsWith(u'\n'))
        piece.chop(1);
    return piece;
}

bool TextPieces::goesOn(std::size_t index) const
{
    return index > 0 && m_text[m_starts[index] - 1] != u'\n';
}

} // namespace pipit
