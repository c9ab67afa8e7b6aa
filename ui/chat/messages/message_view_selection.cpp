// SPDX-License-Identifier: GPL-3.0-or-later
// How the conversation is selected, by pointer and by keyboard.
#include "ui/chat/messages/message_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>

#include <algorithm>

namespace pipit {

namespace {

constexpr int mostDragPixels = 60; // scrolled at once while the pointer is outside

} // namespace

QString MessageView::selectedText(CopyFormat format) const
{
    return copiedText(*m_model, m_selection, format, m_media);
}

void MessageView::selectionChanged()
{
    m_selection.locate(*m_model);
    viewport()->update();
    tellSelection();
}

void MessageView::select(const MessageSelection::Point &from, const MessageSelection::Point &to)
{
    m_selection.begin(from);
    m_selection.extendTo(to);
    selectionChanged();
}

void MessageView::clearSelection()
{
    m_selection.clear();
    viewport()->update();
    tellSelection();
}

// The row under the point, else the nearest.
const RowWindow::Placed *MessageView::placedNear(const QPoint &point) const
{
    const std::vector<RowWindow::Placed> &placed = m_window.placed();
    if (placed.empty() || placed.back().row >= m_model->rowCount())
        return nullptr;
    const auto below = std::ranges::find_if(placed, [&point](const RowWindow::Placed &one) { return point.y() < one.bottom(); });
    return below == placed.end() ? &placed.back() : &*below;
}

TextSelection MessageView::unitAt(const Content &content, const TextPosition &position, Unit unit)
{
    switch (unit) {
    case Unit::Word:
        return content.wordAt(position);
    case Unit::Paragraph:
        return content.blockAt(position);
    case Unit::Character:
        break;
    }
    return {position, position};
}

void MessageView::beginSelection(const QPoint &point, Unit unit)
{
    clearSelection();
    m_pressed.reset();
    const RowWindow::Placed *placed = placedNear(point);
    if (!placed)
        return;
    const MessageLayout *layout = layoutOf(placed->row);
    const QString key = layout->row().key;
    const TextPosition position = layout->positionAt(point - QPoint(0, placed->top));
    const TextSelection whole = unitAt(layout->content(), position, unit);
    m_unit = unit;
    m_pressed = Pressed{{}, point, {key, whole.from}, {key, whole.to}};
    m_selection.begin(m_pressed->from);
    m_selection.extendTo(m_pressed->to);
    selectionChanged();
}

void MessageView::dragSelection(const QPoint &point)
{
    m_dragPoint = point;
    const bool isOutside = point.y() < 0 || point.y() >= viewport()->height();
    if (isOutside != m_dragTimer.isActive())
        isOutside ? m_dragTimer.start() : m_dragTimer.stop();
    const RowWindow::Placed *placed = placedNear(point);
    if (!placed || !m_pressed)
        return;
    const MessageLayout *layout = layoutOf(placed->row);
    const QString key = layout->row().key;
    const TextPosition position = layout->positionAt(point - QPoint(0, placed->top));
    const TextSelection whole = unitAt(layout->content(), position, m_unit);
    const int pressedRow = m_model->rowOfKey(m_pressed->from.key);
    const bool isBefore = placed->row < pressedRow || (placed->row == pressedRow && whole.from < m_pressed->from.position);
    m_selection.begin(isBefore ? m_pressed->to : m_pressed->from);
    m_selection.extendTo({key, isBefore ? whole.from : whole.to});
    selectionChanged();
}

// The farther outside, the faster.
void MessageView::scrollWhileDragging()
{
    const int below = m_dragPoint.y() - viewport()->height();
    const int distance = m_dragPoint.y() < 0 ? m_dragPoint.y() : below + 1;
    scrollPixels(std::clamp(distance / 3 + (distance < 0 ? -2 : 2), -mostDragPixels, mostDragPixels));
    dragSelection(m_dragPoint);
}

void MessageView::selectByKey(QKeyEvent *event)
{
    const int rows = m_model->rowCount();
    if (rows == 0)
        return;
    if (event->matches(QKeySequence::SelectAll)) {
        m_selection.begin({m_model->row(0).key, {}});
        m_selection.extendTo({m_model->row(rows - 1).key, endOfText});
        return selectionChanged();
    }
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)
        return selectMessages(event->key() == Qt::Key_Up ? -1 : 1);

    const bool isWord = event->modifiers() & Qt::ControlModifier;
    const auto by = isWord ? QTextBoundaryFinder::Word : QTextBoundaryFinder::Grapheme;
    const auto extend = [&](auto to) {
        if (!m_selection.isBegun())
            m_selection.begin({m_currentKey.isEmpty() ? m_placedKeys.value(0) : m_currentKey, {}});
        MessageSelection::Point head = m_selection.head();
        if (const MessageLayout *layout = layoutOfKey(head.key))
            head.position = to(*layout, head.position);
        m_selection.extendTo(head);
        selectionChanged();
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return extend([by](const MessageLayout &layout, const TextPosition &at) { return layout.content().moved(at, -1, by); });
    case Qt::Key_Right:
        return extend([by](const MessageLayout &layout, const TextPosition &at) { return layout.content().moved(at, 1, by); });
    case Qt::Key_Home:
        return extend([](const MessageLayout &, const TextPosition &) { return TextPosition(); });
    case Qt::Key_End:
        return extend([](const MessageLayout &layout, const TextPosition &) { return layout.all().to; });
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

// Whole messages, from the one that was current when it began.
void MessageView::selectMessages(int step)
{
    const int head = m_selection.isBegun() ? m_model->rowOfKey(m_selection.head().key) : -1;
    const int start = m_model->rowOfKey(m_currentKey.isEmpty() ? m_placedKeys.value(m_placedKeys.size() - 1) : m_currentKey);
    if (start < 0)
        return;
    const bool goesOn = head >= 0 && m_selection.isWholeRows();
    const int anchorRow = goesOn ? m_model->rowOfKey(m_selection.anchor().key) : start;
    const int row = goesOn ? qBound(0, head + step, m_model->rowCount() - 1) : start;
    const bool isUp = row < anchorRow || (row == anchorRow && step < 0);
    m_selection.begin({m_model->row(anchorRow).key, isUp ? endOfText : TextPosition()});
    m_selection.extendTo({m_model->row(row).key, isUp ? TextPosition() : endOfText});
    m_currentKey = m_model->row(row).key;
    placeRow(row);
    arrange();
    selectionChanged();
}

void MessageView::copySelection(CopyFormat format)
{
    if (m_selection.rows()) {
        QGuiApplication::clipboard()->setText(selectedText(format));
    } else {
        copyMessage(m_currentKey, format);
    }
}

void MessageView::copyMessage(const QString &key, CopyFormat format)
{
    if (m_model->rowOfKey(key) < 0)
        return;
    QGuiApplication::clipboard()->setText(copiedText(*m_model, MessageSelection::whole(*m_model, key), format, m_media));
}

} // namespace pipit
