// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/other_content.h"

#include "ui/chat/content/file_facts.h"
#include "ui/chat/content/link_address.h"
#include "ui/chat/content/shortened.h"

namespace pipit {

CardText OtherContent::card(const ContentSource &source) const
{
    const QString name = shortenedName(source.metadata.value(u"name").toString());
    CardText card{.badge = source.contentType.left(4).toUpper(), .title = name.isEmpty() ? shortenedName(source.contentType) : name, .detail = source.text, .detailIs = CardText::Detail::Body};
    if (source.text.size() <= longestAddress && isSafeLink(source.text)) {
        card.detail.clear();
        card.actions = {{source.text, source.text}};
    }
    return card;
}

} // namespace pipit
