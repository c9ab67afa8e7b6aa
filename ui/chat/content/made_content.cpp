// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/made_content.h"

namespace pipit {

bool MadeContent::setSource(const ContentSource &source)
{
    if (!m_blocks.empty() && source == m_source)
        return false;
    m_source = source;
    refresh();
    return true;
}

void MadeContent::refresh()
{
    m_blocks = make(m_source);
    layOutFrom(0);
}

std::vector<Content::Placed> MadeContent::only(std::unique_ptr<Block> block)
{
    std::vector<Placed> blocks;
    blocks.push_back({.block = std::move(block)});
    return blocks;
}

} // namespace pipit
