// SPDX-License-Identifier: GPL-3.0-or-later
// Text as it was written; only addresses become links. A notification has its title above it. A text that has grown costs its
// last piece. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content.h"
#include "ui/chat/content/text_pieces.h"
#include "ui/theme/tokens.h"

namespace pipit {

class TextContent : public Content
{
public:
    explicit TextContent(QColor Tokens::*colour = &Tokens::text) : m_colour(colour) { }

    bool setSource(const ContentSource &source) override;

private:
    void add(QStringView text, const QFont &font, bool goesOn);

    QColor Tokens::*m_colour;
    QString m_title;
    TextPieces m_pieces;
};

} // namespace pipit
