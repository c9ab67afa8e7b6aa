// SPDX-License-Identifier: GPL-3.0-or-later
// What one message shows, whatever its kind: blocks one below the other, with list markers and quote bars.
//
// Contract: a kind of message is one class here (setSource) and one line in content_factory.cpp. setSource() may be called
// again with a text that has grown; blocks that are finished must then stay as they are. Selection runs over all blocks.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/block.h"
#include "ui/chat/content/upload.h"
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
    std::optional<Upload> upload = {}; // it lies on this disk, and is on its way
    bool operator==(const ContentSource &) const = default;
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

    // A long content takes another width in steps of a few milliseconds: what is not reached yet stands as it did.
    void setWidth(int width);
    bool isBehind() const { return m_firstBehind < m_blocks.size(); }
    void goOn() { layOutFrom(m_firstBehind); }
    virtual void refresh(); // what it shows of the media has changed
    virtual bool shows(const QString &) const { return false; } // what lies at this address
    bool isMoving() const; // see Block
    int height() const { return m_height; }
    int usedWidth() const { return m_usedWidth; }
    bool hasRightToLeft() const { return !m_blocks.empty() && m_blocks.back().rightToLeftSoFar; } // it fills the width that it was given, from the right
    bool isLong() const { return m_blocks.size() > 8; }
    std::size_t blockCount() const { return m_blocks.size(); }
    void paint(QPainter &painter, const QRectF &exposed, const TextSelection &selection) const;

    // A height in it, as the block that stands there and the part of it that is above.
    struct Height {
        std::size_t block = 0;
        double part = 0;
    };
    Height heightAt(double y) const;
    double yOf(const Height &height) const;

    TextPosition positionAt(const QPointF &point) const;
    TextSelection wordAt(const TextPosition &position) const;
    TextSelection all() const;
    QString plainText(const TextSelection &selection) const;
    QStringList figures() const; // see Block
    // Where a place stands in plainText(all()), and what stands there; a list's marker belongs to what follows it.
    qsizetype offsetOf(const TextPosition &position) const;
    TextPosition positionOf(qsizetype offset) const;
    virtual QString markdown(const TextSelection &selection) const { return plainText(selection); }
    TextSelection blockAt(const TextPosition &position) const;
    // The next place in the text for a cursor, in reading order; at an end it stays.
    TextPosition moved(const TextPosition &position, int step, QTextBoundaryFinder::BoundaryType by) const;
    // Where a text stands, whatever its case: the first place in this block or behind it, and what is seen of all of them. What
    // was found is kept for the next time.
    std::optional<TextSelection> find(const QString &text, std::size_t from = 0) const;
    QList<QRectF> placesOf(const QString &text, const QRectF &exposed) const;
    QList<QRectF> rectsOf(const TextSelection &selection) const;
    QString linkAt(const QPointF &point) const;
    QList<BlockLink> links(qsizetype most) const; // the first of them, each address once, for whoever has no pointer
    virtual std::optional<QString> copyButtonAt(const QPointF &point) const;
    virtual QStringList copies() const { return {}; } // what its copy buttons copy
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
        // Set by layOutFrom().
        int left = 0;
        int top = 0;
        int width = 0;  // that it is laid out for
        int widestSoFar = 0;
        bool rightToLeftSoFar = false;
        QString foundText = {}; // what was looked for, and where it stands
        QList<TextRange> found = {};
    };

    // Blocks from this one on are new or different.
    void layOutFrom(std::size_t first);
    // What of a block is selected, within its length.
    TextRange rangeIn(std::size_t block, const TextSelection &selection) const;

    mutable std::vector<Placed> m_blocks;

private:
    const Placed *placedAt(double y) const;
    QList<TextRange> placesIn(std::size_t block, const QString &text) const;
    QString headOf(std::size_t block, bool withMarker) const;
    void paintDecoration(QPainter &painter, const Placed &placed, std::size_t index) const;

    int m_width = 0;
    int m_height = 0;
    int m_usedWidth = 0;
    std::size_t m_firstBehind = 0; // the first block that is laid out for another width; their number: none
};

} // namespace pipit
