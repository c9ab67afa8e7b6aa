// SPDX-License-Identifier: GPL-3.0-or-later
// A content that is one card, whose detail may be of any length: what has grown costs its last piece.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/card_block.h"
#include "ui/chat/content/content.h"
#include "ui/chat/content/text_pieces.h"

namespace pipit {

class CardContent : public Content
{
public:
    bool setSource(const ContentSource &source) override;

private:
    virtual CardText card(const ContentSource &source) const = 0; // its detail whole, everything else bounded

    CardText m_first; // with the first piece
    TextPieces m_pieces;
};

} // namespace pipit
