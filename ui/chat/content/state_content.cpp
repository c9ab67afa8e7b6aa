// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/state_content.h"

#include "ui/chat/content/shortened.h"

#include <QCoreApplication>

namespace pipit {

CardText StateContent::card(const ContentSource &source) const
{
    const QString name = shortenedName(source.metadata.value(u"name").toString());
    CardText card{.icon = "note", .title = name.isEmpty() ? QCoreApplication::translate("pipit::StateContent", "Shared note") : name, .detail = source.text, .detailIs = CardText::Detail::Body};
    if (source.text.trimmed().isEmpty()) {
        card.detail = QCoreApplication::translate("pipit::StateContent", "Empty");
        card.detailIs = CardText::Detail::Aside;
    }
    return card;
}

} // namespace pipit
