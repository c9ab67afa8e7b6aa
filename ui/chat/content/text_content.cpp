// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/text_content.h"

#include "ui/chat/content/shortened.h"
#include "ui/chat/content/text_block.h"
#include "ui/theme/theme.h"

namespace pipit {

void TextContent::add(QStringView text, const QFont &font, bool goesOn)
{
    m_blocks.push_back({.block = std::make_unique<TextBlock>(plainWithLinks(text), TextBlockStyle{.font = font, .lineHeight = Theme::lineHeight(), .colour = m_colour}), .goesOn = goesOn});
}

bool TextContent::setSource(const ContentSource &source)
{
    const QString title = source.contentType == u"notification" ? shortenedName(source.metadata.value(u"title").toString()) : QString();
    const std::optional<std::size_t> changed = m_pieces.update(source.text);
    std::size_t first = changed.value_or(m_pieces.size());
    if (title != m_title) {
        m_title = title;
        m_blocks.clear();
        first = 0;
    } else if (!m_blocks.empty() && !changed) {
        return false;
    }
    const std::size_t titles = title.isEmpty() ? 0 : 1;
    if (m_blocks.empty() && titles > 0)
        add(title, Theme::strong(), false);
    m_blocks.resize(titles + first);
    for (std::size_t i = first; i < m_pieces.size(); ++i)
        add(m_pieces.piece(i), Theme::body(), m_pieces.goesOn(i));
    if (m_blocks.empty())
        add({}, Theme::body(), false);
    layOutFrom(titles + first);
    return true;
}

} // namespace pipit
