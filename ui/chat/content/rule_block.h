// SPDX-License-Identifier: GPL-3.0-or-later
// A line across the text. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/block.h"

namespace pipit {

class RuleBlock : public Block
{
public:
    void setWidth(int width) override;
    void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const override;
};

} // namespace pipit
