// SPDX-License-Identifier: GPL-3.0-or-later
// How far a task has come: a card with a bar.
//
// metadata: `percent` (0 to 100), or `done` and `total`; `title` and `detail` are optional. The content is the title where
// there is none. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/card_content.h"

namespace pipit {

class ProgressContent : public CardContent
{
private:
    CardText card(const ContentSource &source) const override;
};

} // namespace pipit
