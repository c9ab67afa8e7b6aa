// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_accessible.h"

#include "ui/chat/messages/accessible_message.h"
#include "ui/chat/messages/answer_teller.h"
#include "ui/theme/accessible_items.h"

#include <QAccessibleWidget>
#include <QPushButton>

namespace pipit {

namespace {

constexpr qsizetype mostSpare = 200; // messages that are not in the window, and are still known here

// It lies over the messages, in the viewport, which is no part of the tree.
class JumpButton : public QAccessibleWidget
{
public:
    JumpButton(QPushButton *button, MessageView *view) : QAccessibleWidget(button, QAccessible::Button), m_button(button), m_view(view) { }

    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QString text(QAccessible::Text kind) const override { return kind == QAccessible::Name ? m_button->text() : QAccessibleWidget::text(kind); }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString &name) override
    {
        if (name == pressAction())
            m_button->click();
    }

private:
    QPushButton *m_button; // both live longer
    MessageView *m_view;
};

class MessageList : public QAccessibleWidget
{
public:
    explicit MessageList(MessageView *view) : QAccessibleWidget(view, QAccessible::List), m_view(view) { }

    int childCount() const override { return m_view ? messageCount() + (jumpButton() ? 1 : 0) : 0; }

    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        if (index == messageCount())
            return QAccessible::queryAccessibleInterface(jumpButton());
        const QString key = m_view->visibleKeys()[index];
        return m_items.item(key, std::size_t(messageCount() + mostSpare), [this](const QString &known) { return m_view->visibleKeys().contains(known); }, [&] { return new AccessibleMessage(m_view, key); });
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        for (int i = childCount() - 1; i >= 0; --i) { // what lies above the others comes last
            if (QAccessibleInterface *item = child(i); item && item->rect().contains(x, y))
                return item;
        }
        return nullptr;
    }

    int indexOfChild(const QAccessibleInterface *wanted) const override
    {
        if (!m_view || !wanted)
            return -1;
        for (int i = 0; i < childCount(); ++i) {
            if (child(i) == wanted)
                return wanted->isValid() ? i : -1;
        }
        return -1;
    }

    QAccessibleInterface *focusChild() const override
    {
        const int current = m_view && m_view->hasFocus() ? int(m_view->visibleKeys().indexOf(m_view->currentKey())) : -1;
        return current < 0 ? QAccessibleWidget::focusChild() : child(current);
    }

private:
    int messageCount() const { return int(m_view->visibleKeys().size()); }

    QPushButton *jumpButton() const
    {
        auto *button = m_view->viewport()->findChild<QPushButton *>(QString(), Qt::FindDirectChildrenOnly);
        return button && button->isVisibleTo(m_view) ? button : nullptr;
    }

    QPointer<MessageView> m_view;
    mutable AccessibleItems<QString> m_items;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    if (auto *view = qobject_cast<MessageView *>(object))
        return new MessageList(view);
    auto *button = qobject_cast<QPushButton *>(object);
    auto *view = button && button->parent() ? qobject_cast<MessageView *>(button->parent()->parent()) : nullptr;
    return view ? new JumpButton(button, view) : nullptr;
}

} // namespace

void installMessageAccessibility(MessageView *view)
{
    static const bool installed = [] {
        QAccessible::installFactory(&makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
    new AnswerTeller(view);
}

} // namespace pipit
