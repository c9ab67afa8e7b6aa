// SPDX-License-Identifier: GPL-3.0-or-later
// Text as it was written; only addresses become links. A text that has grown costs its last piece. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content.h"
#include "ui/theme/tokens.h"

namespace pipit {

class TextContent : public Content
{
public:
    explicit TextContent(QColor Tokens::*colour = &Tokens::text) : m_colour(colour) { }

    bool setSource(const ContentSource &source) override;

private:
    QColor Tokens::*m_colour;
    QString m_text;
    std::vector<qsizetype> m_starts; // of the pieces, one for each block
};

} // namespace pipit
