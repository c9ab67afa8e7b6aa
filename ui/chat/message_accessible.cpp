// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/message_accessible.h"

#include "ui/chat/message_view.h"
#include "ui/chat/message_words.h"
#include "ui/locale/times.h"

#include <QAccessibleInterface>
#include <QAccessibleWidget>
#include <QPointer>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype spokenCharacters = 2000; // what is longer is read from the message's own text

// The n-th visible message: its name says who, when, what and how it stands; its text can be read letter by letter. There are
// as many of these as rows fit in the window, whatever passes through it.
class MessageItem : public QAccessibleInterface, public QAccessibleTextInterface
{
public:
    MessageItem(MessageView *view, std::size_t place) : m_view(view), m_place(place) { }

    bool isValid() const override { return m_view && m_place < m_view->visibleRows().size() && placed().row < m_view->model()->rowCount() && m_view->visibleLayout(m_place); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override { }
    void *interface_cast(QAccessible::InterfaceType type) override { return type == QAccessible::TextInterface && isValid() ? static_cast<QAccessibleTextInterface *>(this) : nullptr; }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.readOnly = true;
        state.selectableText = true;
        state.focusable = true;
        if (isValid()) {
            state.busy = row().isUnderWay();
            state.focused = m_view->hasFocus() && m_view->currentKey() == key();
            state.selected = selectionCount() > 0;
        }
        return state;
    }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        return onScreen(QRect(0, 0, m_view->viewport()->width(), placed().height));
    }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        const ChatRow message = row();
        if (kind == QAccessible::Description)
            return message.mark ? markText(*message.mark) : QString();
        if (kind != QAccessible::Name)
            return {};
        QStringList parts{message.senderName};
        if (message.createdAtMs > 0)
            parts << clockTime(message.createdAtMs);
        parts << text(0, int(spokenCharacters));
        if (message.own || message.state != ChatRow::State::Stored)
            parts << stateText(message);
        if (!message.reason.isEmpty() && message.state != ChatRow::State::NotSent)
            parts << message.reason;
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }

    QString text(int from, int to) const override { return isValid() ? words().mid(from, to - from) : QString(); }
    int characterCount() const override { return isValid() ? int(words().size()) : 0; }

    QRect characterRect(int offset) const override
    {
        if (!isValid())
            return {};
        const TextPosition from = content().positionOf(offset);
        const QList<QRectF> rects = content().rectsOf({from, {from.block, from.offset + 1}});
        return rects.isEmpty() ? QRect() : onScreen(rects.first().translated(layout().contentPlace()).toAlignedRect());
    }

    int offsetAtPoint(const QPoint &point) const override
    {
        if (!isValid() || !rect().contains(point))
            return -1;
        return int(content().offsetOf(layout().positionAt(m_view->viewport()->mapFromGlobal(point) - QPoint(0, placed().top))));
    }

    void selection(int index, int *from, int *to) const override
    {
        *from = *to = 0;
        if (!isValid() || index != 0)
            return;
        const TextSelection selected = m_view->selection().in(placed().row);
        *from = int(content().offsetOf(selected.from));
        *to = int(content().offsetOf(selected.to));
    }

    int selectionCount() const override { return isValid() && !m_view->selection().in(placed().row).isEmpty() ? 1 : 0; }
    void addSelection(int from, int to) override { setSelection(0, from, to); }
    void removeSelection(int) override { setSelection(0, 0, 0); }
    void setSelection(int, int from, int to) override
    {
        if (isValid())
            m_view->select({key(), content().positionOf(from)}, {key(), content().positionOf(to)});
    }

    int cursorPosition() const override
    {
        return isValid() && m_view->selection().isBegun() && m_view->selection().head().key == key() ? int(content().offsetOf(m_view->selection().head().position)) : 0;
    }
    void setCursorPosition(int position) override { setSelection(0, position, position); }
    void scrollToSubstring(int, int) override { }

    QString attributes(int, int *from, int *to) const override
    {
        *from = 0;
        *to = characterCount();
        return {};
    }

private:
    const RowWindow::Placed &placed() const { return m_view->visibleRows()[m_place]; }
    ChatRow row() const { return m_view->model()->row(placed().row); }
    const MessageLayout &layout() const { return *m_view->visibleLayout(m_place); }
    const Content &content() const { return layout().content(); }
    const QString &key() const { return layout().row().key; }
    QString words() const { return content().plainText(content().all()); }
    QRect onScreen(const QRect &inRow) const { return QRect(m_view->viewport()->mapToGlobal(inRow.topLeft() + QPoint(0, placed().top)), inRow.size()); }

    QPointer<MessageView> m_view;
    std::size_t m_place;
};

class MessageList : public QAccessibleWidget
{
public:
    explicit MessageList(MessageView *view) : QAccessibleWidget(view, QAccessible::List), m_view(view) { }
    ~MessageList() override
    {
        for (const QAccessible::Id id : m_items)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return m_view ? int(m_view->visibleRows().size()) : 0; }

    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        while (m_items.size() <= std::size_t(index))
            m_items.push_back(QAccessible::registerAccessibleInterface(new MessageItem(m_view, m_items.size())));
        return QAccessible::accessibleInterface(m_items[std::size_t(index)]);
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (QAccessibleInterface *item = child(i); item->rect().contains(x, y))
                return item;
        }
        return nullptr;
    }

    int indexOfChild(const QAccessibleInterface *wanted) const override
    {
        const auto found = std::ranges::find_if(m_items, [wanted](QAccessible::Id id) { return QAccessible::accessibleInterface(id) == wanted; });
        return found == m_items.end() ? -1 : int(found - m_items.begin());
    }

private:
    QPointer<MessageView> m_view;
    mutable std::vector<QAccessible::Id> m_items;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<MessageView *>(object);
    return view ? new MessageList(view) : nullptr;
}

} // namespace

void installMessageAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(&makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace pipit
