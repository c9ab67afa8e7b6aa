// SPDX-License-Identifier: GPL-3.0-or-later
// One piece of a message that is laid out and painted by itself: a paragraph, some code, a table, a card.
//
// Contract: setWidth() before anything that asks for a place; coordinates are the block's own, from its upper left. What
// can be selected is a text of length() units; paint() costs what lies inside `exposed`, not what the block holds.
// Thread rule: the GUI thread.
#pragma once

#include <QList>
#include <QRectF>
#include <QString>

#include <optional>

class QPainter;

namespace pipit {

struct TextRange {
    qsizetype from = 0;
    qsizetype to = 0;
    bool isEmpty() const { return from >= to; }
};

// What a press on a place in a block asks for. `label`: how a menu calls it.
struct BlockAction {
    enum class Kind { AllowPicture, RetryPicture, OpenPicture, SaveFile, CancelSave, OpenSaved, ShowSaved, Play, Pause, Seek, SetVolume };
    Kind kind;
    QString address;
    QString label = {};
    double value = 0; // Seek: ms; SetVolume: 0 to 1
    QString name = {}; // of a file; empty: as its message or its address calls it
    bool operator==(const BlockAction &) const = default;
};

// Where some of its words lead to.
struct BlockLink {
    QString label;
    QString address;
    bool operator==(const BlockLink &) const = default;
};

class Block
{
public:
    virtual ~Block() = default;

    virtual void setWidth(int width) = 0;
    int height() const { return m_height; }
    int usedWidth() const { return m_usedWidth; } // what it needs of the width that was given
    virtual bool isRightToLeft() const { return false; } // it stands at the right, with what belongs to it

    virtual bool isMoving() const { return false; } // its pixels change by themselves: none of them are kept

    virtual void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const = 0;

    virtual qsizetype length() const { return 0; }
    virtual qsizetype positionAt(const QPointF &) const { return 0; }
    virtual TextRange wordAt(qsizetype) const { return {}; }
    virtual QString plainText(TextRange) const { return {}; }
    virtual QString figure() const { return {}; } // what stands beside that text: "72 %"
    virtual QList<QRectF> rectsOf(TextRange) const { return {}; } // where these letters stand, line by line

    virtual QString linkAt(const QPointF &) const { return {}; }
    virtual QList<BlockLink> links(qsizetype) const { return {}; } // the first of them, no more than that
    virtual std::optional<QString> copyButtonAt(const QPointF &) const { return std::nullopt; } // the text that it copies
    virtual std::optional<BlockAction> actionAt(const QPointF &) const { return std::nullopt; }
    virtual QList<BlockAction> actions() const { return {}; } // all of them, for whoever has no pointer
    // Where the pointer went since it pressed on something that slides; nothing: that does not.
    virtual std::optional<BlockAction> slid(const BlockAction &, const QPointF &) const { return std::nullopt; }
    virtual QRectF caretRect() const { return {}; } // after the last letter; empty: the block has no such place

protected:
    int m_height = 0;
    int m_usedWidth = 0;
};

} // namespace pipit
