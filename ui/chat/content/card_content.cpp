// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/card_content.h"

namespace pipit {

bool CardContent::setSource(const ContentSource &source)
{
    CardText text = card(source);
    const std::size_t changed = m_pieces.update(text.detail).value_or(m_pieces.size());
    text.detail = m_pieces.size() > 0 ? m_pieces.piece(0).toString() : QString();
    const bool isOther = m_blocks.empty() || text != m_first;
    if (!isOther && changed == m_pieces.size() && m_blocks.size() <= qMax(changed, std::size_t(1)))
        return false;

    const std::size_t first = qMax(changed, std::size_t(1));
    m_first = text;
    m_blocks.resize(qMin(m_blocks.size(), first));
    if (isOther) {
        m_blocks.resize(qMax(m_blocks.size(), std::size_t(1)));
        m_blocks.front() = {.block = std::make_unique<CardBlock>(text)};
    }
    for (std::size_t i = first; i < m_pieces.size(); ++i) {
        text.title.clear();
        text.figure.clear();
        text.actions.clear();
        text.detail = m_pieces.piece(i).toString();
        m_blocks.push_back({.block = std::make_unique<CardBlock>(text, true), .goesOn = m_pieces.goesOn(i)});
    }
    const std::size_t last = m_blocks.size() - 1;
    const std::size_t from = isOther ? 0 : first - 1;
    for (std::size_t i = from; i <= last; ++i) {
        static_cast<CardBlock &>(*m_blocks[i].block).setContinued(i < last);
        m_blocks[i].width = 0; // one that is continued is as wide as the rest
    }
    m_blocks[first - 1].foundText.clear(); // what follows in its line is another
    layOutFrom(from);
    return true;
}

} // namespace pipit
