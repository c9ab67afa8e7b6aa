// SPDX-License-Identifier: GPL-3.0-or-later
// What a window shows of the conversation, painted row by row; and what painting tells: that a day has ended, when an answer was seen.
#include "ui/chat/messages/message_view.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QPainter>
#include <QPaintEvent>

namespace pipit {

namespace {

constexpr qsizetype mostPainted = 500; // answers whose times are remembered

} // namespace

void MessageView::paintEvent(QPaintEvent *event)
{
    noteDay();
    const Tokens &tokens = Theme::tokens();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), tokens.page);
    for (const RowWindow::Placed &placed : m_window.placed()) {
        const QRect place(0, placed.top, width(), placed.height);
        if (!place.intersects(event->rect()) || placed.row >= m_model->rowCount())
            continue;
        MessageLayout *layout = layoutOf(placed.row);
        const QString &key = layout->row().key;
        painter.save();
        painter.translate(0, placed.top);
        const QRect exposed = event->rect().translated(0, -placed.top);
        layout->paint(painter, exposed, m_selection.in(placed.row), devicePixelRatioF());
        notePainted(layout->row());
        if (!m_found.isEmpty())
            paintFound(painter, *layout, exposed);
        if (hasFocus() && key == m_currentKey) {
            painter.setPen(tokens.accent);
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(layout->focusFrame()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7);
        }
        if (key == m_hoveredKey && !layout->hoverButton().isEmpty()) {
            const QRect button = layout->hoverButton();
            painter.setPen(tokens.line);
            painter.setBrush(tokens.surface);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
            const QSize icon(Theme::scaled(15), Theme::scaled(15));
            painter.drawPixmap(QPointF(button.center()) - QPointF(icon.width() / 2.0 - 0.5, icon.height() / 2.0 - 0.5),
                               iconPixmap(QStringLiteral("copy"), tokens.dim, icon, devicePixelRatioF()));
        }
        painter.restore();
    }
}

// Over the words, so that it is seen on every ground.
void MessageView::paintFound(QPainter &painter, const MessageLayout &layout, const QRect &exposed) const
{
    // Over the words, which it leaves as they are: dark ones stay dark, light ones light.
    const Tokens &tokens = Theme::tokens();
    painter.setCompositionMode(tokens.dark ? QPainter::CompositionMode_Plus : QPainter::CompositionMode_Multiply);
    painter.setPen(Qt::NoPen);
    painter.setBrush(layout.row().key == m_foundKey ? tokens.foundHere : tokens.found);
    for (const QRectF &rect : layout.placesOf(m_found, exposed))
        painter.drawRoundedRect(rect, 2, 2);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
}

// What was today is yesterday. A machine that slept is late with the timer; whatever is painted first then sees it.
void MessageView::noteDay()
{
    const QDateTime now = QDateTime::currentDateTime();
    if (m_paintedOn == now.date() && m_midnight.isActive())
        return;
    if (m_paintedOn.isValid() && m_paintedOn != now.date()) {
        for (auto &[key, entry] : m_layouts)
            entry.layout->releasePixmap();
        viewport()->update();
    }
    m_paintedOn = now.date();
    m_midnight.start(int(now.msecsTo(now.date().addDays(1).startOfDay())) + 1000);
}

void MessageView::notePainted(const ChatRow &row)
{
    if (row.isUnderWay() && !row.text.isEmpty() && !m_painted.contains(row.key)) {
        if (m_painted.size() >= mostPainted)
            m_painted.clear();
        m_painted.insert(row.key, {.firstWordsMs = QDateTime::currentMSecsSinceEpoch()});
    } else if (row.state == ChatRow::State::Stored && !m_painted.isEmpty()) {
        if (const auto found = m_painted.find(row.key); found != m_painted.end() && found->wholeMs == 0)
            found->wholeMs = QDateTime::currentMSecsSinceEpoch();
    }
}

} // namespace pipit
