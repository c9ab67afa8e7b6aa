// SPDX-License-Identifier: GPL-3.0-or-later
// One visible message as assistive technology sees it: its name says who, when, what and how it stands; its description what
// else is painted around it; its text can be read letter by letter, selected and scrolled to.
//
// Contract: it is of the message with one key, wherever that stands. Once the message has gone, or is not in the window, it is
// not valid, and answers every question with nothing. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/messages/message_view.h"

#include <QAccessibleInterface>
#include <QPointer>

namespace pipit {

class AccessibleMessage : public QAccessibleInterface, public QAccessibleTextInterface, public QAccessibleActionInterface
{
public:
    AccessibleMessage(MessageView *view, const QString &key) : m_view(view), m_key(key) { }

    const QString &key() const { return m_key; }

    bool isValid() const override;
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override;
    QRect rect() const override;
    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString &) override { }
    void *interface_cast(QAccessible::InterfaceType type) override;

    QString text(int from, int to) const override;
    int characterCount() const override;
    QRect characterRect(int offset) const override;
    int offsetAtPoint(const QPoint &point) const override;
    void selection(int index, int *from, int *to) const override;
    int selectionCount() const override;
    void addSelection(int from, int to) override { setSelection(0, from, to); }
    void removeSelection(int) override { setSelection(0, 0, 0); }
    void setSelection(int, int from, int to) override;
    int cursorPosition() const override;
    void setCursorPosition(int position) override { setSelection(0, position, position); }
    void scrollToSubstring(int from, int to) override;
    QString attributes(int offset, int *from, int *to) const override;

    QStringList actionNames() const override;
    void doAction(const QString &name) override;
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    // All of these only where it is valid.
    std::size_t place() const { return std::size_t(m_view->visibleKeys().indexOf(m_key)); }
    const RowWindow::Placed &placed() const { return m_view->visibleRows()[place()]; }
    const MessageLayout &layout() const { return *m_view->visibleLayout(place()); }
    const ChatRow &row() const { return layout().row(); }
    const Content &content() const { return layout().content(); }
    QString words() const { return content().plainText(content().all()); }
    TextSelection selected() const { return m_view->selection().in(m_view->model()->rowOfKey(m_key)); }
    QRectF letterRect(const TextPosition &at) const; // in the content; empty: there is no letter
    QRect onScreen(const QRect &inRow) const;
    QString name() const;
    QString description() const;

    QPointer<MessageView> m_view;
    QString m_key;
};

} // namespace pipit
