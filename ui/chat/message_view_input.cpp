// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/message_view.h"

#include "ui/chat/content/inline_text.h"
#include "ui/media/file_saves.h"
#include "ui/media/picture_viewer.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QFileInfo>
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

void MessageView::copyText(const QString &text, const QPoint &at)
{
    QGuiApplication::clipboard()->setText(text);
    QToolTip::showText(viewport()->mapToGlobal(at), tr("Copied"), viewport(), {}, 1500);
}

void MessageView::activate(const ChatRow &row, const MessageAction &action)
{
    using Kind = MessageAction::Kind;
    const auto unfold = [this, &row](bool Unfolded::*part) {
        bool &isShown = m_unfolded[row.key].*part;
        isShown = !isShown;
        followRows();
        scheduleArrange();
    };
    switch (action.kind) {
    case Kind::Retry:
        row.state == ChatRow::State::NotSent ? void(Q_EMIT retryRequested(row.pendingId)) : answerAnew(row);
        break;
    case Kind::Regenerate:
        answerAnew(row);
        break;
    case Kind::Discard:
        Q_EMIT discardRequested(row.pendingId);
        break;
    case Kind::Dismiss:
        Q_EMIT dismissRequested(row.runId);
        break;
    case Kind::Stop:
        Q_EMIT stopRequested(row.runId);
        break;
    case Kind::OlderVersion:
    case Kind::NewerVersion:
        // One that failed has nothing to come back to.
        if (row.hasFailed()) {
            Q_EMIT dismissRequested(row.runId);
            break;
        }
        m_model->showVersion(m_model->rowOfKey(row.key), row.version + (action.kind == Kind::NewerVersion ? 1 : -1));
        break;
    case Kind::ShowAll:
        unfold(&Unfolded::text);
        break;
    case Kind::ShowReasoning:
        unfold(&Unfolded::reasoning);
        break;
    case Kind::ShowQuoted:
        showMessage(row.quote.id);
        break;
    case Kind::ShowDetails:
        showDetails(row);
        break;
    case Kind::UseSuggestion:
        Q_EMIT suggestionChosen(action.text);
        break;
    }
}

void MessageView::act(const ChatRow &row, const BlockAction &action)
{
    using Kind = BlockAction::Kind;
    const QString name = row.metadata.value(u"name").toString(QUrl(action.address).fileName());
    const auto openSaved = [this, &action](auto pathOf) {
        if (const auto save = m_media.saves->of(action.address))
            QDesktopServices::openUrl(QUrl::fromLocalFile(pathOf(save->path)));
    };
    switch (action.kind) {
    case Kind::AllowPicture:
        m_media.pictures->allow(action.address);
        break;
    case Kind::RetryPicture:
        m_media.pictures->retry(action.address);
        break;
    case Kind::OpenPicture:
        (new PictureViewer(m_media.pictures, action.address, name, this))->show();
        break;
    case Kind::SaveFile:
        if (const QString path = dialogs::saveFile(this, tr("Save the file"), name); !path.isEmpty())
            m_media.saves->start(action.address, path);
        break;
    case Kind::CancelSave:
        m_media.saves->cancel(action.address);
        break;
    case Kind::OpenSaved:
        openSaved([](const QString &path) { return path; });
        break;
    case Kind::ShowSaved:
        openSaved([](const QString &path) { return QFileInfo(path).absolutePath(); });
        break;
    }
}

// A stored answer is replaced; one that failed without a word leaves its question.
void MessageView::answerAnew(const ChatRow &row)
{
    if (!row.runId.isEmpty())
        Q_EMIT dismissRequested(row.runId);
    Q_EMIT answerRequested(row.id != 0 ? row.id : row.replaces != 0 ? row.replaces : row.replyTo, row.senderId);
}

void MessageView::showDetails(const ChatRow &row)
{
    const int asked = row.replyTo ? m_model->rowOfMessage(row.replyTo) : -1;
    (new MessageDetails(row, m_painted.value(row.key), asked < 0 ? 0 : m_model->row(asked).createdAtMs, this))->show();
}

void MessageView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint at = event->position().toPoint();
    const RowWindow::Placed *placed = placedAt(at);
    m_dragged = false;
    m_currentKey.clear();
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
    if (!m_dragged && (point - m_pressed->at).manhattanLength() < QApplication::startDragDistance() / 2)
        return;
    m_dragged = true;
    dragSelection(point);
}

void MessageView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const Pressed pressed = *std::exchange(m_pressed, std::nullopt);
    m_dragTimer.stop();
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
    else if (!hit.link.isEmpty() && isSafeLink(hit.link))
        QDesktopServices::openUrl(QUrl(hit.link));
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
    const bool isCopy = event->key() == Qt::Key_C && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    if (isCopy || event->matches(QKeySequence::Copy))
        return copySelection(isCopy ? CopyFormat::Markdown : CopyFormat::Text);
    if (event->matches(QKeySequence::SelectAll) || event->modifiers() & Qt::ShiftModifier)
        return selectByKey(event);
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
    if (row < first) {
        m_window.scrollToRow(row);
    } else if (row > last + 1) {
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

    const auto selected = m_selection.rows();
    if (selected && index >= selected->first && index <= selected->last) {
        add(tr("Copy selection"), [this] { copySelection(CopyFormat::Text); });
        add(tr("Copy selection as Markdown"), [this] { copySelection(CopyFormat::Markdown); });
        menu->addSeparator();
    }
    if (!row.text.isEmpty()) {
        add(tr("Copy"), [this, key] { copyMessage(key, CopyFormat::Text); });
        if (row.contentType == u"markdown")
            add(tr("Copy as Markdown"), toClipboard(row.text));
    }
    if (!link.isEmpty())
        add(tr("Copy link"), toClipboard(link));
    using Kind = MessageAction::Kind;
    const auto offer = [this, &add, &row](const QString &label, Kind kind) { add(label, [this, row, kind] { activate(row, {kind}); }); };
    // Whatever the pointer finds in the message is here too.
    const MessageLayout *layout = layoutOf(index);
    menu->addSeparator();
    for (const BlockAction &action : layout->content().actions())
        add(action.label, [this, row, action] { act(row, action); });
    if (layout->isFolded())
        offer(tr("Show all of it"), Kind::ShowAll);
    if (row.quote.id != 0)
        offer(tr("Go to what is quoted"), Kind::ShowQuoted);
    for (const QString &suggestion : row.suggestions)
        add(suggestion, [this, row, suggestion] { activate(row, {Kind::UseSuggestion, suggestion}); });
    menu->addSeparator();
    if (row.id != 0 && !row.text.isEmpty())
        add(tr("Quote"), [this, row] { Q_EMIT quoteRequested(row.text); });
    if (row.state == ChatRow::State::NotSent) {
        offer(tr("Retry"), Kind::Retry);
        offer(tr("Delete"), Kind::Discard);
    } else if (row.isUnderWay()) {
        offer(tr("Stop"), Kind::Stop);
    } else if (row.hasFailed()) {
        if (row.isAnswer)
            offer(tr("Retry"), Kind::Retry);
        offer(tr("Dismiss"), Kind::Dismiss);
    } else if (row.isAnswer) {
        offer(tr("Regenerate"), Kind::Regenerate);
    }
    if (!row.reasoning.isEmpty())
        offer(m_unfolded.value(key).reasoning ? tr("Hide the reasoning") : tr("Show the reasoning"), Kind::ShowReasoning);
    if (row.version > 0)
        offer(tr("Earlier version"), Kind::OlderVersion);
    if (row.version + 1 < row.versions)
        offer(tr("Later version"), Kind::NewerVersion);
    if (row.id != 0) {
        menu->addSeparator();
        offer(tr("Details"), Kind::ShowDetails);
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
