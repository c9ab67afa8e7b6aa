// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of a message.
#pragma once

#include "ui/chat/messages/message_view.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QTest>

namespace pipit {

// From the one that is open: takes what is called so, if there is such a thing; returns all that there is. What stands in a menu
// within it is called "that menu/its name".
inline QStringList takeFromMenu(MessageView &view, const QString &choice = {})
{
    auto *menu = view.findChild<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
    if (!menu)
        return {};
    QStringList labels;
    const auto take = [&labels, &choice](QAction *action, const QString &label) {
        labels << label;
        if (!choice.isEmpty() && label == choice)
            action->trigger();
    };
    for (QAction *action : menu->actions()) {
        take(action, action->text());
        for (QAction *inner : action->menu() ? action->menu()->actions() : QList<QAction *>())
            take(inner, QString(action->text() + u'/' + inner->text()));
    }
    menu->close();
    QCoreApplication::sendPostedEvents(menu, QEvent::DeferredDelete);
    QCoreApplication::processEvents();
    return labels;
}

// Of the current message, by the keyboard.
inline QStringList openMenu(MessageView &view, const QString &choice = {})
{
    QTest::keyClick(&view, Qt::Key_Menu);
    return takeFromMenu(view, choice);
}

// Returns whether it was there.
inline bool chooseInMenu(MessageView &view, const QString &label)
{
    return openMenu(view, label).contains(label);
}

} // namespace pipit
