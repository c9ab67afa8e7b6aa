// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/accessible_message.h"

#include "ui/chat/messages/message_words.h"
#include "ui/locale/times.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace pipit {

// What the strings of this file belong to.
struct MessageAccessible {
    Q_DECLARE_TR_FUNCTIONS(pipit::MessageAccessible)
};

namespace {

constexpr qsizetype spokenCharacters = 2000; // what is longer is read from the message's own text

// What is not said is a warning, as it is painted.
QString severityText(const QString &severity)
{
    if (severity == u"error")
        return MessageAccessible::tr("Error");
    if (severity == u"info")
        return MessageAccessible::tr("Information");
    return severity == u"success" ? MessageAccessible::tr("Success") : MessageAccessible::tr("Warning");
}

QString quoteText(const ChatRow::Quote &quote)
{
    return quote.senderName.isEmpty() ? MessageAccessible::tr("In reply to an earlier message") : MessageAccessible::tr("In reply to %1: %2").arg(quote.senderName, quote.text);
}

} // namespace

bool AccessibleMessage::isValid() const
{
    if (!m_view || m_view->model()->rowOfKey(m_key) < 0)
        return false;
    const qsizetype place = m_view->visibleKeys().indexOf(m_key);
    return place >= 0 && m_view->visibleLayout(std::size_t(place));
}

void *AccessibleMessage::interface_cast(QAccessible::InterfaceType type)
{
    if (!isValid())
        return nullptr;
    if (type == QAccessible::TextInterface)
        return static_cast<QAccessibleTextInterface *>(this);
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
}

QAccessible::State AccessibleMessage::state() const
{
    QAccessible::State state;
    state.invalid = !isValid();
    state.readOnly = true;
    state.selectableText = true;
    state.focusable = true;
    if (isValid()) {
        state.busy = row().isUnderWay();
        state.focused = m_view->hasFocus() && m_view->currentKey() == m_key;
        state.selected = selectionCount() > 0;
    }
    return state;
}

QRect AccessibleMessage::onScreen(const QRect &inRow) const
{
    return QRect(m_view->viewport()->mapToGlobal(inRow.topLeft() + QPoint(0, placed().top)), inRow.size());
}

QRect AccessibleMessage::rect() const
{
    return isValid() ? onScreen(QRect(0, 0, m_view->viewport()->width(), placed().height)) : QRect();
}

QString AccessibleMessage::text(QAccessible::Text kind) const
{
    if (!isValid())
        return {};
    return kind == QAccessible::Name ? name() : kind == QAccessible::Description ? description() : QString();
}

QString AccessibleMessage::name() const
{
    QStringList parts{row().senderName};
    if (row().createdAtMs > 0)
        parts << clockTime(row().createdAtMs);
    parts << words().left(spokenCharacters) << content().figures();
    if (row().own || row().state != ChatRow::State::Stored)
        parts << stateText(row());
    else if (row().senderType == SenderType::Bot)
        parts << endedText(row());
    if (!row().reason.isEmpty() && row().state != ChatRow::State::NotSent)
        parts << row().reason;
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString AccessibleMessage::description() const
{
    QStringList parts;
    if (row().startsDay)
        parts << dayLabel(row().createdAtMs, QDateTime::currentDateTime());
    if (row().mark)
        parts << markText(*row().mark);
    if (row().contentType == u"notification")
        parts << severityText(row().metadata.value(u"severity").toString());
    if (row().quote.id != 0)
        parts << quoteText(row().quote);
    if (layout().showsReasoning())
        parts << MessageAccessible::tr("Reasoning: %1").arg(row().reasoning.left(spokenCharacters));
    else if (!row().reasoning.isEmpty())
        parts << MessageAccessible::tr("Has reasoning");
    if (row().versions > 1)
        parts << MessageAccessible::tr("Version %1 of %2").arg(QLocale().toString(row().version + 1), QLocale().toString(row().versions));
    if (layout().isFolded())
        parts << MessageAccessible::tr("Only its beginning is shown");
    return parts.join(QStringLiteral(". "));
}

QString AccessibleMessage::text(int from, int to) const
{
    from = qMax(0, from);
    return isValid() && from < to ? words().mid(from, to - from) : QString();
}

int AccessibleMessage::characterCount() const
{
    return isValid() ? int(words().size()) : 0;
}

// Of the whole letter that a place is in, however many units it has.
QRectF AccessibleMessage::letterRect(const TextPosition &at) const
{
    const TextPosition end = content().moved(at, 1, QTextBoundaryFinder::Grapheme);
    if (end.block != at.block || end <= at)
        return {};
    const QList<QRectF> rects = content().rectsOf({content().moved(end, -1, QTextBoundaryFinder::Grapheme), end});
    return rects.isEmpty() ? QRectF() : rects.first();
}

QRect AccessibleMessage::characterRect(int offset) const
{
    if (!isValid() || offset < 0 || offset > characterCount())
        return {};
    const TextPosition at = content().positionOf(offset);
    QRectF rect = letterRect(at);
    if (rect.isEmpty() && at.offset > 0) {
        // At the end of a paragraph, where the next letter would be.
        rect = letterRect({at.block, at.offset - 1});
        const QChar before = words().at(qMax(0, offset - 1));
        const bool isRightToLeft = before.direction() == QChar::DirR || before.direction() == QChar::DirAL;
        if (!rect.isEmpty())
            rect = QRectF(isRightToLeft ? rect.left() - 1 : rect.right(), rect.top(), 1, rect.height());
    }
    return rect.isEmpty() ? QRect() : onScreen(rect.translated(layout().contentPlace()).toAlignedRect());
}

// The letter under the point; the nearest gap between two letters may be behind it, with some emoji the next but one.
int AccessibleMessage::offsetAtPoint(const QPoint &point) const
{
    if (!isValid() || !rect().contains(point))
        return -1;
    const QPoint inRow = m_view->viewport()->mapFromGlobal(point) - QPoint(0, placed().top);
    const QPointF inContent = inRow - layout().contentPlace();
    const TextPosition nearest = layout().positionAt(inRow);
    TextPosition at = nearest;
    for (int step = 0; step < 3 && at.block == nearest.block; ++step) {
        if (letterRect(at).contains(inContent))
            return int(content().offsetOf(at));
        at = content().moved(at, -1, QTextBoundaryFinder::Grapheme);
    }
    return int(content().offsetOf(nearest));
}

void AccessibleMessage::selection(int index, int *from, int *to) const
{
    *from = *to = 0;
    if (!isValid() || index != 0 || selected().isEmpty())
        return;
    *from = int(content().offsetOf(selected().from));
    *to = int(content().offsetOf(selected().to));
}

int AccessibleMessage::selectionCount() const
{
    return isValid() && !selected().isEmpty() ? 1 : 0;
}

void AccessibleMessage::setSelection(int, int from, int to)
{
    if (isValid())
        m_view->select({m_key, content().positionOf(from)}, {m_key, content().positionOf(to)});
}

int AccessibleMessage::cursorPosition() const
{
    const MessageSelection *selection = isValid() ? &m_view->selection() : nullptr;
    return selection && selection->isBegun() && selection->head().key == m_key ? int(content().offsetOf(selection->head().position)) : 0;
}

void AccessibleMessage::scrollToSubstring(int from, int to)
{
    if (!isValid())
        return;
    const TextPosition begin = content().positionOf(from);
    const QList<QRectF> rects = content().rectsOf({begin, content().positionOf(qMax(from, to))});
    const QRectF first = rects.isEmpty() ? letterRect(begin) : rects.first();
    m_view->showPart(QString(m_key), first.isEmpty() ? QRect(0, 0, 1, placed().height) : first.translated(layout().contentPlace()).toAlignedRect());
}

QString AccessibleMessage::attributes(int, int *from, int *to) const
{
    *from = 0;
    *to = characterCount();
    return {};
}

// As by keyboard: a message is chosen, and Enter or the menu key opens what can be done with it.
QStringList AccessibleMessage::actionNames() const
{
    return isValid() ? QStringList{setFocusAction(), pressAction(), showMenuAction()} : QStringList();
}

void AccessibleMessage::doAction(const QString &name)
{
    if (!actionNames().contains(name))
        return;
    m_view->setFocus(Qt::OtherFocusReason);
    m_view->showRow(QString(m_key));
    if (name == setFocusAction() || !isValid())
        return;
    const QPoint at = rect().intersected(QRect(m_view->viewport()->mapToGlobal(QPoint()), m_view->viewport()->size())).center();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, m_view->mapFromGlobal(at), at);
    QCoreApplication::sendEvent(m_view, &event);
}

} // namespace pipit
