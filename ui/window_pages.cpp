// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window_pages.h"

#include "ui/console/console_page.h"
#include "ui/launcher/launcher_page.h"
#include "ui/launcher/node_log.h"
#include "ui/main_window.h"
#include "ui/settings/settings_page.h"

#include <QVBoxLayout>

#include <algorithm>

namespace pipit {

namespace {

QWidget *makeSettingsPage(const SettingsContext &context)
{
    auto *page = new SettingsPage(context);
    QObject::connect(page, &SettingsPage::left, page, context.leave);
    return page;
}

QWidget *makeLauncherPage(const SettingsContext &context)
{
    auto *page = new LauncherPage(context);
    auto *side = new QWidget; // the page gives it margins
    auto *inSide = new QVBoxLayout(side);
    inSide->setContentsMargins(0, 0, 0, 0);
    inSide->addWidget(new NodeLog(context.servers));
    page->setSide(side);
    return page;
}

} // namespace

const QList<WindowPage> &windowPages()
{
    static const QList<WindowPage> pages{
        {.name = QStringLiteral("chat"), .icon = "chat", .action = QStringLiteral("chat.open"), .keys = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M), .title = [] { return MainWindow::tr("Chat"); }},
        {.name = QStringLiteral("console"), .icon = "console", .action = QStringLiteral("console.open"), .keys = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), .title = [] { return MainWindow::tr("Console"); },
         .make = [](const SettingsContext &context) -> QWidget * { return new ConsolePage(context); }},
        {.name = QStringLiteral("server"), .icon = "server", .action = QStringLiteral("server.open"), .keys = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), .title = [] { return MainWindow::tr("Server"); },
         .make = [](const SettingsContext &context) -> QWidget * { return makeLauncherPage(context); }, .focus = [](QWidget *page) { static_cast<LauncherPage *>(page)->focusFirst(); }},
        {.name = QStringLiteral("settings"), .icon = "settings", .action = QStringLiteral("settings.open"), .keys = QKeySequence(Qt::CTRL | Qt::Key_Comma), .title = [] { return MainWindow::tr("Settings"); },
         .make = &makeSettingsPage, .focus = [](QWidget *page) { static_cast<SettingsPage *>(page)->focusFirst(); }, .isAtEnd = true, .isComeBackTo = false},
    };
    return pages;
}

const WindowPage *findWindowPage(const QString &name)
{
    const auto found = std::ranges::find(windowPages(), name, &WindowPage::name);
    return found == windowPages().end() ? nullptr : &*found;
}

} // namespace pipit
