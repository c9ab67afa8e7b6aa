// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/other_content.h"

#include "ui/chat/content/card_block.h"

namespace pipit {

bool OtherContent::setSource(const ContentSource &source)
{
    if (!m_blocks.empty() && source.text == m_source.text && source.contentType == m_source.contentType)
        return false;
    m_source = source;
    const QString name = source.metadata.value(u"name").toString();
    CardText card{.badge = source.contentType.left(4).toUpper(), .title = name.isEmpty() ? source.contentType : name, .detail = source.text, .detailIs = CardText::Detail::Body};
    if (isSafeLink(source.text)) {
        card.detail.clear();
        card.actions = {{source.text, source.text}};
    }
    m_blocks.clear();
    m_blocks.push_back({.block = std::make_unique<CardBlock>(card)});
    layOutFrom(0);
    return true;
}

} // namespace pipit
