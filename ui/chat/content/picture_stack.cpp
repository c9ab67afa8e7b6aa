// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/picture_stack.h"

#include "ui/chat/content/link_address.h"

#include <QPainter>
#include <QRegularExpression>

#include <algorithm>

namespace pipit {

namespace {

constexpr int stackGap = 6;

bool isAllSpace(QStringView text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.isSpace(); });
}

// Nothing that this computer has, and nothing that could be read as another path of the node's.
bool isPictureAddress(const QString &address)
{
    static const QRegularExpression file(QStringLiteral("^/api/files/[A-Za-z0-9_-]+$"));
    return file.match(address).hasMatch() || (address.startsWith(u"http", Qt::CaseInsensitive) && isSafeLink(address));
}

} // namespace

std::unique_ptr<PictureStack> PictureStack::of(const InlineText &text, std::size_t most, const MediaStores &media)
{
    if (text.spans.isEmpty() || std::size_t(text.spans.size()) > most)
        return nullptr;
    const QStringView words(text.text);
    qsizetype end = 0;
    for (const InlineSpan &span : text.spans) {
        if (!isPictureAddress(span.image) || !isAllSpace(words.sliced(end, span.start - end)))
            return nullptr;
        end = span.start + span.length;
    }
    if (!isAllSpace(words.sliced(end)))
        return nullptr;
    std::unique_ptr<PictureStack> stack(new PictureStack(text.text));
    for (const InlineSpan &span : text.spans) {
        const PictureSource source{.address = span.image};
        stack->m_pictures.push_back({std::make_unique<PictureBlock>(source, text.text.sliced(span.start, span.length), media, PictureBlock::Place::AmongOthers), {span.start, span.start + span.length}});
    }
    return stack;
}

bool PictureStack::shows(const QString &address) const
{
    return std::ranges::any_of(m_pictures, [&address](const Placed &placed) { return placed.block->address() == address; });
}

void PictureStack::setWidth(int width)
{
    int top = 0;
    m_usedWidth = 0;
    for (Placed &placed : m_pictures) {
        placed.block->setWidth(width);
        placed.top = top;
        m_height = top + placed.block->height();
        m_usedWidth = qMax(m_usedWidth, placed.block->usedWidth());
        top = m_height + stackGap;
    }
}

void PictureStack::paint(QPainter &painter, const QRectF &exposed, TextRange selected) const
{
    for (const Placed &placed : m_pictures) {
        if (placed.top > exposed.bottom() || placed.top + placed.block->height() < exposed.top())
            continue;
        const TextRange own{qMax(selected.from, placed.words.from), qMin(selected.to, placed.words.to)};
        painter.save();
        painter.translate(0, placed.top);
        placed.block->paint(painter, exposed.translated(0, -placed.top), own);
        painter.restore();
    }
}

const PictureStack::Placed &PictureStack::placedAt(double y) const
{
    const auto after = std::ranges::upper_bound(m_pictures, y, {}, [](const Placed &placed) { return double(placed.top); });
    return after == m_pictures.begin() ? m_pictures.front() : *(after - 1);
}

qsizetype PictureStack::positionAt(const QPointF &point) const
{
    const Placed &placed = placedAt(point.y());
    const qsizetype position = placed.block->positionAt(point - QPointF(0, placed.top));
    if (position == 0)
        return &placed == &m_pictures.front() ? 0 : placed.words.from;
    return &placed == &m_pictures.back() ? length() : placed.words.to;
}

TextRange PictureStack::wordAt(qsizetype position) const
{
    const auto after = std::ranges::upper_bound(m_pictures, position, {}, [](const Placed &placed) { return placed.words.from; });
    return after == m_pictures.begin() ? m_pictures.front().words : (after - 1)->words;
}

QString PictureStack::plainText(TextRange range) const
{
    return m_text.sliced(range.from, range.to - range.from).replace(QChar(QChar::LineSeparator), u'\n');
}

QList<QRectF> PictureStack::rectsOf(TextRange range) const
{
    QList<QRectF> rects;
    for (const Placed &placed : m_pictures) {
        for (const QRectF &rect : placed.block->rectsOf({qMax(range.from, placed.words.from), qMin(range.to, placed.words.to)}))
            rects << rect.translated(0, placed.top);
    }
    return rects;
}

bool PictureStack::isMoving() const
{
    return std::ranges::any_of(m_pictures, [](const Placed &placed) { return placed.block->isMoving(); });
}

std::optional<BlockAction> PictureStack::actionAt(const QPointF &point) const
{
    const Placed &placed = placedAt(point.y());
    return placed.block->actionAt(point - QPointF(0, placed.top));
}

// Whoever is asked whether one may be fetched can see from where.
QList<BlockLink> PictureStack::links(qsizetype most) const
{
    QList<BlockLink> links;
    for (const Placed &placed : m_pictures) {
        if (links.size() < most && isSafeLink(placed.block->address()))
            links.append({plainText(placed.words), placed.block->address()});
    }
    return links;
}

QList<BlockAction> PictureStack::actions() const
{
    QList<BlockAction> actions;
    for (const Placed &placed : m_pictures)
        actions << placed.block->actions();
    return actions;
}

} // namespace pipit
