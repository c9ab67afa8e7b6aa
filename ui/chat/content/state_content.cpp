// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/state_content.h"

#include "ui/chat/content/card_block.h"

#include <QCoreApplication>

namespace pipit {

bool StateContent::setSource(const ContentSource &source)
{
    if (!m_blocks.empty() && source.text == m_source.text && source.metadata == m_source.metadata)
        return false;
    m_source = source;
    const QString name = source.metadata.value(u"name").toString();
    CardText card{.icon = "note", .title = name.isEmpty() ? QCoreApplication::translate("pipit::StateContent", "Shared note") : name, .detail = source.text, .detailIs = CardText::Detail::Body};
    if (source.text.trimmed().isEmpty()) {
        card.detail = QCoreApplication::translate("pipit::StateContent", "Empty");
        card.detailIs = CardText::Detail::Aside;
    }
    m_blocks.clear();
    m_blocks.push_back({.block = std::make_unique<CardBlock>(card)});
    layOutFrom(0);
    return true;
}

} // namespace pipit
