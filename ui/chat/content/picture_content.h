// SPDX-License-Identifier: GPL-3.0-or-later
// A picture. Thread rule: the GUI thread.
// Source: Pipit's contract of messages: content is a URL, metadata has name, width and height (px).
#pragma once

#include "ui/chat/content/content.h"

namespace pipit {

class PictureContent : public Content
{
public:
    bool setSource(const ContentSource &source) override;

private:
    ContentSource m_source;
};

} // namespace pipit
