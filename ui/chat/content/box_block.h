// SPDX-License-Identifier: GPL-3.0-or-later
// A block in a box of its own. What is too long to be laid out at once is several such blocks, one right below the other, that
// look like one box. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/block.h"

namespace pipit {

class BoxBlock : public Block
{
public:
    explicit BoxBlock(bool goesOn) : m_goesOn(goesOn) { }

    // Whether another block goes on with it. May change its height.
    virtual void setContinued(bool continued) { m_isContinued = continued; }

protected:
    void paintBox(QPainter &painter, int width, double radius) const; // with the pen and brush that are set

    bool m_goesOn;              // with the block before it
    bool m_isContinued = false;
};

} // namespace pipit
