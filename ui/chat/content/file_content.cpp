// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/file_content.h"

#include "ui/chat/content/file_card.h"

namespace pipit {

std::vector<Content::Placed> FileContent::make(const ContentSource &source) const
{
    return only(std::make_unique<CardBlock>(fileCard(source)));
}

} // namespace pipit
