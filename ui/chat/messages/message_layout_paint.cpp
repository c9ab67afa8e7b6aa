// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_layout.h"

#include "ui/chat/messages/message_words.h"
#include "ui/locale/times.h"
#include "ui/theme/avatar.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>

namespace pipit {

namespace {

constexpr double bubbleRadius = 14;
constexpr double speakerRadius = 4;
constexpr double maxCachedPixels = 2.5e6; // 10 MB; a larger row is painted directly

// How grave a notification is, in its shape as well as in its colour.
struct NoticeLook {
    const char *severity;
    const char *icon;
    QColor Tokens::*colour;
    QColor Tokens::*back;
};

constexpr std::array noticeLooks{
    NoticeLook{"warning", "warning", &Tokens::warn, &Tokens::warnBack}, // where nothing is said, too
    NoticeLook{"info", "info", &Tokens::accent, &Tokens::soft},
    NoticeLook{"success", "check", &Tokens::good, &Tokens::soft},
    NoticeLook{"note", "note", &Tokens::dim, &Tokens::side},
    NoticeLook{"error", "error", &Tokens::bad, &Tokens::badBack},
};

const NoticeLook &noticeLook(const QString &severity)
{
    const auto found = std::ranges::find_if(noticeLooks, [&severity](const NoticeLook &look) { return severity == QLatin1StringView(look.severity); });
    return found == noticeLooks.end() ? noticeLooks.front() : *found;
}

// A rounded box with its own radius at each corner, clockwise from the upper left.
QPainterPath bubblePath(const QRectF &box, const std::array<double, 4> &radii)
{
    QPainterPath path;
    path.moveTo(box.left() + radii[0], box.top());
    path.lineTo(box.right() - radii[1], box.top());
    path.arcTo(box.right() - 2 * radii[1], box.top(), 2 * radii[1], 2 * radii[1], 90, -90);
    path.lineTo(box.right(), box.bottom() - radii[2]);
    path.arcTo(box.right() - 2 * radii[2], box.bottom() - 2 * radii[2], 2 * radii[2], 2 * radii[2], 0, -90);
    path.lineTo(box.left() + radii[3], box.bottom());
    path.arcTo(box.left(), box.bottom() - 2 * radii[3], 2 * radii[3], 2 * radii[3], 270, -90);
    path.lineTo(box.left(), box.top() + radii[0]);
    path.arcTo(box.left(), box.top(), 2 * radii[0], 2 * radii[0], 180, -90);
    path.closeSubpath();
    return path;
}

} // namespace

void MessageLayout::paint(QPainter &painter, const QRect &exposed, const TextSelection &selection, double devicePixelRatio)
{
    const bool cacheable = selection.isEmpty() && !m_row.isUnderWay() && !m_content->isMoving() && m_width * double(m_height) * devicePixelRatio * devicePixelRatio <= maxCachedPixels;
    if (!cacheable) {
        m_pixmap = {};
        return paintDirectly(painter, exposed, selection);
    }
    if (m_pixmap.isNull() || m_pixmap.devicePixelRatio() != devicePixelRatio) {
        m_pixmap = QPixmap(QSize(m_width, qMax(1, m_height)) * devicePixelRatio);
        m_pixmap.setDevicePixelRatio(devicePixelRatio);
        m_pixmap.fill(Theme::tokens().page);
        QPainter onPixmap(&m_pixmap);
        paintDirectly(onPixmap, QRect(0, 0, m_width, m_height), {});
    }
    painter.drawPixmap(0, 0, m_pixmap);
}

void MessageLayout::paintDirectly(QPainter &painter, const QRect &exposed, const TextSelection &selection) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    paintHead(painter);
    if (!m_boxRect.isEmpty())
        paintBox(painter);
    if (m_contentRect.height() > 0)
        paintContent(painter, exposed, selection);
    paintAround(painter, exposed);
}

void MessageLayout::paintBox(QPainter &painter) const
{
    const Tokens &tokens = Theme::tokens();
    const QRectF box = QRectF(m_boxRect).adjusted(0.5, 0.5, -0.5, -0.5);
    if (m_frame == ContentFrame::Notice) {
        const NoticeLook look = noticeLook(m_row.metadata.value(u"severity").toString());
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.*look.back);
        painter.drawRoundedRect(box, 7, 7);
        const int icon = Theme::scaled(16);
        painter.drawPixmap(QPointF(box.left() + 16, m_contentRect.top() + (Theme::lineHeight() - icon) / 2.0),
                           iconPixmap(QString::fromLatin1(look.icon), tokens.*look.colour, QSize(icon, icon), painter.device()->devicePixelRatioF()));
    } else if (m_row.own) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_row.state == ChatRow::State::NotSent ? tokens.badBack : tokens.bubble);
        painter.drawPath(bubblePath(QRectF(m_boxRect), {bubbleRadius, bubbleRadius, speakerRadius, bubbleRadius}));
    } else {
        painter.setPen(tokens.line);
        painter.setBrush(tokens.surface);
        painter.drawPath(bubblePath(box, {m_row.startsGroup ? speakerRadius : bubbleRadius, bubbleRadius, bubbleRadius, bubbleRadius}));
    }
}

void MessageLayout::paintContent(QPainter &painter, const QRect &exposed, const TextSelection &selection) const
{
    painter.save();
    painter.translate(m_contentRect.topLeft());
    if (!(m_row.isUnderWay() && m_row.text.isEmpty()))
        m_content->paint(painter, QRectF(exposed.translated(-m_contentRect.topLeft())), selection);
    if (m_row.isUnderWay()) {
        QRectF caret = m_row.text.isEmpty() ? QRectF(0, 3, 8, Theme::lineHeight() - 6) : m_content->caretRect();
        if (caret.isEmpty())
            caret = QRectF(0, m_content->height() + 6, 8, Theme::lineHeight() - 6);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::tokens().accent);
        painter.drawRoundedRect(caret, 2, 2);
    }
    painter.restore();
}

void MessageLayout::paintHead(QPainter &painter) const
{
    const Tokens &tokens = Theme::tokens();
    if (!m_dayRect.isEmpty()) {
        painter.setFont(Theme::small());
        painter.setPen(tokens.dim);
        painter.drawText(m_dayRect, Qt::AlignCenter, dayLabel(m_row.createdAtMs, QDateTime::currentDateTime()));
    }
    if (!m_markRect.isEmpty()) {
        QFont font = Theme::small();
        font.setWeight(QFont::DemiBold);
        const QString words = markText(*m_row.mark);
        const int half = QFontMetrics(font).horizontalAdvance(words) / 2 + 14;
        const QPoint middle = m_markRect.center();
        painter.setFont(font);
        painter.setPen(tokens.accent);
        painter.drawText(m_markRect, Qt::AlignCenter, words);
        QColor line = tokens.accent;
        line.setAlpha(110);
        painter.fillRect(QRect(QPoint(m_markRect.left(), middle.y()), QPoint(middle.x() - half, middle.y())), line);
        painter.fillRect(QRect(QPoint(middle.x() + half, middle.y()), QPoint(m_markRect.right(), middle.y())), line);
    }
    if (m_nameRect.isEmpty())
        return;
    if (!m_avatarRect.isEmpty())
        paintAvatar(painter, m_avatarRect, m_row.senderName, m_row.senderId.isEmpty() ? m_row.senderName : m_row.senderId);
    QFont nameFont = Theme::strong();
    const QFontMetrics metrics(nameFont);
    const QString name = metrics.elidedText(m_row.senderName, Qt::ElideRight, m_nameRect.width() - Theme::scaled(110));
    painter.setFont(nameFont);
    painter.setPen(tokens.text);
    const int baseline = m_nameRect.top() + (m_nameRect.height() + metrics.ascent() - metrics.descent()) / 2;
    painter.drawText(QPoint(m_nameRect.left(), baseline), name);
    painter.setFont(Theme::small());
    painter.setPen(m_row.isUnderWay() ? tokens.dim : tokens.faint);
    const QString beside = m_row.isUnderWay() ? stateText(m_row) : m_row.createdAtMs > 0 ? clockTime(m_row.createdAtMs) : QString();
    painter.drawText(QPoint(m_nameRect.left() + metrics.horizontalAdvance(name) + 12, baseline), beside);
}

void MessageLayout::paintAround(QPainter &painter, const QRect &exposed) const
{
    const Tokens &tokens = Theme::tokens();
    for (const WordLine *line : {&m_reasoningLine, &m_foldLine, &m_foot, &m_suggestions})
        line->paint(painter);
    if (m_reasoning) {
        painter.save();
        painter.translate(m_reasoningRect.topLeft());
        m_reasoning->paint(painter, QRectF(exposed.translated(-m_reasoningRect.topLeft())), {});
        painter.restore();
        painter.fillRect(QRect(m_reasoningRect.left() - 12, m_reasoningRect.top(), 2, m_reasoningRect.height()), tokens.line);
    }
    if (!m_quoteRect.isEmpty()) {
        painter.fillRect(QRect(m_quoteRect.topLeft(), QSize(2, m_quoteRect.height())), m_row.own ? tokens.accent : tokens.line); // a line would not be seen on a bubble
        painter.setFont(Theme::small());
        painter.setPen(tokens.dim);
        painter.drawText(m_quoteRect.adjusted(12, 0, 8, 0), Qt::AlignVCenter | Qt::AlignLeft, m_quoteText);
    }
    painter.fillRect(m_barRect, tokens.line);
}

} // namespace pipit
