// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/table_block.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <numeric>

namespace pipit {

namespace {

constexpr int paddingX = 12;
constexpr int paddingY = 6;
constexpr int minColumn = 40;

// The wide columns give up what is missing, the narrow ones keep what they need.
void shrinkTo(std::vector<int> &widths, int available)
{
    std::vector<std::size_t> order(widths.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&widths](std::size_t column) { return widths[column]; });
    int left = available;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const int share = qMax(minColumn, left / int(order.size() - i));
        int &width = widths[order[i]];
        width = qMin(width, share);
        left -= width;
    }
}

} // namespace

TableBlock::TableBlock(const MarkdownBlock &table, const TableBlock *before)
    : BoxBlock(before != nullptr), m_widths(before ? before->m_widths : std::make_shared<std::vector<int>>()), m_columns(table.columns.size())
{
    for (qsizetype row = m_goesOn ? 1 : 0; row < table.rows.size(); ++row) {
        for (qsizetype column = 0; column < m_columns; ++column) {
            TextBlockStyle style{.font = row == 0 ? Theme::strong() : Theme::body(), .lineHeight = Theme::lineHeight()};
            switch (table.columns[column]) {
            case MarkdownBlock::Align::Start:
                break;
            case MarkdownBlock::Align::Center:
                style.alignment = Qt::AlignHCenter;
                break;
            case MarkdownBlock::Align::End:
                style.alignment = Qt::AlignRight;
                break;
            }
            Cell cell{.text = std::make_unique<TextBlock>(parseInline(table.rows[row].value(column)), style), .start = m_length};
            m_length += cell.text->length() + 1;
            m_cells.push_back(std::move(cell));
        }
    }
    m_length = qMax(qsizetype(0), m_length - 1);
}

void TableBlock::setWidth(int width)
{
    std::vector<int> &widths = *m_widths;
    if (!m_goesOn) {
        widths.assign(std::size_t(m_columns), 0);
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            int &column = widths[i % std::size_t(m_columns)];
            column = qMax(column, m_cells[i].text->naturalWidth() + 1);
        }
        const int available = width - int(m_columns) * 2 * paddingX;
        if (std::accumulate(widths.begin(), widths.end(), 0) > available)
            shrinkTo(widths, available);
    }

    m_rowTops.clear();
    int top = 0;
    for (std::size_t first = 0; first < m_cells.size(); first += std::size_t(m_columns)) {
        m_rowTops.push_back(top);
        int left = 0;
        int height = 0;
        for (std::size_t column = 0; column < std::size_t(m_columns); ++column) {
            Cell &cell = m_cells[first + column];
            cell.text->setWidth(widths[column]);
            cell.place = QRect(left + paddingX, top + paddingY, widths[column], cell.text->height());
            left += widths[column] + 2 * paddingX;
            height = qMax(height, cell.text->height() + 2 * paddingY);
        }
        m_usedWidth = left;
        top += height + 1;
    }
    m_rowTops.push_back(top);
    m_height = top;
}

void TableBlock::paint(QPainter &painter, const QRectF &exposed, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line);
    painter.setBrush(tokens.surface);
    paintBox(painter, m_usedWidth, 7);
    for (std::size_t row = m_goesOn ? 0 : 1; row + 1 < m_rowTops.size(); ++row)
        painter.drawLine(QPointF(1, m_rowTops[row] - 0.5), QPointF(m_usedWidth - 1, m_rowTops[row] - 0.5));
    for (const Cell &cell : m_cells) {
        if (!exposed.intersects(cell.place))
            continue;
        painter.save();
        painter.translate(cell.place.topLeft());
        cell.text->paint(painter, exposed.translated(-cell.place.topLeft()), rangeIn(cell, selected));
        painter.restore();
    }
}

const TableBlock::Cell *TableBlock::cellAt(const QPointF &point) const
{
    const Cell *best = nullptr;
    for (const Cell &cell : m_cells) {
        if (point.y() < cell.place.top() - paddingY)
            break;
        if (!best || point.x() >= cell.place.left() - paddingX || cell.place.top() > best->place.top())
            best = &cell;
    }
    return best;
}

qsizetype TableBlock::positionAt(const QPointF &point) const
{
    if (point.y() >= m_height)
        return m_length;
    const Cell *cell = cellAt(point);
    return cell ? cell->start + cell->text->positionAt(point - cell->place.topLeft()) : 0;
}

TextRange TableBlock::wordAt(qsizetype position) const
{
    for (const Cell &cell : m_cells) {
        if (position <= cell.start + cell.text->length()) {
            const TextRange word = cell.text->wordAt(position - cell.start);
            return {word.from + cell.start, word.to + cell.start};
        }
    }
    return {};
}

QString TableBlock::plainText(TextRange range) const
{
    QString text;
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const Cell &cell = m_cells[i];
        const TextRange inCell = rangeIn(cell, range);
        if (!inCell.isEmpty())
            text += cell.text->plainText(inCell);
        const qsizetype separator = cell.start + cell.text->length();
        if (separator >= range.from && separator < range.to && i + 1 < m_cells.size())
            text += (i + 1) % std::size_t(m_columns) == 0 ? u'\n' : u'\t';
    }
    return text;
}

TextRange TableBlock::rangeIn(const Cell &cell, TextRange range)
{
    return {qMax(qsizetype(0), range.from - cell.start), qMin(cell.text->length(), range.to - cell.start)};
}

QList<QRectF> TableBlock::rectsOf(TextRange range) const
{
    QList<QRectF> rects;
    for (const Cell &cell : m_cells) {
        const TextRange inCell = rangeIn(cell, range);
        if (inCell.isEmpty())
            continue;
        for (const QRectF &rect : cell.text->rectsOf(inCell))
            rects << rect.translated(cell.place.topLeft());
    }
    return rects;
}

QString TableBlock::linkAt(const QPointF &point) const
{
    const Cell *cell = cellAt(point);
    return cell ? cell->text->linkAt(point - cell->place.topLeft()) : QString();
}

QList<BlockLink> TableBlock::links(qsizetype most) const
{
    QList<BlockLink> links;
    for (auto cell = m_cells.begin(); cell != m_cells.end() && links.size() < most; ++cell)
        links << cell->text->links(most - links.size());
    return links;
}

} // namespace pipit
