// SPDX-License-Identifier: GPL-3.0-or-later
// Text as it was written; only addresses become links. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content.h"

namespace pipit {

class TextContent : public Content
{
public:
    bool setSource(const ContentSource &source) override;

private:
    ContentSource m_source;
};

} // namespace pipit
