// SPDX-License-Identifier: GPL-3.0-or-later
// A file as a card: its kind, name and size; where to open it, how far it is saved. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/made_content.h"

namespace pipit {

class FileContent : public MadeContent
{
private:
    std::vector<Placed> make(const ContentSource &source) const override;
};

} // namespace pipit
