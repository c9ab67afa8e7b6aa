// SPDX-License-Identifier: GPL-3.0-or-later
// Which page the window shows, and the rail that leads to each.
#include "ui/main_window.h"

#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/desktop/message_notices.h"
#include "ui/servers/server_pages.h"
#include "ui/servers/server_rail.h"
#include "ui/settings/servers_section.h"
#include "ui/settings/settings_page.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/window_pages.h"

#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int railWidth = 60;
constexpr char lastPage[] = "window/page";

QToolButton *railButton(const char *icon)
{
    auto *button = new QToolButton;
    setLook(button, "kind", "rail");
    button->setIcon(themedIcon(icon));
    button->setIconSize(QSize(20, 20));
    button->setCheckable(true);
    return button;
}

} // namespace

void MainWindow::fillRail()
{
    setArea(m_rail, "rail");
    m_rail->setFixedWidth(railWidth);
    auto *inRail = new QVBoxLayout(m_rail);
    inRail->setContentsMargins(9, 12, 10, 12);
    inRail->setSpacing(6);
    inRail->addWidget(m_serverRail);
    inRail->addStretch();
    int above = 0;
    for (const WindowPage &page : windowPages()) {
        QToolButton *button = railButton(page.icon);
        button->setObjectName(QString(QStringLiteral("page-") + page.name));
        inRail->insertWidget(page.isAtEnd ? inRail->count() : above++, button);
        m_pageButtons.insert(page.name, button);
        // On its own page, the button leads to where one writes.
        connect(button, &QToolButton::clicked, this, [this, name = page.name] { showPage(name); });
    }
    m_made.insert(windowPages().first().name, m_chats);
    m_pageButtons.value(windowPages().first().name)->setChecked(true);
}

SettingsContext MainWindow::pageContext()
{
    return {.settings = m_settings, .preferences = &m_preferences, .language = m_language, .actions = m_actions, .servers = m_servers, .bots = m_bots, .updates = m_updates,
            .notice = [this](const QString &text) { showNotice(text); }, .alert = [this](const NodeAlert &alert) {
                if (m_notices)
                    m_notices->tell(alert);
            }, .leave = [this] { showChat(); },
            .showServer = [this](const QString &id) { showServer(id); }, .addServer = [this](const QString &address) { offerServer(address); }};
}

void MainWindow::showPage(const QString &name)
{
    const WindowPage *page = findWindowPage(name);
    if (!page)
        return;
    QWidget *&widget = m_made[name];
    if (!widget) {
        widget = page->make(pageContext());
        m_pages->addWidget(widget);
    }
    m_pages->setCurrentWidget(widget);
    for (auto button = m_pageButtons.cbegin(); button != m_pageButtons.cend(); ++button)
        (*button)->setChecked(button.key() == name);
    m_settings->setValue(lastPage, page->isComeBackTo ? name : QString());
    fold();
    focusPage();
}

void MainWindow::focusPage()
{
    QWidget *widget = m_pages->currentWidget();
    if (widget == m_chats)
        return chat()->composer()->setFocus(Qt::ShortcutFocusReason);
    const WindowPage *page = findWindowPage(m_made.key(widget));
    if (page && page->focus)
        page->focus(widget);
    else
        widget->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::restorePage()
{
    const WindowPage *page = findWindowPage(m_settings->value(lastPage).toString());
    if (page && page->isComeBackTo && page->make)
        showPage(page->name);
}

QWidget *MainWindow::page(const QString &name) const
{
    return m_made.value(name);
}

void MainWindow::showChat()
{
    showPage(windowPages().first().name);
}

void MainWindow::showSettings(const QString &section)
{
    showPage(QStringLiteral("settings"));
    if (!section.isEmpty())
        settingsPage()->open(section);
}

void MainWindow::offerServer(const QString &addressOrInvitation)
{
    showSettings(QStringLiteral("servers"));
    if (auto *section = qobject_cast<ServersSection *>(settingsPage()->section()))
        section->setInvitation(addressOrInvitation);
}

SettingsPage *MainWindow::settingsPage() const
{
    return static_cast<SettingsPage *>(page(QStringLiteral("settings")));
}

void MainWindow::sayPages()
{
    for (const WindowPage &page : windowPages()) {
        QToolButton *button = m_pageButtons.value(page.name);
        button->setToolTip(page.title());
        button->setAccessibleName(page.title());
    }
}

} // namespace pipit
