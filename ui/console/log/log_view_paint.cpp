// SPDX-License-Identifier: GPL-3.0-or-later
// How the lines of the log are painted.
#include "ui/console/log/log_view.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr double signPixels = 12;

const QColor &inkOf(QtMsgType level)
{
    const Tokens &tokens = Theme::tokens();
    switch (level) {
    case QtDebugMsg: return tokens.dim;
    case QtInfoMsg: break;
    case QtWarningMsg: return tokens.warn;
    case QtCriticalMsg:
    case QtFatalMsg: return tokens.bad;
    }
    return tokens.text;
}

} // namespace

void LogView::paintEvent(QPaintEvent *event)
{
    if (m_arrangeTimer.isActive())
        arrange();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), Theme::tokens().surface);
    painter.setFont(Theme::code());
    for (const Placed &placed : m_placed) {
        const qsizetype place = m_model->placeOf(placed.id);
        if (!placed.rect.intersects(event->rect()) || place >= m_model->count() || m_model->idOf(place) != placed.id)
            continue;
        const LogModel::Row &row = m_model->row(place);
        if (isSelected(placed.id))
            painter.fillRect(placed.rect, Theme::tokens().soft);
        if (row.kind == LogModel::Kind::Line)
            paintLine(painter, placed, row);
        else
            paintNote(painter, placed, row);
        if (hasFocus() && placed.id == m_current) {
            painter.setPen(Theme::tokens().accent);
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(placed.rect.adjusted(0, 0, -1, -1));
        }
    }
}

void LogView::paintLine(QPainter &painter, const Placed &placed, const LogModel::Row &row)
{
    const Tokens &tokens = Theme::tokens();
    const auto found = m_layouts.find(placed.id);
    if (found == m_layouts.end())
        return;
    Layout &layout = *found->second;
    const double top = placed.rect.top() + (m_lineHeight - layout.time.size().height()) / 2;
    if (row.level != QtInfoMsg && row.level != QtDebugMsg) {
        // Not by colour alone.
        const int side = Theme::scaled(signPixels);
        painter.drawPixmap(QPoint((m_timeLeft - side) / 2, placed.rect.top() + (m_lineHeight - side) / 2), iconPixmap(row.level == QtWarningMsg ? u"warning"_s : u"error"_s, inkOf(row.level), {side, side}, devicePixelRatioF()));
    }
    painter.setPen(tokens.faint);
    painter.drawStaticText(QPointF(m_timeLeft, top), layout.time);
    paintArea(painter, QPointF(m_areaLeft, top), row.area);

    painter.save();
    painter.setClipRect(m_wordsLeft, placed.rect.top(), viewport()->width() - m_wordsLeft, placed.rect.height());
    painter.setPen(inkOf(row.level));
    QList<QTextLayout::FormatRange> marked = layout.found;
    for (QTextLayout::FormatRange &range : marked)
        range.format.setBackground(placed.id == m_current ? tokens.foundHere : tokens.found);
    layout.words.draw(&painter, QPointF(m_wordsLeft - horizontalScrollBar()->value(), placed.rect.top()), marked);
    painter.restore();
}

void LogView::paintArea(QPainter &painter, const QPointF &at, quint16 area)
{
    QStaticText &text = m_areaTexts[area];
    const QString &name = m_model->areaName(area);
    const QFontMetrics metrics(Theme::code());
    if (text.text().isEmpty()) {
        text.setTextFormat(Qt::PlainText);
        text.setText(metrics.elidedText(name, Qt::ElideRight, m_wordsLeft - m_areaLeft - metrics.horizontalAdvance(u'0') / 2));
        text.prepare({}, Theme::code());
    }
    const QString &sought = m_model->filter().text;
    if (const qsizetype place = sought.isEmpty() ? -1 : text.text().indexOf(sought, 0, Qt::CaseInsensitive); place >= 0)
        painter.fillRect(QRectF(at.x() + metrics.horizontalAdvance(name.left(place)), at.y(), metrics.horizontalAdvance(name.mid(place, sought.size())), text.size().height()), Theme::tokens().found);
    painter.setPen(Theme::tokens().series[2]);
    painter.drawStaticText(at, text);
}

void LogView::paintNote(QPainter &painter, const Placed &placed, const LogModel::Row &row) const
{
    painter.save();
    painter.setFont(Theme::small());
    painter.setPen(Theme::tokens().dim);
    const QRect room = placed.rect.adjusted(m_timeLeft, 0, -m_timeLeft, 0);
    const QString words = painter.fontMetrics().elidedText(LogModel::noteOf(row), Qt::ElideRight, room.width());
    painter.drawText(room, Qt::AlignCenter, words);
    const int gap = Theme::scaled(10), side = (room.width() - painter.fontMetrics().horizontalAdvance(words)) / 2 - gap;
    painter.setPen(Theme::tokens().line);
    const int middle = placed.rect.center().y();
    if (side > 0) {
        painter.drawLine(room.left(), middle, room.left() + side, middle);
        painter.drawLine(room.right() - side, middle, room.right(), middle);
    }
    painter.restore();
}

} // namespace pipit
