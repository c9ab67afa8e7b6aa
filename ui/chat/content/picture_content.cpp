// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/picture_content.h"

#include "ui/chat/content/file_facts.h"
#include "ui/chat/content/picture_block.h"

#include <QFileInfo>

namespace pipit {

namespace {

// GIF and WebP may move, and so may what nobody names.
bool mayMove(const QJsonObject &metadata, const QString &name)
{
    const QString type = metadata.value(u"mimeType").toString();
    if (!type.isEmpty())
        return type != u"image/png" && type != u"image/jpeg";
    const QString suffix = QFileInfo(name).suffix().toLower();
    return suffix != u"png" && suffix != u"jpg" && suffix != u"jpeg";
}

} // namespace

std::vector<Content::Placed> PictureContent::make(const ContentSource &source) const
{
    const QString name = fileName(source.metadata, source.text);
    const PictureSource picture{.address = source.text, .told = toldSize(source.metadata), .bytes = qint64(source.metadata.value(u"size").toDouble(-1)), .mayMove = mayMove(source.metadata, name)};
    auto block = std::make_unique<PictureBlock>(picture, name.isEmpty() ? source.text : name, source.media);
    block->setUpload(source.upload);
    return only(std::move(block));
}

} // namespace pipit
