// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/box_block.h"

#include <QPainter>

namespace pipit {

void BoxBlock::paintBox(QPainter &painter, int width, double radius) const
{
    // Where it is joined its edge lies outside of what is painted.
    const double above = m_goesOn ? radius + 2 : 0, below = m_isContinued ? radius + 2 : 0;
    painter.save();
    painter.setClipRect(QRectF(0, 0, width, m_height), Qt::IntersectClip);
    painter.drawRoundedRect(QRectF(0.5, 0.5 - above, width - 1, m_height - 1 + above + below), radius, radius);
    painter.restore();
}

} // namespace pipit
