// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/state_content.h"

#include "ui/chat/content/card_block.h"

#include <QCoreApplication>

namespace pipit {

std::vector<Content::Placed> StateContent::make(const ContentSource &source) const
{
    const QString name = source.metadata.value(u"name").toString();
    CardText card{.icon = "note", .title = name.isEmpty() ? QCoreApplication::translate("pipit::StateContent", "Shared note") : name, .detail = source.text, .detailIs = CardText::Detail::Body};
    if (source.text.trimmed().isEmpty()) {
        card.detail = QCoreApplication::translate("pipit::StateContent", "Empty");
        card.detailIs = CardText::Detail::Aside;
    }
    return only(std::make_unique<CardBlock>(card));
}

} // namespace pipit
