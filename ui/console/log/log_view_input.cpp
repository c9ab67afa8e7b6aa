// SPDX-License-Identifier: GPL-3.0-or-later
// Pointer, keys and menu of the log.
#include "ui/console/log/log_view.h"
#include "ui/theme/icons.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr qsizetype mostWordShown = 40;

} // namespace

qint64 LogView::idAt(int y) const
{
    if (m_placed.empty())
        return -1;
    const auto found = std::ranges::find_if(m_placed, [y](const Placed &placed) { return y <= placed.rect.bottom(); });
    return found == m_placed.end() ? m_placed.back().id : found->id;
}

// From blank to blank; of name=value the value, without its quotes.
QString LogView::wordAt(const QPoint &point)
{
    const auto placed = std::ranges::find_if(m_placed, [&point](const Placed &one) { return one.rect.contains(point); });
    const auto found = placed == m_placed.end() ? m_layouts.end() : m_layouts.find(placed->id);
    if (found == m_layouts.end() || point.x() < m_wordsLeft)
        return {};
    const QTextLayout &words = found->second->words;
    const int line = (point.y() - placed->rect.top()) / m_lineHeight;
    if (line >= words.lineCount())
        return {};
    const double x = point.x() - m_wordsLeft + horizontalScrollBar()->value();
    if (x > words.lineAt(line).naturalTextWidth())
        return {};
    const QString text = words.text();
    const qsizetype at = std::min<qsizetype>(words.lineAt(line).xToCursor(x, QTextLine::CursorOnCharacter), text.size() - 1);
    if (at < 0 || text[at].isSpace())
        return {};
    qsizetype from = at, to = at;
    while (from > 0 && !text[from - 1].isSpace() && text[from - 1] != u'=' && text[from - 1] != u'"')
        --from;
    while (to + 1 < text.size() && !text[to + 1].isSpace() && text[to + 1] != u'=' && text[to + 1] != u'"')
        ++to;
    QString word = text.mid(from, to - from + 1);
    while (!word.isEmpty() && QStringView(u".,;:").contains(word.back()))
        word.chop(1);
    return word;
}

void LogView::select(qint64 id, bool extends)
{
    if (id < 0)
        return;
    if (!extends || m_anchor < 0)
        m_anchor = extends && m_current >= 0 ? m_current : id;
    m_current = id;
    viewport()->update();
    tellCurrent();
}

void LogView::selectAll()
{
    if (m_model->count() == 0)
        return;
    m_anchor = m_model->idOf(0);
    m_current = m_model->idOf(m_model->count() - 1);
    viewport()->update();
    tellCurrent();
}

void LogView::move(qsizetype to, bool extends)
{
    if (m_model->count() == 0)
        return;
    to = std::clamp<qsizetype>(to, 0, m_model->count() - 1);
    select(m_model->idOf(to), extends);
    ensureVisible(to);
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        select(idAt(qRound(event->position().y())), event->modifiers() & Qt::ShiftModifier);
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    m_dragPoint = event->position().toPoint();
    if (m_dragPoint.y() < 0 || m_dragPoint.y() >= viewport()->height())
        m_dragTimer.start();
    else
        m_dragTimer.stop();
    if (const qint64 id = idAt(m_dragPoint.y()); id != m_current)
        select(id, true);
}

void LogView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragTimer.stop();
}

void LogView::dragOn()
{
    const int beyond = m_dragPoint.y() < 0 ? m_dragPoint.y() : m_dragPoint.y() - viewport()->height() + 1;
    verticalScrollBar()->setValue(verticalScrollBar()->value() + beyond);
    if (const qint64 id = idAt(m_dragPoint.y()); id != m_current)
        select(id, true);
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const bool extends = event->modifiers() & Qt::ShiftModifier;
    const qsizetype count = m_model->count(), page = std::max<qsizetype>(viewport()->height() / m_lineHeight - 1, 1);
    // Who has chosen none begins with what is in view.
    const qsizetype from = m_current >= 0 ? m_model->placeOf(m_current) : (m_follows || m_placed.empty() ? count : m_model->placeOf(m_placed.front().id));
    if (event->matches(QKeySequence::Copy)) {
        if (const QString chosen = selectedText(); !chosen.isEmpty())
            QGuiApplication::clipboard()->setText(chosen);
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->key() == Qt::Key_Up) {
        move(from - 1, extends);
    } else if (event->key() == Qt::Key_Down) {
        move(from + 1, extends);
    } else if (event->key() == Qt::Key_PageUp) {
        move(from - page, extends);
    } else if (event->key() == Qt::Key_PageDown) {
        move(from + page, extends);
    } else if (event->key() == Qt::Key_Home) {
        move(0, extends);
    } else if (event->key() == Qt::Key_End) {
        move(count - 1, extends);
    } else if (event->key() == Qt::Key_F3) {
        find(extends);
    } else if (event->key() == Qt::Key_Escape && (hasSelection() || m_current >= 0)) {
        m_anchor = m_current = -1;
        viewport()->update();
        Q_EMIT currentChanged();
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LogView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        const QPoint at = event->pos();
        if (const qint64 id = idAt(at.y()); !isSelected(id))
            select(id, false);
        showMenu(at, event->globalPos());
        return;
    }
    const auto current = std::ranges::find(m_placed, m_current, &Placed::id);
    const QPoint at = current == m_placed.end() ? QPoint(m_timeLeft, m_lineHeight) : current->rect.bottomLeft() + QPoint(m_timeLeft, 0);
    showMenu({-1, -1}, viewport()->mapToGlobal(at));
}

void LogView::showMenu(const QPoint &at, const QPoint &globalAt)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const QString word = wordAt(at); !word.isEmpty()) {
        const QString cut = word.size() > mostWordShown ? QString(word.left(mostWordShown) + u'…') : word;
        const QString shown = QString(cut).replace(u'&', u"&&"_s); // of a menu
        menu->addAction(themedIcon("search"), tr("Look for “%1”").arg(shown), this, [this, word] { Q_EMIT searchWanted(word); });
        menu->addAction(themedIcon("copy"), tr("Copy “%1”").arg(shown), this, [word] { QGuiApplication::clipboard()->setText(word); });
        menu->addSeparator();
    }
    menu->addAction(tr("Copy the selected lines"), this, [this] { QGuiApplication::clipboard()->setText(selectedText()); })->setEnabled(hasSelection());
    menu->addAction(tr("Select all"), this, &LogView::selectAll)->setEnabled(m_model->count() > 0);
    Q_EMIT menuWanted(menu);
    menu->popup(globalAt);
}

// Day, zone and the whole name of the area, which there is no room for.
bool LogView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto placed = std::ranges::find_if(m_placed, [help](const Placed &one) { return one.rect.contains(help->pos()); });
    const qsizetype place = placed == m_placed.end() || help->pos().x() >= m_wordsLeft ? m_model->count() : m_model->placeOf(placed->id);
    if (place >= m_model->count() || m_model->row(place).kind != LogModel::Kind::Line) {
        QToolTip::hideText();
        return true;
    }
    const LogModel::Row &row = m_model->row(place);
    QToolTip::showText(help->globalPos(), QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.atMs), QLocale::LongFormat) + u" · "_s + m_model->areaName(row.area), viewport(), placed->rect);
    return true;
}

void LogView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    Q_EMIT focusChanged(true);
    viewport()->update();
    if (m_current >= 0)
        tellCurrent();
}

void LogView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    Q_EMIT focusChanged(false);
    viewport()->update();
}

void LogView::tellCurrent()
{
    Q_EMIT currentChanged();
    const auto current = std::ranges::find(m_placed, m_current, &Placed::id);
    if (!hasFocus() || current == m_placed.end() || !QAccessible::isActive())
        return;
    QAccessibleEvent focus(this, QAccessible::Focus);
    focus.setChild(int(current - m_placed.begin()));
    QAccessible::updateAccessibility(&focus);
}

} // namespace pipit
