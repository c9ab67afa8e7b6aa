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
constexpr double tableRadius = 7;
constexpr int narrowest = 56; // a column that still can be read: four Chinese letters

int minColumn()
{
    return Theme::scaled(narrowest);
}

// The wide columns give up what is missing, the narrow ones keep what they need.
void shrinkTo(std::vector<int> &widths, int available)
{
    std::vector<std::size_t> order(widths.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&widths](std::size_t column) { return widths[column]; });
    int left = available;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const int share = qMax(minColumn(), left / int(order.size() - i));
        int &width = widths[order[i]];
        width = qMin(width, share);
        left -= width;
    }
}

Qt::Alignment alignmentOf(MarkdownBlock::Align align)
{
    return align == MarkdownBlock::Align::Center ? Qt::AlignHCenter : align == MarkdownBlock::Align::End ? Qt::AlignRight : Qt::AlignLeft;
}

std::shared_ptr<TextBlock> cellOf(const QString &markdown, const QFont &font)
{
    return std::make_shared<TextBlock>(parseInline(markdown), TextBlockStyle{.font = font, .lineHeight = Theme::lineHeight()});
}

} // namespace

TableBlock::TableBlock(const MarkdownBlock &table, const TableBlock *before) : BoxBlock(before != nullptr), m_columns(before ? before->m_columns : std::make_shared<Columns>())
{
    const qsizetype columnCount = table.columns.size();
    if (!before) {
        for (qsizetype column = 0; column < columnCount; ++column) {
            m_columns->heads.push_back(cellOf(table.rows.value(0).value(column), Theme::strong()));
            m_columns->alignments.push_back(alignmentOf(table.columns[column]));
        }
        const auto first = std::ranges::find_if(m_columns->heads, [](const auto &head) { return head->length() > 0; });
        m_columns->isRightToLeft = first != m_columns->heads.end() && (*first)->isRightToLeft();
    }
    for (qsizetype row = m_goesOn ? 1 : 0; row < table.rows.size(); ++row) {
        for (std::size_t column = 0; column < columns(); ++column) {
            Cell cell{.text = row == 0 ? m_columns->heads[column] : cellOf(table.rows[row].value(qsizetype(column)), Theme::body()), .start = m_length};
            m_length += cell.text->length() + 1;
            m_cells.push_back(std::move(cell));
        }
    }
    m_length = qMax(qsizetype(0), m_length - 1);
}

// Of the columns: what their words need, in all.
int TableBlock::naturalWidths()
{
    std::vector<int> &widths = m_columns->widths;
    widths.assign(columns(), 0);
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        int &column = widths[i % columns()];
        column = qMax(column, m_cells[i].text->naturalWidth() + 1);
    }
    return std::accumulate(widths.begin(), widths.end(), 0);
}

void TableBlock::chooseColumns(int width)
{
    Columns &all = *m_columns;
    const int available = width - int(columns()) * 2 * paddingX;
    all.areRecords = true;
    if (available > 0) {
        const int natural = naturalWidths();
        const int least = std::accumulate(all.widths.begin(), all.widths.end(), 0, [](int sum, int column) { return sum + qMin(column, minColumn()); });
        all.areRecords = least > available;
        if (!all.areRecords && natural > available)
            shrinkTo(all.widths, available);
    }
    if (!all.areRecords)
        return;
    all.headWidth = 0;
    for (const auto &head : all.heads)
        all.headWidth = qMax(all.headWidth, head->naturalWidth() + 1);
    all.headWidth = qMin(all.headWidth, width * 2 / 5);
    for (const auto &head : all.heads) {
        head->setAlignment(Qt::AlignLeft);
        head->setWidth(all.headWidth);
    }
}

void TableBlock::setWidth(int width)
{
    m_width = width;
    if (!m_goesOn)
        chooseColumns(width);
    m_areRecords = m_columns->areRecords;
    m_rowTops.clear();
    m_areRecords ? placeRecords(width) : placeRows();
    m_left = 0;
    if (isRightToLeft()) {
        m_left = qMax(0, width - m_usedWidth);
        for (Cell &cell : m_cells)
            cell.place.moveLeft(m_left + m_usedWidth - cell.place.left() - cell.place.width());
    }
    m_height = m_rowTops.back();
}

void TableBlock::placeRows()
{
    const std::vector<int> &widths = m_columns->widths;
    int top = 0;
    for (std::size_t first = 0; first < m_cells.size(); first += columns()) {
        m_rowTops.push_back(top);
        int left = 0;
        int height = 0;
        for (std::size_t column = 0; column < columns(); ++column) {
            Cell &cell = m_cells[first + column];
            cell.text->setAlignment(m_columns->alignments[column]);
            cell.text->setWidth(widths[column]);
            cell.place = QRect(left + paddingX, top + paddingY, widths[column], cell.text->height());
            left += widths[column] + 2 * paddingX;
            height = qMax(height, cell.text->height() + 2 * paddingY);
        }
        m_usedWidth = left;
        top += height + 1;
    }
    m_rowTops.push_back(top);
}

// The heads stand before the cells of the first record; where it comes in the next part, they are not here.
void TableBlock::placeRecords(int width)
{
    m_usedWidth = width;
    const int cellLeft = m_columns->headWidth + 2 * paddingX;
    const int cellWidth = qMax(1, width - cellLeft - paddingX);
    const bool isHeadOnly = firstBody() == m_cells.size();
    int top = 0;
    for (std::size_t i = isHeadOnly ? 0 : firstBody(); i < m_cells.size(); ++i) {
        const std::size_t column = i % columns();
        if (column == 0) {
            m_rowTops.push_back(top);
            top += paddingY;
        }
        Cell &cell = m_cells[i];
        const TextBlock &head = *m_columns->heads[column];
        int height = head.height();
        if (isHeadOnly && m_isContinued) {
            cell.place = {};
            height = 0;
        } else if (isHeadOnly) {
            cell.place = QRect(paddingX, top, m_columns->headWidth, height);
        } else {
            cell.text->setAlignment(Qt::AlignLeft);
            cell.text->setWidth(cellWidth);
            height = qMax(height, cell.text->height());
            cell.place = QRect(cellLeft, top, cellWidth, height);
            if (i < 2 * firstBody())
                m_cells[column].place = QRect(paddingX, top, m_columns->headWidth, height);
        }
        top += height;
        if (column + 1 == columns())
            top += isHeadOnly && m_isContinued ? 0 : paddingY + 1;
    }
    m_rowTops.push_back(top);
}

void TableBlock::setContinued(bool continued)
{
    const bool isChanged = m_isContinued != continued;
    m_isContinued = continued;
    if (isChanged && m_areRecords && firstBody() == m_cells.size() && m_width > 0)
        setWidth(m_width);
}

// Of the head that stands before a cell of a record.
QPointF TableBlock::headPlace(const Cell &cell) const
{
    return QPointF(isRightToLeft() ? m_left + m_usedWidth - paddingX - m_columns->headWidth : paddingX, cell.place.top());
}

void TableBlock::paintCell(QPainter &painter, const TextBlock &text, const QPointF &place, const QRectF &exposed, TextRange selected) const
{
    painter.save();
    painter.translate(place);
    text.paint(painter, exposed.translated(-place), selected);
    painter.restore();
}

void TableBlock::paint(QPainter &painter, const QRectF &exposed, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    painter.translate(m_left, 0);
    painter.setPen(tokens.line);
    painter.setBrush(tokens.surface);
    paintBox(painter, m_usedWidth, tableRadius);
    for (std::size_t row = m_goesOn ? 0 : 1; row + 1 < m_rowTops.size(); ++row)
        painter.drawLine(QPointF(1, m_rowTops[row] - 0.5), QPointF(m_usedWidth - 1, m_rowTops[row] - 0.5));
    painter.restore();
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const Cell &cell = m_cells[i];
        if (cell.place.isEmpty() || exposed.bottom() < cell.place.top() || exposed.top() > cell.place.bottom())
            continue;
        paintCell(painter, *cell.text, cell.place.topLeft(), exposed, rangeIn(cell, selected));
        if (m_areRecords && i >= 2 * firstBody())
            paintCell(painter, *m_columns->heads[i % columns()], headPlace(cell), exposed, {});
    }
}

const TableBlock::Cell *TableBlock::cellAt(const QPointF &point) const
{
    if (m_cells.empty() || m_rowTops.empty())
        return nullptr;
    if (m_areRecords) {
        std::size_t at = firstBody() < m_cells.size() ? firstBody() : 0;
        while (at + 1 < m_cells.size() && m_cells[at + 1].place.top() <= point.y())
            ++at;
        // The heads that are cells of this part stand beside its first record.
        const bool isFirst = at >= firstBody() && at - firstBody() < firstBody();
        return isFirst && m_cells[at - firstBody()].place.contains(point.toPoint()) ? &m_cells[at - firstBody()] : &m_cells[at];
    }
    const auto after = std::ranges::upper_bound(m_rowTops.begin(), m_rowTops.end() - 1, point.y(), {}, [](int top) { return double(top); });
    const std::size_t first = std::size_t(qMax(std::ptrdiff_t(0), after - m_rowTops.begin() - 1)) * columns();
    std::size_t at = first;
    const auto isReached = [&](const Cell &cell) { return isRightToLeft() ? point.x() < cell.place.right() + 1 + paddingX : point.x() >= cell.place.left() - paddingX; };
    while (at + 1 < first + columns() && isReached(m_cells[at + 1]))
        ++at;
    return &m_cells[at];
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
            text += (i + 1) % columns() == 0 ? u'\n' : u'\t';
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
        if (inCell.isEmpty() || cell.place.isEmpty())
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
