// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/progress_content.h"

#include "ui/chat/content/shortened.h"

#include <QCoreApplication>
#include <QLocale>

namespace pipit {

namespace {

constexpr qsizetype longestTitle = 200; // characters

} // namespace

CardText ProgressContent::card(const ContentSource &source) const
{
    const double total = source.metadata.value(u"total").toDouble();
    const double done = source.metadata.value(u"done").toDouble();
    std::optional<double> share;
    if (source.metadata.value(u"percent").isDouble())
        share = source.metadata.value(u"percent").toDouble() / 100;
    else if (total > 0)
        share = done / total;

    CardText card{.title = shortenedName(source.metadata.value(u"title").toString()), .detail = shortenedDetail(source.metadata.value(u"detail").toString()), .done = share};
    if (card.title.isEmpty() && source.text.size() <= longestTitle)
        card.title = source.text;
    else if (card.title.isEmpty())
        card.detail = card.detail.isEmpty() ? source.text : card.detail + u'\n' + source.text;
    else if (card.detail.isEmpty())
        card.detail = source.text;
    if (share)
        card.figure = QCoreApplication::translate("pipit::ProgressContent", "%1 %").arg(QLocale().toString(qRound(qBound(0.0, *share, 1.0) * 100)));
    if (card.detail.isEmpty() && total > 0)
        card.detail = QStringLiteral("%1 / %2").arg(QLocale().toString(done, 'f', 0), QLocale().toString(total, 'f', 0));
    return card;
}

} // namespace pipit
