// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/message_accessible.h"

#include "ui/chat/message_view.h"
#include "ui/locale/times.h"

#include <QAccessibleInterface>
#include <QAccessibleWidget>
#include <QPointer>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype spokenCharacters = 2000; // what is longer is read from the message itself

// The n-th visible message. There are as many of these as rows fit in the window, whatever passes through it.
class MessageItem : public QAccessibleInterface
{
public:
    MessageItem(MessageView *view, std::size_t place) : m_view(view), m_place(place) { }

    bool isValid() const override { return m_view && m_place < m_view->visibleRows().size() && placed().row < m_view->model()->rowCount(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override { }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.readOnly = true;
        state.busy = isValid() && row().isUnderWay();
        return state;
    }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        return QRect(m_view->viewport()->mapToGlobal(QPoint(0, placed().top)), QSize(m_view->viewport()->width(), placed().height));
    }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid() || kind != QAccessible::Name)
            return {};
        const ChatRow message = row();
        QStringList parts{message.senderName};
        if (message.createdAtMs > 0)
            parts << clockTime(message.createdAtMs);
        parts << message.text.left(spokenCharacters);
        if (!message.reason.isEmpty())
            parts << message.reason;
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }

private:
    const RowWindow::Placed &placed() const { return m_view->visibleRows()[m_place]; }
    ChatRow row() const { return m_view->model()->row(placed().row); }

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
