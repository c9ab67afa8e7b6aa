// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/other_content.h"

#include "ui/chat/content/card_block.h"

namespace pipit {

std::vector<Content::Placed> OtherContent::make(const ContentSource &source) const
{
    const QString name = source.metadata.value(u"name").toString();
    CardText card{.badge = source.contentType.left(4).toUpper(), .title = name.isEmpty() ? source.contentType : name, .detail = source.text, .detailIs = CardText::Detail::Body};
    if (isSafeLink(source.text)) {
        card.detail.clear();
        card.actions = {{source.text, source.text}};
    }
    return only(std::make_unique<CardBlock>(card));
}

} // namespace pipit
