// SPDX-License-Identifier: GPL-3.0-or-later
// A paragraph or heading: words on lines of one fixed height, so that Latin, Chinese and emoji keep one rhythm. Its first letter
// decides which way it runs; code in it runs from the left, always.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/block.h"
#include "ui/chat/content/inline_text.h"
#include "ui/theme/tokens.h"

#include <QFont>
#include <QTextLayout>

#include <memory>
#include <vector>

namespace pipit {

struct TextBlockStyle {
    QFont font;
    int lineHeight = 21;
    QColor Tokens::*colour = &Tokens::text;
    Qt::Alignment alignment = Qt::AlignLeft;
};

class TextBlock : public Block
{
public:
    TextBlock(const InlineText &text, const TextBlockStyle &style);

    void setAlignment(Qt::Alignment alignment) { m_style.alignment = alignment; } // from the next setWidth() on
    void setWidth(int width) override;
    bool isRightToLeft() const override { return m_isRightToLeft; }
    void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const override;
    qsizetype length() const override { return m_text.text.size(); }
    qsizetype positionAt(const QPointF &point) const override;
    TextRange wordAt(qsizetype position) const override;
    QString plainText(TextRange range) const override;
    QList<QRectF> rectsOf(TextRange range) const override;
    QString linkAt(const QPointF &point) const override;
    QList<BlockLink> links(qsizetype most) const override;
    QRectF caretRect() const override;

    int naturalWidth() const; // of the widest line when nothing wraps; setWidth() must be called again after it

private:
    // Of a long text; see endOfPiece().
    struct Piece {
        qsizetype start = 0; // in the text
        int firstLine = 0;   // in the block
        std::unique_ptr<QTextLayout> layout;
        // Places in the piece before which the layout's text has a sign that sets code apart from words that run from the right, and
        // the block's text has none.
        std::vector<qsizetype> isolates = {};

        qsizetype inText(qsizetype inLayout) const;
        TextRange inLayout(TextRange inText) const;
    };
    struct Line {
        const Piece *piece;
        QTextLine line;
    };

    Piece makePiece(qsizetype from, qsizetype to) const;
    int layOut(int width, bool wraps) const;
    int lineAt(double y) const;
    Line lineOf(int index) const; // there must be one
    QList<QRectF> rectsOn(int index, TextRange range) const;

    InlineText m_text;
    TextBlockStyle m_style;
    bool m_isRightToLeft;
    bool m_isMixed; // some of it runs from the right: a stretch of text may stand in several places
    mutable std::vector<Piece> m_pieces;
    mutable int m_lines = 0;
};

} // namespace pipit
