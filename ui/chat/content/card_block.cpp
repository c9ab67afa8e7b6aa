// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/card_block.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace pipit {

namespace {

constexpr int padding = 13;
constexpr int tile = 36;
constexpr int maxWidth = 430;
constexpr int barHeight = 5;

} // namespace

CardBlock::CardBlock(const CardText &text)
    : m_text(text), m_plain(text.detail.isEmpty() ? text.title : text.title + u'\n' + text.detail)
{
    InlineText title{.text = text.title, .spans = {}};
    m_title = std::make_unique<TextBlock>(title, TextBlockStyle{.font = Theme::strong(), .lineHeight = Theme::lineHeight()});
    InlineText detail{.text = text.detail, .spans = {}};
    detail.text.replace(u'\n', QChar(QChar::LineSeparator));
    for (qsizetype i = 0; i < text.actions.size(); ++i) {
        if (!detail.text.isEmpty())
            detail.text += QStringLiteral(" · ");
        // By its number: where it leads is its own.
        detail.spans.append(InlineSpan{.start = detail.text.size(), .length = text.actions[i].label.size(), .link = QString::number(i)});
        detail.text += text.actions[i].label;
    }
    m_detail = std::make_unique<TextBlock>(detail, TextBlockStyle{.font = Theme::small(), .lineHeight = Theme::scaled(18), .colour = &Tokens::dim});
}

void CardBlock::setWidth(int width)
{
    m_usedWidth = qMin(width, Theme::scaled(m_text.done ? maxWidth : maxWidth * 3 / 4));
    const int left = m_text.badge.isEmpty() ? padding : padding + tile + 12;
    const int figure = m_text.figure.isEmpty() ? 0 : QFontMetrics(Theme::body()).horizontalAdvance(m_text.figure) + 12;
    m_title->setWidth(qMax(40, m_usedWidth - left - padding - figure));
    m_titleAt = QPoint(left, 10);
    int top = m_titleAt.y() + m_title->height();
    if (m_text.done) {
        m_barTop = top + 6;
        top = m_barTop + barHeight + 5;
    }
    m_detail->setWidth(qMax(40, m_usedWidth - left - padding));
    m_detailAt = QPoint(left, top);
    if (m_detail->length() > 0)
        top += m_detail->height();
    m_height = qMax(top + 10, m_text.badge.isEmpty() ? 0 : tile + 20);
}

void CardBlock::paint(QPainter &painter, const QRectF &, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line);
    painter.setBrush(selected.isEmpty() ? tokens.surface : tokens.selection);
    painter.drawRoundedRect(QRectF(0.5, 0.5, m_usedWidth - 1, m_height - 1), 10, 10);
    if (!m_text.badge.isEmpty()) {
        const QRect place(padding, 10, tile, tile);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.soft);
        painter.drawRoundedRect(place, 5, 5);
        QFont font = Theme::small();
        font.setPixelSize(Theme::scaled(11));
        font.setWeight(QFont::Bold);
        painter.setFont(font);
        painter.setPen(tokens.accent);
        painter.drawText(place, Qt::AlignCenter, m_text.badge);
    }
    if (!m_text.figure.isEmpty()) {
        painter.setFont(Theme::body());
        painter.setPen(tokens.text);
        painter.drawText(QRect(0, m_titleAt.y(), m_usedWidth - padding, Theme::lineHeight()), Qt::AlignRight | Qt::AlignVCenter, m_text.figure);
    }
    if (m_text.done) {
        const QRectF bar(m_titleAt.x(), m_barTop, m_usedWidth - m_titleAt.x() - padding, barHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.hover);
        painter.drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
        painter.setBrush(tokens.accent);
        painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * qBound(0.0, *m_text.done, 1.0), barHeight)), barHeight / 2.0, barHeight / 2.0);
    }
    for (const auto &[block, place] : {std::pair(m_title.get(), m_titleAt), std::pair(m_detail.get(), m_detailAt)}) {
        painter.save();
        painter.translate(place);
        block->paint(painter, QRectF(0, 0, block->usedWidth() + 1, block->height()), {});
        painter.restore();
    }
}

qsizetype CardBlock::positionAt(const QPointF &point) const
{
    return point.y() < m_height / 2.0 ? 0 : length();
}

QList<QRectF> CardBlock::rectsOf(TextRange range) const
{
    QList<QRectF> rects;
    const qsizetype title = m_text.title.size(), detail = m_text.detail.size();
    for (const QRectF &rect : m_title->rectsOf({range.from, qMin(range.to, title)}))
        rects << rect.translated(m_titleAt);
    for (const QRectF &rect : m_detail->rectsOf({qMax(qsizetype(0), range.from - title - 1), qMin(range.to - title - 1, detail)}))
        rects << rect.translated(m_detailAt);
    return rects;
}

const CardAction *CardBlock::cardActionAt(const QPointF &point) const
{
    bool isAction = false;
    const int index = m_detail->linkAt(point - m_detailAt).toInt(&isAction);
    return isAction ? &m_text.actions[index] : nullptr;
}

QString CardBlock::linkAt(const QPointF &point) const
{
    const CardAction *action = cardActionAt(point);
    return action ? action->link : QString();
}

QList<BlockAction> CardBlock::actions() const
{
    QList<BlockAction> actions;
    for (const CardAction &one : m_text.actions) {
        if (one.action)
            actions << *one.action;
    }
    return actions;
}

std::optional<BlockAction> CardBlock::actionAt(const QPointF &point) const
{
    const CardAction *action = cardActionAt(point);
    return action ? action->action : std::nullopt;
}

} // namespace pipit
