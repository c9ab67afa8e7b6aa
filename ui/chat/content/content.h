// SPDX-License-Identifier: GPL-3.0-or-later
// What one message shows, whatever its kind: blocks one below the other, with list markers and quote bars.
//
// Contract: a kind of message is one class here (setSource) and one line in content_factory.cpp. setSource() may be called
// again with a text that has grown; blocks that are finished must then stay as they are. Selection runs over all blocks.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/block.h"
#include "ui/media/media_stores.h"

#include <QJsonObject>
#include <QTextBoundaryFinder>

#include <compare>
#include <memory>
#include <vector>

namespace pipit {

struct ContentSource {
    QString contentType;
    QString text;
    QJsonObject metadata = {};
    MediaStores media = {};
};

struct TextPosition {
    std::size_t block = 0;
    qsizetype offset = 0;
    auto operator<=>(const TextPosition &) const = default;
};

struct TextSelection {
    TextPosition from;
    TextPosition to;
    bool isEmpty() const { return from >= to; }
};

// How a message surrounds it.
enum class ContentFrame {
    Words,  // a bubble for people, the page for bots
    Card,   // brings its own box
    Notice, // a strip in the middle, without a sender
};

class Content
{
public:
    virtual ~Content();

    // Returns false where nothing changed.
    virtual bool setSource(const ContentSource &source) = 0;

    void setWidth(int width);
    virtual void refresh() { layOutFrom(0); } // what it shows of the media has changed
    bool isMoving() const; // see Block
    int height() const { return m_height; }
    int usedWidth() const { return m_usedWidth; }
    bool hasRightToLeft() const; // it fills the width that it was given, from the right
    void paint(QPainter &painter, const QRectF &exposed, const TextSelection &selection) const;

    TextPosition positionAt(const QPointF &point) const;
    TextSelection wordAt(const TextPosition &position) const;
    TextSelection all() const;
    QString plainText(const TextSelection &selection) const;
    // Where a place stands in plainText(all()), and what stands there; a list's marker belongs to what follows it.
    qsizetype offsetOf(const TextPosition &position) const;
    TextPosition positionOf(qsizetype offset) const;
    virtual QString markdown(const TextSelection &selection) const { return plainText(selection); }
    TextSelection blockAt(const TextPosition &position) const;
    // The next place in the text for a cursor, in reading order; at an end it stays.
    TextPosition moved(const TextPosition &position, int step, QTextBoundaryFinder::BoundaryType by) const;
    QList<TextSelection> find(const QString &text) const; // whatever its case; at most 1,000 places
    QList<QRectF> rectsOf(const TextSelection &selection) const;
    QString linkAt(const QPointF &point) const;
    std::optional<QString> copyButtonAt(const QPointF &point) const;
    std::optional<BlockAction> actionAt(const QPointF &point) const;
    std::optional<BlockAction> slid(const BlockAction &pressed, const QPointF &from, const QPointF &to) const; // see Block
    QList<BlockAction> actions() const;
    QRectF caretRect() const; // after the last letter

protected:
    struct Placed {
        std::unique_ptr<Block> block;
        int listDepth = 0;
        int quoteDepth = 0;
        QString marker = {};
        int gapBefore = 0;
        bool goesOn = false; // with the line of the block before it
        int left = 0;   // set by layOut()
        int top = 0;
    };

    // Blocks from this one on are new or different.
    void layOutFrom(std::size_t first);
    // What of a block is selected, within its length.
    TextRange rangeIn(std::size_t block, const TextSelection &selection) const;

    std::vector<Placed> m_blocks;

private:
    const Placed *placedAt(double y) const;
    QString headOf(std::size_t block, bool withMarker) const;
    void paintDecoration(QPainter &painter, const Placed &placed, std::size_t index) const;

    int m_width = 0;
    int m_height = 0;
    int m_usedWidth = 0;
};

} // namespace pipit
