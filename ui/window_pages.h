// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of the window, in one table: the rail's buttons, the actions with their keys, `--page` and MainWindow::showPage()
// follow from it. Another page is one entry.
//
// Contract: names and ids of actions stay, because settings and command lines have them. The conversations stand first and are
// there from the start; every other page is made when it is first shown, and then kept.
// Thread rule: the GUI thread; the table is constant.
#pragma once

#include "ui/settings/settings_context.h"

#include <QKeySequence>
#include <QList>

namespace pipit {

struct WindowPage {
    QString name;               // as in --page
    const char *icon;
    QString action;             // the id of the one that shows it
    QKeySequence keys;          // by default
    QString (*title)();         // in the window's language at that moment
    QWidget *(*make)(const SettingsContext &context) = nullptr; // none: the conversations
    void (*focus)(QWidget *page) = nullptr; // where the keyboard is once it is shown; none: the page itself
    bool isAtEnd = false;       // of the rail
    bool isComeBackTo = true;   // shown at the next start, where it was shown at the last end
};

const QList<WindowPage> &windowPages();
const WindowPage *findWindowPage(const QString &name);

} // namespace pipit
