// SPDX-License-Identifier: GPL-3.0-or-later
// A file as a card: its kind, name and size, and where to open it. Thread rule: the GUI thread.
// Source: Pipit's contract of messages: content is a URL, metadata has name, size (bytes) and mimeType.
#pragma once

#include "ui/chat/content/content.h"

namespace pipit {

class FileContent : public Content
{
public:
    bool setSource(const ContentSource &source) override;

private:
    ContentSource m_source;
};

} // namespace pipit
