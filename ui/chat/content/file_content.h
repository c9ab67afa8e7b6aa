// SPDX-License-Identifier: GPL-3.0-or-later
// A file as a card: its kind, name and size; where to open it, how far it is saved. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content.h"

namespace pipit {

class FileContent : public Content
{
public:
    bool setSource(const ContentSource &source) override;
    void refresh() override;

private:
    ContentSource m_source;
};

} // namespace pipit
