// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_view.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QMouseEvent>

#include <cmath>

namespace pipit {

const RowWindow::Placed *MessageView::placedAt(const QPoint &point) const
{
    for (const RowWindow::Placed &placed : m_window.placed()) {
        if (point.y() >= placed.top && point.y() < placed.bottom() && placed.row < m_model->rowCount())
            return &placed;
    }
    return nullptr;
}

void MessageView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint at = event->position().toPoint();
    const RowWindow::Placed *placed = placedAt(at);
    m_dragged = false;
    m_currentKey.clear();
    if (placed) {
        const auto pressed = layoutOf(placed->row)->hit(at - QPoint(0, placed->top)).block;
        if (pressed && (pressed->kind == BlockAction::Kind::Seek || pressed->kind == BlockAction::Kind::SetVolume)) {
            m_pressed = Pressed{.key = layoutOf(placed->row)->row().key, .at = at, .slides = pressed};
            return slide(at);
        }
    }
    if (event->modifiers() & Qt::ShiftModifier && m_selection.isBegun()) {
        m_unit = Unit::Character;
        m_pressed = Pressed{{}, at, m_selection.anchor(), m_selection.anchor()};
        m_dragged = true;
        return dragSelection(at);
    }
    const bool isThird = m_doubleClicked.isValid() && m_doubleClicked.elapsed() < QApplication::doubleClickInterval()
        && (at - m_doubleClickedAt).manhattanLength() < QApplication::startDragDistance();
    beginSelection(at, isThird ? Unit::Paragraph : Unit::Character);
    if (m_pressed && placed)
        m_pressed->key = layoutOf(placed->row)->row().key;
}

void MessageView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (!m_pressed || !(event->buttons() & Qt::LeftButton))
        return updateHover(point);
    if (m_pressed->slides)
        return slide(point);
    if (!m_dragged && (point - m_pressed->at).manhattanLength() < QApplication::startDragDistance() / 2)
        return;
    m_dragged = true;
    dragSelection(point);
}

// The pointer holds a slider: beside it, too, until it lets go.
void MessageView::slide(const QPoint &point)
{
    const qsizetype place = m_placedKeys.indexOf(m_pressed->key);
    const MessageLayout *layout = place < 0 ? nullptr : visibleLayout(std::size_t(place));
    if (!layout)
        return;
    const QPointF origin = layout->contentPlace() + QPoint(0, m_window.placed()[std::size_t(place)].top);
    if (const auto action = layout->content().slid(*m_pressed->slides, m_pressed->at - origin, point - origin))
        act(ChatRow(layout->row()), *action);
}

void MessageView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const Pressed pressed = *std::exchange(m_pressed, std::nullopt);
    m_dragTimer.stop();
    if (pressed.slides)
        return;
    if (m_selection.rows()) {
        if (QGuiApplication::clipboard()->supportsSelection())
            QGuiApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
        return;
    }
    const QPoint at = event->position().toPoint();
    const RowWindow::Placed *placed = placedAt(at);
    if (!placed)
        return;
    MessageLayout *layout = layoutOf(placed->row);
    const ChatRow row = layout->row();
    if (row.key != pressed.key)
        return;
    const QPoint point = at - QPoint(0, placed->top);
    const MessageLayout::Hit hit = layout->hit(point);
    if (layout->hoverButton().contains(point))
        copyText(row.text, at);
    else if (hit.action)
        activate(row, *hit.action);
    else if (hit.block)
        act(row, *hit.block);
    else if (hit.copies)
        copyText(*hit.copies, at);
    else if (!hit.link.isEmpty())
        openLink(hit.link);
}

void MessageView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const RowWindow::Placed *placed = placedAt(at);
    if (!placed || event->button() != Qt::LeftButton || !layoutOf(placed->row)->hit(at - QPoint(0, placed->top)).text)
        return mousePressEvent(event);
    m_doubleClicked.start();
    m_doubleClickedAt = at;
    m_dragged = true;
    beginSelection(at, Unit::Word);
}

void MessageView::updateHover(const QPoint &point)
{
    const RowWindow::Placed *placed = placedAt(point);
    QString key;
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (placed) {
        MessageLayout *layout = layoutOf(placed->row);
        const QPoint inRow = point - QPoint(0, placed->top);
        key = layout->row().key;
        const MessageLayout::Hit hit = layout->hit(inRow);
        if (hit.action || hit.block || hit.copies || !hit.link.isEmpty() || layout->hoverButton().contains(inRow))
            shape = Qt::PointingHandCursor;
        else if (hit.text)
            shape = Qt::IBeamCursor;
        viewport()->setToolTip(hit.link);
    }
    viewport()->setCursor(shape);
    if (std::exchange(m_hoveredKey, key) != key)
        viewport()->update();
}

void MessageView::leaveEvent(QEvent *event)
{
    QAbstractScrollArea::leaveEvent(event);
    m_hoveredKey.clear();
    viewport()->update();
}

void MessageView::wheelEvent(QWheelEvent *event)
{
    // Pixels are to be believed only of a gesture: without one they are whatever the driver counts in (X11). Else eighths of a degree,
    // of which a fine wheel gives a few at a time; the rest of a pixel is kept for the next turn.
    double pixels = event->pixelDelta().y();
    if (event->phase() == Qt::NoScrollPhase || event->pixelDelta().isNull())
        pixels = event->angleDelta().y() / 120.0 * QApplication::wheelScrollLines() * Theme::lineHeight();
    m_wheelRest += pixels;
    const int whole = int(m_wheelRest);
    m_wheelRest -= whole;
    scrollPixels(-whole);
    updateHover(event->position().toPoint());
    event->accept();
}

void MessageView::keyPressEvent(QKeyEvent *event)
{
    const int page = viewport()->height() - 2 * Theme::lineHeight();
    const bool isCopy = event->key() == Qt::Key_C && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    if (isCopy || event->matches(QKeySequence::Copy))
        return copySelection(isCopy ? CopyFormat::Markdown : CopyFormat::Text);
    if (event->key() == Qt::Key_F10 && event->modifiers() == Qt::ShiftModifier)
        return openMenu();
    if (event->matches(QKeySequence::SelectAll) || event->modifiers() & Qt::ShiftModifier)
        return selectByKey(event);
    switch (event->key()) {
    case Qt::Key_PageUp:
        return scrollPixels(-page);
    case Qt::Key_PageDown:
        return scrollPixels(page);
    case Qt::Key_Home:
        leavePlace();
        m_window.scrollToRow(0);
        return arrange();
    case Qt::Key_End:
        if (m_isOpenEnded)
            return scrollToBottom();
        leavePlace();
        m_window.scrollToBottom();
        return arrange();
    case Qt::Key_Up:
        return moveCurrent(-1);
    case Qt::Key_Down:
        return moveCurrent(1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_currentKey.isEmpty())
            break;
        return openMenu();
    case Qt::Key_Menu:
        return openMenu();
    case Qt::Key_R:
        if (const int row = m_model->rowOfKey(m_currentKey); !m_currentKey.isEmpty() && row >= 0 && m_model->row(row).id != 0)
            return Q_EMIT replyRequested(m_currentKey);
        break;
    case Qt::Key_Space:
        if (togglePlaying())
            return;
        break;
    case Qt::Key_Escape:
        if (m_selection.isBegun() || !m_currentKey.isEmpty()) {
            m_currentKey.clear();
            return clearSelection();
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

bool MessageView::togglePlaying()
{
    const MessageLayout *layout = layoutOfKey(m_currentKey);
    if (!layout)
        return false;
    using Kind = BlockAction::Kind;
    for (const BlockAction &action : layout->content().actions()) {
        if (action.kind == Kind::Play || action.kind == Kind::Pause) {
            act(ChatRow(layout->row()), action);
            return true;
        }
    }
    return false;
}

void MessageView::moveCurrent(int step)
{
    if (m_arrangeTimer.isActive())
        arrange();
    if (m_window.placed().empty())
        return;
    const int before = m_model->rowOfKey(m_currentKey);
    const int start = step < 0 ? m_window.placed().back().row : m_window.placed().front().row;
    const int row = before < 0 ? start : qBound(0, before + step, m_model->rowCount() - 1);
    showRow(m_model->row(row).key);
}

// Scrolls as little as it takes for the row to be in view.
void MessageView::placeRow(int row)
{
    if (m_window.placed().empty())
        return;
    const int first = m_window.placed().front().row;
    const int last = m_window.placed().back().row;
    if (row < first || row > last + 1) {
        m_window.scrollToRow(row);
    } else if (row > last) {
        m_window.scrollBy(layoutOf(row)->height() + qMax(0, m_window.placed().back().bottom() - viewport()->height()));
    } else {
        for (const RowWindow::Placed &placed : m_window.placed()) {
            if (placed.row == row && placed.top < 0)
                m_window.scrollBy(placed.top);
            else if (placed.row == row && placed.bottom() > viewport()->height())
                m_window.scrollBy(qMin(placed.top, placed.bottom() - viewport()->height()));
        }
    }
}

void MessageView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        if (m_currentKey.isEmpty() && m_model->rowCount() > 0)
            m_currentKey = m_model->row(m_window.placed().empty() ? m_model->rowCount() - 1 : qMin(m_window.placed().back().row, m_model->rowCount() - 1)).key;
    }
    viewport()->update();
}

void MessageView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace pipit
