// SPDX-License-Identifier: GPL-3.0-or-later
// What the session shares and changes, such as its note: the name and the present value, on a card.
// Thread rule: the GUI thread. Source: Pipit's contract of messages: content is the value, metadata has name.
#pragma once

#include "ui/chat/content/card_content.h"

namespace pipit {

class StateContent : public CardContent
{
private:
    CardText card(const ContentSource &source) const override;
};

} // namespace pipit
