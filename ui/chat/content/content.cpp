// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/content.h"

#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QStringMatcher>

#include <algorithm>

namespace pipit {

namespace {

constexpr int listIndent = 24;
constexpr int quoteIndent = 14;
constexpr int minBlockWidth = 60;
constexpr qsizetype mostPlaces = 10'000; // in one block
constexpr qint64 stepMs = 12; // for another width, at a time

} // namespace

Content::~Content() = default;

void Content::setWidth(int width)
{
    if (m_width == width)
        return;
    m_width = width;
    layOutFrom(0);
}

void Content::refresh()
{
    for (Placed &placed : m_blocks)
        placed.width = 0;
    layOutFrom(0);
}

void Content::layOutFrom(std::size_t first)
{
    if (m_width <= 0)
        return;
    // What follows in its line ends differently now.
    if (first > 0 && first <= m_blocks.size())
        m_blocks[first - 1].foundText.clear();
    first = qMin(first, m_firstBehind);
    m_firstBehind = m_blocks.size();
    QElapsedTimer clock;
    clock.start();
    int top = first == 0 || first > m_blocks.size() ? 0 : m_blocks[first - 1].top + m_blocks[first - 1].block->height();
    for (std::size_t i = first; i < m_blocks.size(); ++i) {
        Placed &placed = m_blocks[i];
        const int indent = placed.quoteDepth * quoteIndent + placed.listDepth * Theme::scaled(listIndent);
        const int width = qMax(minBlockWidth, m_width - indent);
        if (placed.width == 0 || (placed.width != width && clock.elapsed() < stepMs)) {
            placed.block->setWidth(width);
            placed.width = width;
        } else if (placed.width != width) {
            m_firstBehind = qMin(m_firstBehind, i);
        }
        placed.left = placed.block->isRightToLeft() ? 0 : indent;
        top += i == 0 ? 0 : placed.gapBefore;
        placed.top = top;
        top += placed.block->height();
        placed.widestSoFar = qMax(i > 0 ? m_blocks[i - 1].widestSoFar : 0, indent + placed.block->usedWidth());
        placed.rightToLeftSoFar = (i > 0 && m_blocks[i - 1].rightToLeftSoFar) || placed.block->isRightToLeft();
    }
    m_height = top;
    m_usedWidth = m_blocks.empty() ? 0 : m_blocks.back().widestSoFar;
}

Content::Height Content::heightAt(double y) const
{
    const Placed *placed = placedAt(y);
    return placed ? Height{std::size_t(placed - m_blocks.data()), (y - placed->top) / qMax(1, placed->block->height())} : Height();
}

double Content::yOf(const Height &height) const
{
    if (height.block >= m_blocks.size())
        return m_height;
    return m_blocks[height.block].top + height.part * m_blocks[height.block].block->height();
}

void Content::paintDecoration(QPainter &painter, const Placed &placed, std::size_t index) const
{
    const Tokens &tokens = Theme::tokens();
    const bool isMirrored = placed.block->isRightToLeft();
    for (int depth = 0; depth < placed.quoteDepth; ++depth) {
        // A bar runs on through the gap between blocks of the same quote.
        const bool joins = index > 0 && m_blocks[index - 1].quoteDepth > depth;
        const int begin = joins ? placed.top - placed.gapBefore : placed.top;
        painter.fillRect(QRect(isMirrored ? m_width - depth * quoteIndent - 2 : depth * quoteIndent, begin, 2, placed.top + placed.block->height() - begin), tokens.line);
    }
    const int markerWidth = Theme::scaled(listIndent);
    const int textRight = m_width - placed.quoteDepth * quoteIndent - placed.listDepth * markerWidth;
    if (placed.marker == u"☐" || placed.marker == u"☑") {
        // Drawn, because fonts show these two in very different ways.
        const bool done = placed.marker == u"☑";
        const QRectF box(isMirrored ? textRight + 8.5 : placed.left - 20.5, placed.top + (Theme::lineHeight() - 13) / 2 + 0.5, 12, 12);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(done ? tokens.accent : tokens.dim);
        painter.setBrush(done ? tokens.accent : tokens.surface);
        painter.drawRoundedRect(box, 3, 3);
        if (done) {
            painter.setPen(QPen(tokens.onAccent, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.drawPolyline(QPolygonF({box.topLeft() + QPointF(2.8, 6.3), box.topLeft() + QPointF(5.1, 8.6), box.topLeft() + QPointF(9.4, 3.6)}));
        }
    } else if (!placed.marker.isEmpty()) {
        painter.setPen(tokens.dim);
        painter.setFont(Theme::body());
        const int left = isMirrored ? textRight + 8 : placed.left - markerWidth - 8;
        painter.drawText(QRect(left, placed.top, markerWidth, Theme::lineHeight()), (isMirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, placed.marker);
    }
}

void Content::paint(QPainter &painter, const QRectF &exposed, const TextSelection &selection) const
{
    const Placed *first = placedAt(exposed.top());
    for (std::size_t i = first ? std::size_t(first - m_blocks.data()) : 0; i < m_blocks.size(); ++i) {
        const Placed &placed = m_blocks[i];
        if (placed.top > exposed.bottom())
            break;
        paintDecoration(painter, placed, i);
        painter.save();
        painter.translate(placed.left, placed.top);
        placed.block->paint(painter, exposed.translated(-placed.left, -placed.top), rangeIn(i, selection));
        painter.restore();
    }
}

const Content::Placed *Content::placedAt(double y) const
{
    if (m_blocks.empty())
        return nullptr;
    const auto after = std::ranges::upper_bound(m_blocks, y, {}, [](const Placed &placed) { return double(placed.top); });
    return after == m_blocks.begin() ? &m_blocks.front() : &*(after - 1);
}

TextPosition Content::positionAt(const QPointF &point) const
{
    const Placed *placed = placedAt(point.y());
    if (!placed)
        return {};
    return {std::size_t(placed - m_blocks.data()), placed->block->positionAt(point - QPointF(placed->left, placed->top))};
}

TextSelection Content::wordAt(const TextPosition &position) const
{
    if (position.block >= m_blocks.size())
        return {};
    const TextRange word = m_blocks[position.block].block->wordAt(position.offset);
    return {{position.block, word.from}, {position.block, word.to}};
}

TextSelection Content::all() const
{
    if (m_blocks.empty())
        return {};
    return {{0, 0}, {m_blocks.size() - 1, m_blocks.back().block->length()}};
}

TextSelection Content::blockAt(const TextPosition &position) const
{
    if (position.block >= m_blocks.size())
        return {};
    return {{position.block, 0}, {position.block, m_blocks[position.block].block->length()}};
}

TextPosition Content::moved(const TextPosition &position, int step, QTextBoundaryFinder::BoundaryType by) const
{
    if (m_blocks.empty())
        return {};
    TextPosition at = qMin(position, all().to);
    const Block &block = *m_blocks[at.block].block;
    const QString text = block.plainText({0, block.length()});
    QTextBoundaryFinder finder(by, text);
    finder.setPosition(qMin(at.offset, text.size()));
    const qsizetype next = step > 0 ? finder.toNextBoundary() : finder.toPreviousBoundary();
    if (next >= 0)
        return {at.block, next};
    if (step > 0 && at.block + 1 < m_blocks.size())
        return {at.block + 1, 0};
    if (step < 0 && at.block > 0)
        return {at.block - 1, m_blocks[at.block - 1].block->length()};
    return at;
}

TextRange Content::rangeIn(std::size_t block, const TextSelection &selection) const
{
    if (selection.isEmpty() || block < selection.from.block || block > selection.to.block)
        return {};
    const qsizetype length = m_blocks[block].block->length();
    return {block == selection.from.block ? qMin(selection.from.offset, length) : 0, block == selection.to.block ? qMin(selection.to.offset, length) : length};
}

// What stands before a block in plain text.
QString Content::headOf(std::size_t block, bool withMarker) const
{
    const Placed &placed = m_blocks[block];
    const QString marker = withMarker && !placed.marker.isEmpty() ? QString(2 * (placed.listDepth - 1), u' ') + placed.marker + u' ' : QString();
    return block == 0 || placed.goesOn ? marker : u'\n' + marker;
}

QString Content::plainText(const TextSelection &selection) const
{
    QString text;
    for (std::size_t i = selection.from.block; i < m_blocks.size() && i <= selection.to.block; ++i) {
        const TextRange range = rangeIn(i, selection);
        // A word out of an item is no item.
        const bool isFirst = i == selection.from.block;
        const bool isItem = !range.isEmpty() && range.from == 0 && (!isFirst || selection.to.block > i || range.to == m_blocks[i].block->length());
        if (!isFirst || i == 0)
            text += headOf(i, isItem);
        if (!range.isEmpty())
            text += m_blocks[i].block->plainText(range);
    }
    return text;
}

QStringList Content::figures() const
{
    QStringList figures;
    for (const Placed &placed : m_blocks)
        figures << placed.block->figure();
    figures.removeAll(QString());
    return figures;
}

qsizetype Content::offsetOf(const TextPosition &position) const
{
    qsizetype offset = 0;
    for (std::size_t i = 0; i < m_blocks.size() && i <= position.block; ++i) {
        const qsizetype length = m_blocks[i].block->length();
        offset += headOf(i, length > 0).size() + (i < position.block ? length : qMin(length, position.offset));
    }
    return offset;
}

TextPosition Content::positionOf(qsizetype offset) const
{
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        const qsizetype length = m_blocks[i].block->length();
        offset -= headOf(i, length > 0).size();
        if (offset <= length)
            return {i, qMax(qsizetype(0), offset)};
        offset -= length;
    }
    return all().to;
}

// Within the block's own text; what runs on into the next block, or out of the one before, is cut there.
QList<TextRange> Content::placesIn(std::size_t block, const QString &text) const
{
    Placed &placed = m_blocks[block];
    if (placed.foundText == text)
        return placed.found;
    placed.foundText = text;
    placed.found.clear();
    const qsizetype length = placed.block->length();
    const auto part = [this](std::size_t index, qsizetype from, qsizetype to) { return from < to ? m_blocks[index].block->plainText({from, to}) : QString(); };
    QString words = part(block, 0, length);
    qsizetype before = 0;
    if (placed.goesOn && block > 0) {
        const qsizetype end = m_blocks[block - 1].block->length();
        before = qMin(end, text.size() - 1);
        words.prepend(part(block - 1, end - before, end));
    }
    if (block + 1 < m_blocks.size() && m_blocks[block + 1].goesOn)
        words += part(block + 1, 0, qMin(m_blocks[block + 1].block->length(), text.size() - 1));
    const QStringMatcher matcher(text, Qt::CaseInsensitive);
    for (qsizetype at = 0; (at = matcher.indexIn(words, at)) >= 0 && placed.found.size() < mostPlaces; at += text.size())
        placed.found.append(TextRange{qMax(qsizetype(0), at - before), qMin(length, at - before + text.size())});
    return placed.found;
}

std::optional<TextSelection> Content::find(const QString &text, std::size_t from) const
{
    for (std::size_t block = from; block < m_blocks.size() && !text.isEmpty(); ++block) {
        if (const QList<TextRange> found = placesIn(block, text); !found.isEmpty())
            return TextSelection{{block, found.first().from}, {block, found.first().to}};
    }
    return std::nullopt;
}

QList<QRectF> Content::placesOf(const QString &text, const QRectF &exposed) const
{
    QList<QRectF> places;
    const Placed *first = text.isEmpty() ? nullptr : placedAt(exposed.top());
    for (std::size_t i = first ? std::size_t(first - m_blocks.data()) : m_blocks.size(); i < m_blocks.size() && m_blocks[i].top <= exposed.bottom(); ++i) {
        const Placed &placed = m_blocks[i];
        const QList<TextRange> found = placesIn(i, text);
        if (found.isEmpty())
            continue;
        // Only what stands on the lines that are seen.
        const QRectF inBlock = exposed.translated(-placed.left, -placed.top);
        qsizetype from = placed.block->length(), to = 0;
        for (const QPointF &corner : {inBlock.topLeft(), inBlock.topRight(), inBlock.bottomLeft(), inBlock.bottomRight()}) {
            from = qMin(from, placed.block->positionAt(corner));
            to = qMax(to, placed.block->positionAt(corner));
        }
        for (const TextRange &range : found) {
            if (range.to < from || range.from > to)
                continue;
            for (const QRectF &rect : placed.block->rectsOf(range))
                places << rect.translated(placed.left, placed.top);
        }
    }
    return places;
}

QList<QRectF> Content::rectsOf(const TextSelection &selection) const
{
    QList<QRectF> rects;
    for (std::size_t i = selection.from.block; i < m_blocks.size() && i <= selection.to.block; ++i) {
        for (const QRectF &rect : m_blocks[i].block->rectsOf(rangeIn(i, selection)))
            rects << rect.translated(m_blocks[i].left, m_blocks[i].top);
    }
    return rects;
}

QString Content::linkAt(const QPointF &point) const
{
    const Placed *placed = placedAt(point.y());
    return placed ? placed->block->linkAt(point - QPointF(placed->left, placed->top)) : QString();
}

QList<BlockLink> Content::links(qsizetype most) const
{
    QList<BlockLink> links;
    for (auto placed = m_blocks.begin(); placed != m_blocks.end() && links.size() < most; ++placed) {
        for (const BlockLink &link : placed->block->links(most)) {
            if (links.size() < most && std::ranges::find(links, link.address, &BlockLink::address) == links.end())
                links << link;
        }
    }
    return links;
}

std::optional<QString> Content::copyButtonAt(const QPointF &point) const
{
    const Placed *placed = placedAt(point.y());
    return placed ? placed->block->copyButtonAt(point - QPointF(placed->left, placed->top)) : std::nullopt;
}

std::optional<BlockAction> Content::actionAt(const QPointF &point) const
{
    const Placed *placed = placedAt(point.y());
    return placed ? placed->block->actionAt(point - QPointF(placed->left, placed->top)) : std::nullopt;
}

bool Content::isMoving() const
{
    return std::ranges::any_of(m_blocks, [](const Placed &placed) { return placed.block->isMoving(); });
}

std::optional<BlockAction> Content::slid(const BlockAction &pressed, const QPointF &from, const QPointF &to) const
{
    const Placed *placed = placedAt(from.y());
    return placed ? placed->block->slid(pressed, to - QPointF(placed->left, placed->top)) : std::nullopt;
}

QList<BlockAction> Content::actions() const
{
    QList<BlockAction> actions;
    for (const Placed &placed : m_blocks)
        actions << placed.block->actions();
    return actions;
}

QRectF Content::caretRect() const
{
    if (m_blocks.empty())
        return QRectF(0, 3, 8, Theme::lineHeight() - 6);
    const Placed &last = m_blocks.back();
    const QRectF caret = last.block->caretRect();
    return caret.isEmpty() ? QRectF() : caret.translated(last.left, last.top);
}

} // namespace pipit
