// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of the current message, opened by the keyboard.
#pragma once

#include "ui/chat/message_view.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QTest>

namespace pipit {

// Takes what is called so, if there is such a thing; returns all that there is.
inline QStringList openMenu(MessageView &view, const QString &choice = {})
{
    QTest::keyClick(&view, Qt::Key_Menu);
    auto *menu = view.findChild<QMenu *>();
    if (!menu)
        return {};
    QStringList labels;
    for (QAction *action : menu->actions()) {
        labels << action->text();
        if (!choice.isEmpty() && action->text() == choice)
            action->trigger();
    }
    menu->close();
    QCoreApplication::sendPostedEvents(menu, QEvent::DeferredDelete);
    QCoreApplication::processEvents();
    return labels;
}

// Returns whether it was there.
inline bool chooseInMenu(MessageView &view, const QString &label)
{
    return openMenu(view, label).contains(label);
}

} // namespace pipit
