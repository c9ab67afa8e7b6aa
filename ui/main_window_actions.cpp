// SPDX-License-Identifier: GPL-3.0-or-later
// What the window can do: every action with its title and its keys.
#include "ui/main_window.h"

#include "ui/actions/actions.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/note/note_panel.h"
#include "ui/chat/sessions/session_files.h"
#include "ui/chat/sessions/session_list.h"
#include "ui/servers/server_pages.h"
#include "ui/servers/server_words.h"
#include "ui/window_pages.h"

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
    m_actions->add({.id = QStringLiteral("palette.open"), .title = [] { return tr("Go to or do something"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_K), .trigger = [this] { openPalette(); }});
    m_actions->add({.id = QStringLiteral("session.new"), .title = [] { return tr("New session"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_N), .trigger = inChat([this] { chat()->newSession(); })});
    m_actions->add({.id = QStringLiteral("session.search"), .title = [] { return tr("Search sessions and messages"); }, .keys = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), .trigger = inChat([this] { chat()->focusSearch(); })});
    m_actions->add({.id = QStringLiteral("session.previous"), .title = [] { return tr("Previous session"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_PageUp), .trigger = inChat([this] { chat()->sessions()->selectNeighbour(-1); })});
    m_actions->add({.id = QStringLiteral("session.next"), .title = [] { return tr("Next session"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_PageDown), .trigger = inChat([this] { chat()->sessions()->selectNeighbour(1); })});
    m_actions->add({.id = QStringLiteral("session.rename"), .title = [] { return tr("Rename the session"); }, .keys = QKeySequence(Qt::Key_F2), .trigger = inChat([this] { chat()->startRename(); })});
    m_actions->add({.id = QStringLiteral("session.find"), .title = [] { return tr("Find in this session"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_F), .trigger = inChat([this] { chat()->findInSession(); })});
    m_actions->add({.id = QStringLiteral("message.write"), .title = [] { return tr("Write a message"); }, .keys = QKeySequence(Qt::CTRL | Qt::Key_L), .trigger = inChat([this] { chat()->composer()->setFocus(Qt::ShortcutFocusReason); })});
    m_actions->add({.id = QStringLiteral("session.note"), .title = [] { return tr("Session note"); }, .keys = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), .trigger = inChat([this] { chat()->note()->setOpen(!chat()->note()->isOpen()); })});
    using Format = SessionFiles::Format;
    for (const Format format : {Format::Markdown, Format::Html, Format::Json})
        m_actions->add({.id = QStringLiteral("session.export.%1").arg(format == Format::Markdown ? QStringLiteral("markdown") : format == Format::Html ? QStringLiteral("html") : QStringLiteral("json")),
                        .title = [format] { return format == Format::Markdown ? tr("Export the session as Markdown") : format == Format::Html ? tr("Export the session as an HTML page") : tr("Export the session as JSON"); },
                        .trigger = inChat([this, format] { chat()->exportSession(format); })});
    m_actions->add({.id = QStringLiteral("session.import"), .title = [] { return tr("Import a session"); }, .trigger = inChat([this] { chat()->importSession(); })});
    for (const WindowPage &page : windowPages())
        m_actions->add({.id = page.action, .title = page.title, .keys = page.keys, .trigger = [this, name = page.name] { showPage(name); }});
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

void MainWindow::openPalette()
{
    m_palette->setSource([this] { return paletteEntries(); }, [this](const QString &words) {
        return QList<PaletteEntry>{{.icon = "search", .title = tr("Search messages for “%1”").arg(words), .run = [this, words] {
            showChat();
            chat()->searchMessages(words);
        }}};
    });
    m_palette->openPalette();
}

// The sessions of every server, the one that is shown first; then what can be done.
QList<PaletteEntry> MainWindow::paletteEntries()
{
    using Kind = PaletteEntry::Kind;
    QList<PaletteEntry> entries;
    const QList<ServerView> servers = m_servers ? m_servers->list() : QList<ServerView>();
    const auto addSessions = [&](const ServerView &server, bool isShown) {
        if (!server.connection)
            return;
        for (const SessionSummary &session : server.connection->sessions()) {
            const QString detail = session.archived ? tr("archived") : isShown ? QString() : ServerWords::nameOf(server);
            entries.append({.kind = Kind::Place, .icon = "chat", .title = session.title.isEmpty() ? session.id : session.title, .detail = detail, .run = [this, server = server.id, id = session.id] {
                showServer(server);
                chat()->openSession(id);
            }});
        }
    };
    for (const bool shown : {true, false}) {
        for (const ServerView &server : servers) {
            if ((server.id == m_chats->currentId()) == shown)
                addSessions(server, shown);
        }
    }
    for (const Action &action : m_actions->list()) {
        if (action.isListed() && action.isEnabled() && action.id() != u"palette.open")
            entries.append({.icon = "settings", .title = action.title(), .keys = action.keys().toString(QKeySequence::NativeText), .run = [action] { action.trigger(); }});
    }
    return entries;
}

} // namespace pipit
