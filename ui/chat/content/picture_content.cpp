// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/picture_content.h"

#include "ui/chat/content/file_facts.h"
#include "ui/chat/content/picture_block.h"

namespace pipit {

std::vector<Content::Placed> PictureContent::make(const ContentSource &source) const
{
    const QString name = fileName(source.metadata, source.text);
    return only(std::make_unique<PictureBlock>(source.text, name.isEmpty() ? source.text : name, toldSize(source.metadata), source.media.pictures));
}

} // namespace pipit
