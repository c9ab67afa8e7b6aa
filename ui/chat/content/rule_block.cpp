// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/rule_block.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace pipit {

void RuleBlock::setWidth(int width)
{
    m_usedWidth = width;
    m_height = 13;
}

void RuleBlock::paint(QPainter &painter, const QRectF &, TextRange) const
{
    painter.fillRect(QRect(0, 6, m_usedWidth, 1), Theme::tokens().line);
}

} // namespace pipit
