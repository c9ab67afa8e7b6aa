// SPDX-License-Identifier: GPL-3.0-or-later
// A kind of message that this version does not draw in a way of its own: its name and its text on a card.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/card_content.h"

namespace pipit {

class OtherContent : public CardContent
{
private:
    CardText card(const ContentSource &source) const override;
};

} // namespace pipit
