// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/card_block.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace pipit {

namespace {

constexpr int padding = 13;
constexpr int tile = 36;
constexpr int maxWidth = 430;
constexpr int barHeight = 5;
constexpr int knob = 11;
constexpr int grasp = 7;            // how far beside a slider the pointer still has it
constexpr int volumeWidth = 56;
constexpr int volumeIcon = 16;

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
    TextBlockStyle style{.font = Theme::small(), .lineHeight = Theme::scaled(18), .colour = text.detailIs == CardText::Detail::Fault ? &Tokens::bad : &Tokens::dim};
    if (text.detailIs == CardText::Detail::Body)
        style = {.font = Theme::body(), .lineHeight = Theme::lineHeight()};
    m_detail = std::make_unique<TextBlock>(detail, style);
}

QRectF CardBlock::tileRect() const
{
    return QRectF(padding, 10, tile, tile);
}

QRectF CardBlock::barRect() const
{
    return QRectF(m_titleAt.x(), m_barTop, m_usedWidth - m_titleAt.x() - padding, barHeight);
}

QRectF CardBlock::volumeRect() const
{
    const double line = Theme::scaled(18);
    return QRectF(m_usedWidth - padding - volumeWidth, m_detailAt.y() + (line - barHeight) / 2, volumeWidth, barHeight);
}

void CardBlock::setWidth(int width)
{
    const bool hasBar = m_text.done || m_text.slider;
    const bool hasTile = !m_text.badge.isEmpty() || m_text.icon || m_text.button;
    m_usedWidth = qMin(width, Theme::scaled(hasBar ? maxWidth : maxWidth * 3 / 4));
    const int left = hasTile ? padding + tile + 12 : padding;
    const int figure = m_text.figure.isEmpty() ? 0 : QFontMetrics(Theme::body()).horizontalAdvance(m_text.figure) + 12;
    m_title->setWidth(qMax(40, m_usedWidth - left - padding - figure));
    m_titleAt = QPoint(left, 10);
    int top = m_titleAt.y() + m_title->height();
    if (hasBar) {
        m_barTop = top + 6;
        top = m_barTop + barHeight + 5;
    }
    m_detail->setWidth(qMax(40, m_usedWidth - left - padding - (m_text.volume ? volumeWidth + volumeIcon + 16 : 0)));
    m_detailAt = QPoint(left, top);
    if (m_detail->length() > 0 || m_text.volume)
        top += m_detail->height();
    m_height = qMax(top + 10, hasTile ? tile + 20 : 0);
}

void CardBlock::paint(QPainter &painter, const QRectF &, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line);
    painter.setBrush(selected.isEmpty() ? tokens.surface : tokens.selection);
    painter.drawRoundedRect(QRectF(0.5, 0.5, m_usedWidth - 1, m_height - 1), 10, 10);
    paintTile(painter);
    if (!m_text.figure.isEmpty()) {
        painter.setFont(Theme::body());
        painter.setPen(tokens.text);
        painter.drawText(QRect(0, m_titleAt.y(), m_usedWidth - padding, Theme::lineHeight()), Qt::AlignRight | Qt::AlignVCenter, m_text.figure);
    }
    if (m_text.done || m_text.slider)
        paintBar(painter);
    if (m_text.volume)
        paintVolume(painter);
    for (const auto &[block, place] : {std::pair(m_title.get(), m_titleAt), std::pair(m_detail.get(), m_detailAt)}) {
        painter.save();
        painter.translate(place);
        block->paint(painter, QRectF(0, 0, block->usedWidth() + 1, block->height()), {});
        painter.restore();
    }
}

void CardBlock::paintTile(QPainter &painter) const
{
    const Tokens &tokens = Theme::tokens();
    const QRectF place = tileRect();
    painter.setPen(Qt::NoPen);
    const auto drawIcon = [&](const char *name, const QColor &colour) {
        const QSize size(Theme::scaled(18), Theme::scaled(18));
        painter.drawPixmap(place.center() - QPointF(size.width() / 2.0, size.height() / 2.0), iconPixmap(QString::fromLatin1(name), colour, size, painter.device()->devicePixelRatioF()));
    };
    if (m_text.button) {
        painter.setBrush(tokens.accent);
        painter.drawEllipse(place);
        drawIcon(m_text.button->icon, tokens.onAccent);
    } else if (m_text.icon) {
        painter.setBrush(tokens.soft);
        painter.drawRoundedRect(place, 5, 5);
        drawIcon(m_text.icon, tokens.accent);
    } else if (!m_text.badge.isEmpty()) {
        painter.setBrush(tokens.soft);
        painter.drawRoundedRect(place, 5, 5);
        QFont font = Theme::small();
        font.setPixelSize(Theme::scaled(11));
        font.setWeight(QFont::Bold);
        painter.setFont(font);
        painter.setPen(tokens.accent);
        painter.drawText(place, Qt::AlignCenter, m_text.badge);
    }
}

namespace {

void paintPart(QPainter &painter, const QRectF &bar, double part, const QColor &colour)
{
    const Tokens &tokens = Theme::tokens();
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.hover);
    painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * qBound(0.0, part, 1.0), bar.height())), bar.height() / 2, bar.height() / 2);
}

} // namespace

void CardBlock::paintBar(QPainter &painter) const
{
    const QColor accent = Theme::tokens().accent;
    const QRectF bar = barRect();
    const double part = qBound(0.0, m_text.slider ? m_text.slider->part : *m_text.done, 1.0);
    paintPart(painter, bar, part, accent);
    if (m_text.slider)
        painter.drawEllipse(QRectF(bar.left() + bar.width() * part - knob / 2.0, bar.center().y() - knob / 2.0, knob, knob));
}

void CardBlock::paintVolume(QPainter &painter) const
{
    const Tokens &tokens = Theme::tokens();
    const QRectF bar = volumeRect();
    paintPart(painter, bar, m_text.volume->part, tokens.dim);
    const QString icon = m_text.volume->part > 0 ? QStringLiteral("volume") : QStringLiteral("volume-off");
    painter.drawPixmap(QPointF(bar.left() - volumeIcon - 6, bar.center().y() - volumeIcon / 2.0), iconPixmap(icon, tokens.dim, QSize(volumeIcon, volumeIcon), painter.device()->devicePixelRatioF()));
}

BlockAction CardBlock::valueAt(const CardSlider &slider, const QRectF &rect, double x)
{
    BlockAction action = slider.action;
    action.value = qBound(0.0, (x - rect.left()) / rect.width(), 1.0) * slider.whole;
    return action;
}

std::optional<BlockAction> CardBlock::slid(const BlockAction &pressed, const QPointF &point) const
{
    if (m_text.slider && pressed.kind == m_text.slider->action.kind)
        return valueAt(*m_text.slider, barRect(), point.x());
    if (m_text.volume && pressed.kind == m_text.volume->action.kind)
        return valueAt(*m_text.volume, volumeRect(), point.x());
    return std::nullopt;
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
    if (m_text.button)
        actions << m_text.button->action;
    actions << m_text.more;
    for (const CardAction &one : m_text.actions) {
        if (one.action)
            actions << *one.action;
    }
    return actions;
}

std::optional<BlockAction> CardBlock::actionAt(const QPointF &point) const
{
    const auto near = [&point](const QRectF &rect) { return rect.adjusted(-grasp, -grasp, grasp, grasp).contains(point); };
    if (m_text.button && tileRect().contains(point))
        return m_text.button->action;
    if (m_text.slider && near(barRect()))
        return valueAt(*m_text.slider, barRect(), point.x());
    if (m_text.volume && near(volumeRect()))
        return valueAt(*m_text.volume, volumeRect(), point.x());
    const CardAction *action = cardActionAt(point);
    return action ? action->action : std::nullopt;
}

} // namespace pipit
