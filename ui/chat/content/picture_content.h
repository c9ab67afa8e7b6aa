// SPDX-License-Identifier: GPL-3.0-or-later
// A picture. Thread rule: the GUI thread.
// Source: Pipit's contract of messages: content is a URL, metadata has name, size (bytes), mimeType, width and height (px).
#pragma once

#include "ui/chat/content/made_content.h"

namespace pipit {

class PictureContent : public MadeContent
{
private:
    std::vector<Placed> make(const ContentSource &source) const override;
};

} // namespace pipit
