// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/message_view.h"

#include "ui/chat/content/inline_text.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>
#include <QUrl>

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

QString MessageView::selectedText() const
{
    if (m_selectedKey.isEmpty() || m_selection.isEmpty())
        return {};
    const auto found = m_layouts.find(m_selectedKey);
    return found == m_layouts.end() ? QString() : found->second.layout->plainText(m_selection);
}

void MessageView::select(const QString &key, const TextSelection &selection)
{
    m_selectedKey = key;
    m_selection = selection;
    viewport()->update();
}

void MessageView::copyText(const QString &text, const QPoint &at)
{
    QGuiApplication::clipboard()->setText(text);
    QToolTip::showText(viewport()->mapToGlobal(at), tr("Copied"), viewport(), {}, 1500);
}

bool MessageView::activate(const ChatRow &row, MessageLayout::Action action)
{
    switch (action) {
    case MessageLayout::Action::Retry:
        Q_EMIT retryRequested(row.key);
        return true;
    case MessageLayout::Action::Discard:
        Q_EMIT discardRequested(row.key);
        return true;
    case MessageLayout::Action::Dismiss:
        Q_EMIT dismissRequested(row.runId);
        return true;
    case MessageLayout::Action::ShowAll:
        if (MessageLayout *layout = layoutOfKey(row.key))
            layout->setExpanded();
        m_window.keepFraction();
        scheduleArrange();
        return true;
    case MessageLayout::Action::CopyAll:
        copyText(row.text, viewport()->mapFromGlobal(QCursor::pos()));
        return true;
    }
    return false;
}

void MessageView::mousePressEvent(QMouseEvent *event)
{
    const RowWindow::Placed *placed = placedAt(event->position().toPoint());
    m_dragged = false;
    if (event->button() != Qt::LeftButton)
        return;
    if (!placed) {
        select({}, {});
        return;
    }
    MessageLayout *layout = layoutOf(placed->row);
    const QPoint point = event->position().toPoint() - QPoint(0, placed->top);
    m_currentKey.clear();
    m_pressed = Pressed{layout->row().key, layout->positionAt(point), event->position().toPoint()};
    select({}, {});
}

void MessageView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (!m_pressed || !(event->buttons() & Qt::LeftButton))
        return updateHover(point);
    if (!m_dragged && (point - m_pressed->at).manhattanLength() < QApplication::startDragDistance() / 2)
        return;
    m_dragged = true;
    MessageLayout *layout = layoutOfKey(m_pressed->key);
    const int row = m_model->rowOfKey(m_pressed->key);
    for (const RowWindow::Placed &placed : m_window.placed()) {
        if (placed.row != row || !layout)
            continue;
        const TextPosition position = layout->positionAt(point - QPoint(0, placed.top));
        select(m_pressed->key, {qMin(position, m_pressed->position), qMax(position, m_pressed->position)});
    }
}

void MessageView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const Pressed pressed = *std::exchange(m_pressed, std::nullopt);
    if (m_dragged) {
        if (QGuiApplication::clipboard()->supportsSelection() && !selectedText().isEmpty())
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
    else if (hit.copies)
        copyText(*hit.copies, at);
    else if (!hit.link.isEmpty() && isSafeLink(hit.link))
        QDesktopServices::openUrl(QUrl(hit.link));
}

void MessageView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const RowWindow::Placed *placed = placedAt(event->position().toPoint());
    if (!placed || event->button() != Qt::LeftButton)
        return;
    MessageLayout *layout = layoutOf(placed->row);
    const QPoint point = event->position().toPoint() - QPoint(0, placed->top);
    if (layout->hit(point).text)
        select(layout->row().key, layout->wordAt(point));
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
        if (hit.action || hit.copies || !hit.link.isEmpty() || layout->hoverButton().contains(inRow))
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
    // A touchpad gives pixels; a wheel gives eighths of a degree, of which the rest is kept for the next turn.
    double pixels = event->pixelDelta().y();
    if (event->pixelDelta().isNull())
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
    if (event->matches(QKeySequence::Copy)) {
        const QString selected = selectedText();
        const int row = m_model->rowOfKey(m_currentKey);
        if (!selected.isEmpty())
            QGuiApplication::clipboard()->setText(selected);
        else if (row >= 0)
            QGuiApplication::clipboard()->setText(m_model->row(row).text);
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        if (MessageLayout *layout = layoutOfKey(m_currentKey.isEmpty() ? m_selectedKey : m_currentKey))
            select(layout->row().key, layout->all());
        return;
    }
    switch (event->key()) {
    case Qt::Key_PageUp:
        return scrollPixels(-page);
    case Qt::Key_PageDown:
        return scrollPixels(page);
    case Qt::Key_Home:
        m_window.scrollToRow(0);
        return arrange();
    case Qt::Key_End:
        m_window.scrollToBottom();
        return arrange();
    case Qt::Key_Up:
        return moveCurrent(-1);
    case Qt::Key_Down:
        return moveCurrent(1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Menu:
        if (!m_currentKey.isEmpty())
            return showMenu(m_currentKey, viewport()->mapToGlobal(viewport()->rect().center()), {});
        break;
    case Qt::Key_Escape:
        if (!m_selection.isEmpty() || !m_currentKey.isEmpty()) {
            m_currentKey.clear();
            return select({}, {});
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void MessageView::moveCurrent(int step)
{
    if (m_window.placed().empty())
        return;
    const int before = m_model->rowOfKey(m_currentKey);
    const int start = step < 0 ? m_window.placed().back().row : m_window.placed().front().row;
    const int row = before < 0 ? start : qBound(0, before + step, m_model->rowCount() - 1);
    m_currentKey = m_model->row(row).key;
    const int first = m_window.placed().front().row;
    const int last = m_window.placed().back().row;
    if (row < first) {
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
    arrange();
}

void MessageView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Keyboard) {
        if (!m_currentKey.isEmpty())
            showMenu(m_currentKey, event->globalPos(), {});
        return;
    }
    const QPoint at = viewport()->mapFromGlobal(event->globalPos());
    if (const RowWindow::Placed *placed = placedAt(at)) {
        MessageLayout *layout = layoutOf(placed->row);
        showMenu(layout->row().key, event->globalPos(), layout->hit(at - QPoint(0, placed->top)).link);
    }
}

void MessageView::showMenu(const QString &key, const QPoint &globalAt, const QString &link)
{
    const int index = m_model->rowOfKey(key);
    if (index < 0)
        return;
    const ChatRow row = m_model->row(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this, menu](const QString &label, auto action) { connect(menu->addAction(label), &QAction::triggered, this, action); };
    const auto toClipboard = [](const QString &text) { return [text] { QGuiApplication::clipboard()->setText(text); }; };

    if (const QString selected = selectedText(); !selected.isEmpty() && key == m_selectedKey)
        add(tr("Copy selection"), toClipboard(selected));
    if (MessageLayout *layout = layoutOf(index); !row.text.isEmpty()) {
        add(tr("Copy"), toClipboard(layout->plainText(layout->all())));
        if (row.contentType == u"markdown")
            add(tr("Copy as Markdown"), toClipboard(row.text));
    }
    if (!link.isEmpty())
        add(tr("Copy link"), toClipboard(link));
    if (row.state == ChatRow::State::NotSent) {
        menu->addSeparator();
        add(tr("Retry"), [this, row] { activate(row, MessageLayout::Action::Retry); });
        add(tr("Delete"), [this, row] { activate(row, MessageLayout::Action::Discard); });
    }
    if (!row.runId.isEmpty() && !row.isUnderWay()) {
        menu->addSeparator();
        add(tr("Dismiss"), [this, row] { activate(row, MessageLayout::Action::Dismiss); });
    }
    if (menu->isEmpty())
        delete menu;
    else
        menu->popup(globalAt);
}

void MessageView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        if (m_currentKey.isEmpty() && m_model->rowCount() > 0)
            m_currentKey = m_model->row(m_window.placed().empty() ? m_model->rowCount() - 1 : m_window.placed().back().row).key;
    }
    viewport()->update();
}

void MessageView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace pipit
