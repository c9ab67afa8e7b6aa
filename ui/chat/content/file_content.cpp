// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/file_content.h"

#include "ui/chat/content/file_card.h"

namespace pipit {

bool FileContent::setSource(const ContentSource &source)
{
    if (!m_blocks.empty() && source.text == m_source.text && source.metadata == m_source.metadata && source.media == m_source.media)
        return false;
    m_source = source;
    refresh();
    return true;
}

void FileContent::refresh()
{
    m_blocks.clear();
    m_blocks.push_back({.block = std::make_unique<CardBlock>(fileCard(m_source))});
    layOutFrom(0);
}

} // namespace pipit
