// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/picture_content.h"

#include "ui/chat/content/picture_block.h"

#include <QUrl>

namespace pipit {

bool PictureContent::setSource(const ContentSource &source)
{
    if (!m_blocks.empty() && source.text == m_source.text && source.metadata == m_source.metadata && source.media == m_source.media)
        return false;
    m_source = source;
    const QSize told(source.metadata.value(u"width").toInt(-1), source.metadata.value(u"height").toInt(-1));
    QString name = source.metadata.value(u"name").toString();
    if (name.isEmpty())
        name = QUrl(source.text).fileName();
    m_blocks.clear();
    m_blocks.push_back({.block = std::make_unique<PictureBlock>(source.text, name.isEmpty() ? source.text : name, told.isEmpty() ? QSize() : told, source.media.pictures)});
    layOutFrom(0);
    return true;
}

} // namespace pipit
