// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/card_block.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace pipit {

namespace {

constexpr int cardPadding = 13;
constexpr int maxCardWidth = 430;

// They grow with the words beside them.
int tile() { return Theme::scaled(36); }
int barHeight() { return Theme::scaled(5); }
int knob() { return Theme::scaled(11); }
int grasp() { return Theme::scaled(7); } // how far beside a slider the pointer still has it
int volumeWidth() { return Theme::scaled(56); }
int volumeIcon() { return Theme::scaled(16); }

} // namespace

CardBlock::CardBlock(const CardText &text, bool goesOn)
    : BoxBlock(goesOn), m_text(text), m_plain(text.title)
{
    if (hasPlainFigure())
        m_plain += m_plain.isEmpty() ? text.figure : QString(u' ' + text.figure);
    m_headLength = m_plain.size();
    if (!text.detail.isEmpty())
        m_plain += m_plain.isEmpty() ? text.detail : QString(u'\n' + text.detail);
    InlineText title{.text = text.title, .spans = {}};
    m_title = std::make_unique<TextBlock>(title, TextBlockStyle{.font = Theme::strong(), .lineHeight = Theme::lineHeight()});
    InlineText detail = plainWithLinks(text.detail);
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
    return QRectF(cardPadding, 10, tile(), tile());
}

QRectF CardBlock::figureRect() const
{
    const int width = QFontMetrics(Theme::body()).horizontalAdvance(m_text.figure) + 1;
    return QRectF(m_usedWidth - cardPadding - width, m_titleAt.y(), width, Theme::lineHeight());
}

QRectF CardBlock::barRect() const
{
    return QRectF(m_titleAt.x(), m_barTop, m_usedWidth - m_titleAt.x() - cardPadding, barHeight());
}

QRectF CardBlock::volumeRect() const
{
    const double line = Theme::scaled(18);
    return QRectF(m_usedWidth - cardPadding - volumeWidth(), m_detailAt.y() + (line - barHeight()) / 2, volumeWidth(), barHeight());
}

// What a few words would take on one line; long ones wrap.
int CardBlock::wordsWidth() const
{
    constexpr qsizetype few = 200; // characters
    return m_plain.size() <= few ? qMax(m_title->naturalWidth(), m_detail->naturalWidth()) : 0;
}

void CardBlock::setWidth(int width)
{
    const bool hasBar = m_text.done || m_text.slider;
    const int most = Theme::scaled(maxCardWidth);
    const int left = hasTile() ? cardPadding + tile() + 12 : cardPadding;
    const int figure = m_text.figure.isEmpty() ? 0 : QFontMetrics(Theme::body()).horizontalAdvance(m_text.figure) + 12;
    m_usedWidth = qMin(width, hasBar || m_goesOn || m_isContinued ? most : qBound(most * 3 / 4, left + cardPadding + figure + wordsWidth(), most));
    m_title->setWidth(qMax(40, m_usedWidth - left - cardPadding - figure));
    m_titleAt = QPoint(left, 10);
    int top = m_goesOn ? 0 : m_titleAt.y() + m_title->height();
    if (hasBar && !m_goesOn) {
        m_barTop = top + 6;
        top = m_barTop + barHeight() + 5;
    }
    m_detail->setWidth(qMax(40, m_usedWidth - left - cardPadding - (m_text.volume ? volumeWidth() + volumeIcon() + 16 : 0)));
    m_detailAt = QPoint(left, top);
    if (m_detail->length() > 0 || m_text.volume)
        top += m_detail->height();
    m_bottom = top;
    setHeight();
}

void CardBlock::setContinued(bool continued)
{
    m_isContinued = continued;
    setHeight();
}

void CardBlock::setHeight()
{
    m_height = qMax(m_isContinued ? m_bottom : m_bottom + 10, hasTile() && !m_goesOn ? tile() + 20 : 0);
}

void CardBlock::paint(QPainter &painter, const QRectF &exposed, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line);
    painter.setBrush(tokens.surface);
    paintBox(painter, m_usedWidth, 10);
    if (!m_goesOn)
        paintTile(painter);
    if (!m_text.figure.isEmpty()) {
        painter.setFont(Theme::body());
        painter.setPen(tokens.text);
        if (hasPlainFigure() && selected.from < m_headLength && selected.to > figureStart())
            painter.fillRect(figureRect(), tokens.selection);
        painter.drawText(figureRect(), Qt::AlignRight | Qt::AlignVCenter, m_text.figure);
    }
    if ((m_text.done || m_text.slider) && !m_goesOn)
        paintBar(painter);
    if (m_text.volume)
        paintVolume(painter);
    const auto write = [&painter, &exposed](const TextBlock &words, const QPoint &place, TextRange range) {
        if (words.length() == 0)
            return;
        painter.save();
        painter.translate(place);
        words.paint(painter, exposed.translated(-place), range);
        painter.restore();
    };
    write(*m_title, m_titleAt, inTitle(selected));
    write(*m_detail, m_detailAt, inDetail(selected));
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
        painter.drawEllipse(QRectF(bar.left() + bar.width() * part - knob() / 2.0, bar.center().y() - knob() / 2.0, knob(), knob()));
}

void CardBlock::paintVolume(QPainter &painter) const
{
    const Tokens &tokens = Theme::tokens();
    const QRectF bar = volumeRect();
    paintPart(painter, bar, m_text.volume->part, tokens.dim);
    const QString icon = m_text.volume->part > 0 ? QStringLiteral("volume") : QStringLiteral("volume-off");
    painter.drawPixmap(QPointF(bar.left() - volumeIcon() - 6, bar.center().y() - volumeIcon() / 2.0), iconPixmap(icon, tokens.dim, QSize(volumeIcon(), volumeIcon()), painter.device()->devicePixelRatioF()));
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
    if (!m_text.detail.isEmpty() && (m_headLength == 0 || point.y() >= m_detailAt.y()))
        return detailStart() + qMin(m_detail->positionAt(point - m_detailAt), m_text.detail.size());
    return hasPlainFigure() && point.x() >= figureRect().left() ? m_headLength : m_title->positionAt(point - m_titleAt);
}

TextRange CardBlock::wordAt(qsizetype position) const
{
    if (hasPlainFigure() && position >= figureStart() && position <= m_headLength)
        return {figureStart(), m_headLength};
    if (position < detailStart() || m_text.detail.isEmpty())
        return m_title->wordAt(position);
    const TextRange word = m_detail->wordAt(position - detailStart());
    return {word.from + detailStart(), qMin(word.to + detailStart(), length())};
}

TextRange CardBlock::inTitle(TextRange range) const
{
    return {range.from, qMin(range.to, m_text.title.size())};
}

TextRange CardBlock::inDetail(TextRange range) const
{
    return {qMax(qsizetype(0), range.from - detailStart()), qMin(range.to - detailStart(), m_text.detail.size())};
}

QList<QRectF> CardBlock::rectsOf(TextRange range) const
{
    QList<QRectF> rects;
    for (const QRectF &rect : m_title->rectsOf(inTitle(range)))
        rects << rect.translated(m_titleAt);
    if (hasPlainFigure() && range.from < m_headLength && range.to > figureStart())
        rects << figureRect();
    for (const QRectF &rect : m_detail->rectsOf(inDetail(range)))
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
    return action ? action->link : m_detail->linkAt(point - m_detailAt);
}

QList<BlockLink> CardBlock::links(qsizetype most) const
{
    QList<BlockLink> links;
    for (const BlockLink &link : m_detail->links(most)) {
        bool isAction = false;
        const int index = link.address.toInt(&isAction);
        if (!isAction)
            links << link;
        else if (!m_text.actions[index].link.isEmpty())
            links.append({m_text.title, m_text.actions[index].link});
    }
    return links;
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
    const auto near = [&point](const QRectF &rect) { return rect.adjusted(-grasp(), -grasp(), grasp(), grasp()).contains(point); };
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
