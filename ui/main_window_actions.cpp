// SPDX-License-Identifier: GPL-3.0-or-later
// What the window can do: every action with its title and its keys.
#include "ui/main_window.h"

#include "ui/actions/actions.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/chat/session_list.h"
#include "ui/servers/server_words.h"

#include <QSettings>

namespace pipit {

namespace {

constexpr int serversWithKeys = 9;

} // namespace

void MainWindow::addActions()
{
    // What is about the conversation shows the conversation first.
    const auto inChat = [this](auto action) {
        return [this, action] {
            showChat();
            action();
        };
    };
    m_actions->add({.id = QStringLiteral("session.new"), .title = [] { return tr("New session"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_N), .trigger = inChat([this] { chat()->newSession(); })});
    m_actions->add({.id = QStringLiteral("session.search"), .title = [] { return tr("Search sessions"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_K), .trigger = inChat([this] { chat()->focusSearch(); })});
    m_actions->add({.id = QStringLiteral("session.previous"), .title = [] { return tr("Previous session"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_PageUp), .trigger = inChat([this] { chat()->sessions()->selectNeighbour(-1); })});
    m_actions->add({.id = QStringLiteral("session.next"), .title = [] { return tr("Next session"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_PageDown), .trigger = inChat([this] { chat()->sessions()->selectNeighbour(1); })});
    m_actions->add({.id = QStringLiteral("session.rename"), .title = [] { return tr("Rename the session"); }, .keys = QKeySequence(Qt::Key_F2), .trigger = inChat([this] { chat()->startRename(); })});
    m_actions->add({.id = QStringLiteral("session.find"), .title = [] { return tr("Find in this session"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_F), .trigger = inChat([this] { chat()->findInSession(); })});
    m_actions->add({.id = QStringLiteral("message.write"), .title = [] { return tr("Write a message"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_L), .trigger = inChat([this] { chat()->composer()->setFocus(Qt::ShortcutFocusReason); })});
    m_actions->add({.id = QStringLiteral("settings.open"), .title = [] { return tr("Settings"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_Comma), .trigger = [this] { showSettings(); }});
    m_actions->add({.id = QStringLiteral("server.add"), .title = [] { return tr("Add a server"); }, .trigger = [this] { showSettings(QStringLiteral("servers")); }});
    for (const ThemeMode mode : {ThemeMode::System, ThemeMode::Light, ThemeMode::Dark}) {
        m_actions->add({.id = QStringLiteral("theme.") + themeModeName(mode),
                        .title = [mode] { return mode == ThemeMode::System ? tr("Theme: like the system") : mode == ThemeMode::Light ? tr("Theme: light") : tr("Theme: dark"); },
                        .trigger = [this, mode] {
                            Theme::instance().apply(mode);
                            m_settings->setValue("window/theme", QString(themeModeName(mode)));
                        }});
    }
    const auto exists = [this](int index) { return m_servers && m_servers->list().size() > qMax(1, index); };
    for (int index = 0; index < serversWithKeys; ++index) {
        m_actions->add({.id = QStringLiteral("server.%1").arg(index + 1),
                        .title = [this, index, exists] { return exists(index) ? tr("Show %1").arg(ServerWords::nameOf(m_servers->list()[index])) : tr("Show server %1").arg(index + 1); },
                        .keys = QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + index)),
                        .trigger = [this, index] { showServerAt(index); },
                        .isEnabled = [exists, index] { return exists(index); },
                        .isListed = [exists, index] { return exists(index); }});
    }
}

} // namespace pipit
