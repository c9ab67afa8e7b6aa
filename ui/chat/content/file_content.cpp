// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/file_content.h"

#include "ui/chat/content/card_block.h"
#include "ui/locale/times.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QUrl>

namespace pipit {

bool FileContent::setSource(const ContentSource &source)
{
    if (!m_blocks.empty() && source.text == m_source.text && source.metadata == m_source.metadata)
        return false;
    m_source = source;

    QString name = source.metadata.value(u"name").toString();
    if (name.isEmpty())
        name = QUrl(source.text).fileName();
    CardText card{.badge = QFileInfo(name).suffix().left(4).toUpper(), .title = name.isEmpty() ? source.text : name};
    if (card.badge.isEmpty())
        card.badge = QStringLiteral("…");
    if (const double bytes = source.metadata.value(u"size").toDouble(-1); bytes >= 0)
        card.detail = QLocale().formattedDataSize(qint64(bytes), 1, QLocale::DataSizeSIFormat);
    if (const double ms = source.metadata.value(u"duration").toDouble(); ms > 0)
        card.detail += (card.detail.isEmpty() ? QString() : QStringLiteral(" · ")) + playTime(qint64(ms));
    if (isSafeLink(source.text)) {
        card.action = QCoreApplication::translate("pipit::FileContent", "Open");
        card.link = source.text;
    }
    m_blocks.clear();
    m_blocks.push_back({.block = std::make_unique<CardBlock>(card)});
    layOutFrom(0);
    return true;
}

} // namespace pipit
