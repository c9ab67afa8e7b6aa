// SPDX-License-Identifier: GPL-3.0-or-later
// Where the reader stands while messages are laid out in steps, and where they are led.
#include "ui/chat/message_view.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace pipit {

// One step of the first visible message that is not laid out to its end.
void MessageView::growLayouts()
{
    if (m_arrangeTimer.isActive())
        return; // it asks for this again
    for (qsizetype i = 0; i < m_placedKeys.size(); ++i) {
        const auto found = m_layouts.find(m_placedKeys[i]);
        if (found == m_layouts.end() || !found->second.layout->isUnfinished())
            continue;
        // An answer under way is redrawn as often as always.
        if (m_streamTimer.isActive() && found->second.layout->row().isUnderWay())
            return m_growTimer.start(m_streamTimer.remainingTime());
        const bool keepsBelow = i == 0 && found->second.growsUp && m_placedKeys.size() > 1 && !m_kept;
        const std::optional<ReadersPlace> place = m_kept ? m_kept : keepsBelow ? std::nullopt : readersPlace();
        if (keepsBelow)
            m_window.rowIsNow(1, m_window.placed()[1].row);
        found->second.layout->goOn();
        arrange();
        if (place)
            returnTo(*place);
        break;
    }
    seekFound();
}

std::optional<MessageView::ReadersPlace> MessageView::readersPlace() const
{
    const MessageLayout *layout = m_window.placed().empty() || m_window.isAtBottom() ? nullptr : visibleLayout(0);
    if (!layout)
        return std::nullopt;
    return ReadersPlace{m_placedKeys.front(), layout->heightAt(-m_window.placed().front().top)};
}

void MessageView::returnTo(const ReadersPlace &place)
{
    const qsizetype index = m_placedKeys.indexOf(place.key);
    const MessageLayout *layout = index < 0 ? nullptr : visibleLayout(std::size_t(index));
    if (!layout)
        return;
    // What is not laid out as far as that is seen coming.
    const RowWindow::Placed &placed = m_window.placed()[std::size_t(index)];
    const bool isThere = place.height.block < layout->content().blockCount();
    const int below = isThere ? placed.top + layout->yOf(place.height) : placed.bottom() - viewport()->height();
    if (below == 0)
        return;
    m_window.scrollBy(below);
    arrange();
}

// Whatever was to be returned to, the reader has gone somewhere else.
void MessageView::leavePlace()
{
    m_kept.reset();
    m_sought.reset();
}

void MessageView::forgetLayouts()
{
    if (!m_kept)
        m_kept = readersPlace();
    m_window.keepFraction();
    m_layouts.clear();
}

// The reader stays where they are: what follows comes below.
void MessageView::unfoldText(const QString &key)
{
    m_unfolded[key].text = true;
    m_window.holdTop();
    if (const auto found = m_layouts.find(key); found != m_layouts.end())
        found->second.growsUp = false;
    followRows();
    scheduleArrange();
}

void MessageView::showMessage(qint64 id)
{
    if (const int row = m_model->rowOfMessage(id); row >= 0)
        showRow(m_model->row(row).key);
}

void MessageView::showRow(const QString &key)
{
    leavePlace();
    if (m_arrangeTimer.isActive())
        arrange();
    const int row = m_model->rowOfKey(key);
    if (row < 0)
        return;
    m_currentKey = key;
    placeRow(row);
    arrange();
    tellCurrent();
}

void MessageView::setFound(const QString &text, const QString &currentKey)
{
    m_found = text;
    m_foundKey = currentKey;
    viewport()->update();
}

void MessageView::showFound(const QString &key)
{
    showRow(key);
    m_sought = Sought{key};
    seekFound();
}

// The place may be further down than the message is laid out, or folded.
void MessageView::seekFound()
{
    if (!m_sought)
        return;
    const qsizetype index = m_placedKeys.indexOf(m_sought->key);
    const auto found = index < 0 ? m_layouts.end() : m_layouts.find(m_sought->key);
    if (found == m_layouts.end())
        return m_sought.reset();
    MessageLayout &layout = *found->second.layout;
    found->second.growsUp = false;
    const QRect place = layout.firstPlaceOf(m_found, m_sought->block);
    if (place.isEmpty()) {
        m_sought->block = qMax(std::size_t(1), layout.content().blockCount()) - 1;
        if (layout.isFolded())
            unfoldText(m_sought->key);
        else if (!layout.isUnfinished())
            m_sought.reset();
        return;
    }
    showPart(QString(m_sought->key), place);
}

void MessageView::showPart(const QString &key, const QRect &inRow)
{
    leavePlace();
    const qsizetype index = m_placedKeys.indexOf(key);
    if (index < 0)
        return;
    const int top = m_window.placed()[std::size_t(index)].top + inRow.top();
    if (top >= 0 && top + inRow.height() <= viewport()->height())
        return;
    m_window.scrollBy(top - viewport()->height() / 3);
    arrange();
}

// Over the words, so that it is seen on every ground.
void MessageView::paintFound(QPainter &painter, const MessageLayout &layout, const QRect &exposed) const
{
    QColor colour = Theme::tokens().warn;
    colour.setAlpha(layout.row().key == m_foundKey ? 120 : 60);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    for (const QRectF &rect : layout.placesOf(m_found, exposed))
        painter.drawRoundedRect(rect, 2, 2);
}

} // namespace pipit
