// SPDX-License-Identifier: GPL-3.0-or-later
// What the session shares and changes, such as its note: the name and the present value, on a card.
// Thread rule: the GUI thread. Source: Pipit's contract of messages: content is the value, metadata has name.
#pragma once

#include "ui/chat/content/made_content.h"

namespace pipit {

class StateContent : public MadeContent
{
private:
    std::vector<Placed> make(const ContentSource &source) const override;
};

} // namespace pipit
