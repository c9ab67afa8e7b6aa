// SPDX-License-Identifier: GPL-3.0-or-later
// A table: columns as wide as their words where there is room, else shared out; cells wrap. One that goes on with another has
// the columns of that.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/box_block.h"
#include "ui/chat/content/markdown_parser.h"
#include "ui/chat/content/text_block.h"

#include <memory>
#include <vector>

namespace pipit {

class TableBlock : public BoxBlock
{
public:
    // `before`: the part that it goes on with, which is laid out first.
    explicit TableBlock(const MarkdownBlock &table, const TableBlock *before = nullptr);

    void setWidth(int width) override;
    void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const override;
    qsizetype length() const override { return m_length; }
    qsizetype positionAt(const QPointF &point) const override;
    TextRange wordAt(qsizetype position) const override;
    QString plainText(TextRange range) const override;
    QList<QRectF> rectsOf(TextRange range) const override;
    QString linkAt(const QPointF &point) const override;
    QList<BlockLink> links(qsizetype most) const override;

private:
    struct Cell {
        std::unique_ptr<TextBlock> text;
        qsizetype start = 0; // in the table's text: cells of a row are parted by a tab, rows by a line break
        QRect place = {};
    };

    const Cell *cellAt(const QPointF &point) const;
    static TextRange rangeIn(const Cell &cell, TextRange range);

    std::vector<Cell> m_cells; // row by row
    std::shared_ptr<std::vector<int>> m_widths; // of the columns, for all parts
    qsizetype m_columns = 0;
    std::vector<int> m_rowTops; // and the bottom of the last
    qsizetype m_length = 0;
};

} // namespace pipit
