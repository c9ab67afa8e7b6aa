// SPDX-License-Identifier: GPL-3.0-or-later
// A small card: what is neither said nor answered, such as a file, the progress of a task, or a kind of message that this
// version only knows by name. A detail that is too long for one block goes on in others, which have the same look and nothing but
// their part of it. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/box_block.h"
#include "ui/chat/content/text_block.h"

#include <memory>

namespace pipit {

// A word after the detail that does something: leads to an address, or asks for it here.
struct CardAction {
    QString label;
    QString link = {};
    std::optional<BlockAction> action = {};
    bool operator==(const CardAction &) const = default;
};

// A round button in the tile's place.
struct CardButton {
    const char *icon;
    BlockAction action;
    bool operator==(const CardButton &) const = default;
};

// What the bar or the volume becomes where it is pressed or dragged: `whole` is its value at the end.
struct CardSlider {
    double part = 0;                 // 0 to 1: where it stands
    double whole = 1;
    BlockAction action = {};
    bool operator==(const CardSlider &) const = default;
};

struct CardText {
    QString badge = {};              // three or four letters on a tile: "PDF"
    const char *icon = nullptr;      // in place of the letters
    std::optional<CardButton> button = {};
    QString title = {};
    QString figure = {};             // at the right of the title: "72 %"
    QString detail = {};             // below, dim
    QList<CardAction> actions = {};
    enum class Detail { Aside, Body, Fault };
    Detail detailIs = Detail::Aside; // beside the matter, what it is about, or what went wrong
    std::optional<double> done = {}; // 0 to 1: a bar
    std::optional<CardSlider> slider = {}; // a bar that can be moved, in place of the other
    std::optional<CardSlider> volume = {};
    QList<BlockAction> more = {};    // only in the menu
    bool operator==(const CardText &) const = default;
};

class CardBlock : public BoxBlock
{
public:
    explicit CardBlock(const CardText &text, bool goesOn = false);

    void setWidth(int width) override;
    void setContinued(bool continued) override;
    void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const override;
    qsizetype length() const override { return m_plain.size(); }
    qsizetype positionAt(const QPointF &point) const override;
    TextRange wordAt(qsizetype position) const override;
    QString plainText(TextRange range) const override { return m_plain.sliced(range.from, range.to - range.from); }
    QString figure() const override { return hasPlainFigure() ? QString() : m_text.figure; }
    QList<QRectF> rectsOf(TextRange range) const override;
    QString linkAt(const QPointF &point) const override;
    QList<BlockLink> links(qsizetype most) const override;
    std::optional<BlockAction> actionAt(const QPointF &point) const override;
    QList<BlockAction> actions() const override;
    std::optional<BlockAction> slid(const BlockAction &pressed, const QPointF &point) const override;

private:
    bool hasTile() const { return !m_text.badge.isEmpty() || m_text.icon || m_text.button; }
    qsizetype detailStart() const { return m_plain.size() - m_text.detail.size(); }
    qsizetype figureStart() const { return m_headLength - m_text.figure.size(); }
    TextRange inTitle(TextRange range) const;
    TextRange inDetail(TextRange range) const;
    void setHeight();
    int wordsWidth() const;
    bool hasPlainFigure() const { return m_text.done && !m_text.button && !m_text.figure.isEmpty(); } // it is what the card is about
    QRectF figureRect() const;
    void paintTile(QPainter &painter) const;
    void paintBar(QPainter &painter) const;
    void paintVolume(QPainter &painter) const;
    QRectF tileRect() const;
    QRectF barRect() const;
    QRectF volumeRect() const;
    static BlockAction valueAt(const CardSlider &slider, const QRectF &rect, double x);
    const CardAction *cardActionAt(const QPointF &point) const;

    CardText m_text;
    QString m_plain;          // title and figure, detail
    qsizetype m_headLength = 0; // of title and figure
    std::unique_ptr<TextBlock> m_title;
    std::unique_ptr<TextBlock> m_detail;
    QPoint m_titleAt;
    QPoint m_detailAt;
    int m_barTop = 0;
    int m_bottom = 0; // of its words
};

} // namespace pipit
