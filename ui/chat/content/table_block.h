// SPDX-License-Identifier: GPL-3.0-or-later
// A table: columns as wide as their words where there is room, else shared out; cells wrap. Where so many stand side by side that
// none could be read, each row is a record: its cells one below the other, the head of its column before each. One that
// goes on with another has the columns of that. A table whose first head runs from the right begins there.
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
    void setContinued(bool continued) override;
    bool isRightToLeft() const override { return m_columns->isRightToLeft; }
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
        std::shared_ptr<TextBlock> text;
        qsizetype start = 0; // in the table's text: cells of a row are parted by a tab, rows by a line break
        QRect place = {};
    };
    // What all parts of a table have in common.
    struct Columns {
        std::vector<std::shared_ptr<TextBlock>> heads;
        std::vector<Qt::Alignment> alignments;
        std::vector<int> widths = {};
        int headWidth = 0;       // before the cells of a record
        bool areRecords = false;
        bool isRightToLeft = false;
    };

    std::size_t columns() const { return m_columns->heads.size(); }
    std::size_t firstBody() const { return m_goesOn ? 0 : columns(); } // among the cells
    int naturalWidths();
    void chooseColumns(int width);
    void placeRows();
    void placeRecords(int width);
    QPointF headPlace(const Cell &cell) const;
    void paintCell(QPainter &painter, const TextBlock &text, const QPointF &place, const QRectF &exposed, TextRange selected) const;
    const Cell *cellAt(const QPointF &point) const;
    static TextRange rangeIn(const Cell &cell, TextRange range);

    std::vector<Cell> m_cells; // row by row
    std::shared_ptr<Columns> m_columns;
    std::vector<int> m_rowTops; // and the bottom of the last
    int m_width = 0;
    int m_left = 0;             // of the box
    bool m_areRecords = false;
    qsizetype m_length = 0;
};

} // namespace pipit
