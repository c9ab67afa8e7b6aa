// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "client/update_watch.h"
#include "core/pipit_link.h"
#include "ui/actions/actions.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/composer/prompts.h"
#include "ui/desktop/message_notices.h"
#include "ui/desktop/tray_icon.h"
#include "ui/first_start.h"
#include "ui/servers/server_pages.h"
#include "ui/servers/server_rail.h"
#include "ui/servers/server_words.h"
#include "ui/update_notice.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace pipit {

using namespace std::chrono_literals;

namespace {

constexpr int foldListBelow = 780;
constexpr int foldRailBelow = 560;

} // namespace

MainWindow::MainWindow(Language *language, QSettings *settings, QWidget *parent)
    : QWidget(parent), m_language(language), m_settings(settings), m_preferences(settings), m_actions(new Actions(settings, this)), m_rail(new QWidget),
      m_serverRail(new ServerRail), m_notice(new QLabel), m_updateNotice(new UpdateNotice(&m_preferences)), m_pages(new QStackedWidget), m_chats(new ServerPages), m_status(new StatusBar), m_palette(new CommandPalette(this))
{
    Theme::instance().setTextPixels(m_preferences.number(preference::textPixels));
    Theme::instance().setDensity(densityFromName(m_preferences.text(preference::density)));
    setObjectName("page");
    setMinimumSize(420, 360);
    fillRail();
    m_notice->setObjectName("notice");
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setWordWrap(true);
    m_notice->setContentsMargins(14, 4, 14, 4);
    m_notice->hide();
    m_pages->addWidget(m_chats);

    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(m_rail);
    columns->addWidget(m_pages, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(columns, 1);
    layout->addWidget(m_notice);
    layout->addWidget(m_updateNotice);
    layout->addWidget(m_status);

    connect(m_serverRail, &ServerRail::chosen, this, &MainWindow::showServer);
    connect(m_chats, &ServerPages::pageMade, this, &MainWindow::adopt);
    connect(m_chats, &ServerPages::shown, this, &MainWindow::serverShown);
    connect(m_updateNotice, &UpdateNotice::left, this, &MainWindow::focusPage);
    adopt(chat());
    chat()->restoreSession(m_settings->value("window/session").toString());
    addActions();
    connect(&m_preferences, &Preferences::changed, this, &MainWindow::takePreferences);
    takePreferences();
    retranslate();
    restoreGeometry(m_settings->value("window/geometry").toByteArray());
    chat()->composer()->setFocus(Qt::OtherFocusReason);
}

ChatPage *MainWindow::chat() const
{
    return m_chats->current();
}

void MainWindow::adopt(ChatPage *page)
{
    takePreferences(); // it is among the pages already
    connect(page, &ChatPage::sessionOpened, this, [this, page](const QString &id) {
        if (page == chat())
            m_settings->setValue("window/session", id);
    });
    // For the other pages and the settings, which have the list before them too.
    connect(page->composer()->prompts(), &Prompts::changed, this, [this] { Q_EMIT m_preferences.changed(preference::prompts); });
    connect(page, &ChatPage::listShownChanged, this, &MainWindow::fold);
    connect(page, &ChatPage::problem, this, &MainWindow::showNotice);
    connect(page, &ChatPage::signInRequested, this, [this] { showSettings(QStringLiteral("servers")); });
    connect(page, &ChatPage::retryStartRequested, this, [this] {
        if (m_servers)
            m_servers->startOwnNode();
    });
}

void MainWindow::setNotifier(std::unique_ptr<DesktopNotifier> notifier)
{
    const auto isSeen = [this](const QString &sessionId, const QString &serverId) {
        return isActiveWindow() && serverId == m_chats->currentId() && m_pages->currentWidget() == m_chats && chat()->isShown(sessionId);
    };
    m_notices = new MessageNotices(std::move(notifier), isSeen, {}, this);
    m_notices->setRules([this] { return NoticeRules{.isOn = m_preferences.isOn(preference::notify) && !isQuiet(), .showsText = m_preferences.isOn(preference::notifyWithText)}; });
    connect(m_notices, &MessageNotices::activated, this, [this](const QString &sessionId, qint64 messageId, const QString &serverId) { bringUp(sessionId, messageId, serverId); });
}

bool MainWindow::isQuiet() const
{
    const QDateTime until = QDateTime::fromString(m_preferences.text(preference::quietUntil), Qt::ISODate);
    return until.isValid() && until > QDateTime::currentDateTime();
}

void MainWindow::bringUp()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::bringUp(const QString &sessionId, qint64 messageId, const QString &serverId)
{
    bringUp();
    if (!sessionId.isEmpty() && showServer(serverId))
        chat()->openMessage(sessionId, messageId);
}

// The first page is for who has the program's own node: others bring sessions with them.
void MainWindow::setBots(BotEditor *bots)
{
    m_bots = bots;
    auto *first = new FirstStart(chat(), bots);
    connect(first, &FirstStart::settingsRequested, this, &MainWindow::showSettings);
}

void MainWindow::setUpdates(UpdateWatch *updates)
{
    m_updates = updates;
    if (updates->decidedBy().isEmpty())
        updates->setFeed(m_preferences.text(preference::updateFeed));
    m_updateNotice->setUpdates(updates);
}

void MainWindow::setTray(TrayIcon *tray)
{
    m_tray = tray;
    connect(tray, &TrayIcon::showRequested, this, [this] { bringUp(); });
    connect(tray, &TrayIcon::newSessionRequested, this, [this] {
        bringUp();
        showChat();
        chat()->newSession();
    });
    connect(tray, &TrayIcon::quitRequested, qApp, &QCoreApplication::quit);
    countUnread();
}

void MainWindow::countUnread()
{
    if (!m_tray || !m_servers)
        return;
    int count = 0;
    for (const ServerView &server : m_servers->list())
        count += ServerWords::unreadOf(server);
    m_tray->setUnread(count);
}

// Of every page and connection that there is.
void MainWindow::takePreferences()
{
    const auto tell = [this](ChatPage *page) {
        page->composer()->setSettings(m_settings);
        page->setTellsTyping(m_preferences.isOn(preference::sendTyping));
        page->setKeepsDrafts(m_preferences.isOn(preference::keepDrafts));
    };
    tell(chat());
    for (const ServerView &server : m_servers ? m_servers->list() : QList<ServerView>()) {
        if (ChatPage *page = m_chats->page(server.id))
            tell(page);
        if (!server.connection)
            continue;
        server.connection->setTellsRead(m_preferences.isOn(preference::sendRead));
        if (!m_preferences.isOn(preference::keepDrafts))
            server.connection->forgetDrafts();
    }
}

void MainWindow::setServers(Servers *servers)
{
    m_servers = servers;
    connect(servers, &Servers::connectionMade, this, &MainWindow::adoptServer);
    connect(servers, &Servers::notice, this, &MainWindow::showNotice);
    connect(servers, &Servers::alerted, this, [this](const NodeAlert &alert) {
        if (m_notices)
            m_notices->tell(alert);
    });
    connect(servers, &Servers::listChanged, this, [this] {
        tellOfTokens();
        updateStatus();
    });
    m_chats->setServers(servers, m_settings->value("window/server").toString());
    m_serverRail->setServers(servers);
    m_serverRail->setCurrent(m_chats->currentId());
    updateStatus();
    restorePage();
}

void MainWindow::adoptServer(const QString &id)
{
    Connection *connection = m_servers->view(id).connection;
    connect(connection, &Connection::statusChanged, this, &MainWindow::updateStatus);
    connect(connection, &Connection::statsChanged, this, &MainWindow::updateStatus);
    connect(connection, &Connection::pendingCountChanged, this, &MainWindow::updateStatus);
    connect(connection, &Connection::sessionsChanged, this, &MainWindow::countUnread);
    takePreferences();
    if (m_notices)
        m_notices->addConnection(connection, id);
    updateStatus();
}

// Each server once in a run: what the keychain does not keep, or does not give.
void MainWindow::tellOfTokens()
{
    for (const ServerView &server : m_servers->list()) {
        const QString note = ServerWords::tokenNote(server);
        if (note.isEmpty() || m_toldOfTokens.contains(server.id))
            continue;
        m_toldOfTokens.insert(server.id);
        showNotice(ServerWords::nameOf(server) + QStringLiteral(": ") + note);
    }
}

// False: it was removed, or switched off.
bool MainWindow::showServer(const QString &id)
{
    if (!m_servers || id.isEmpty())
        return true; // there is only the one that is shown
    const QList<ServerView> servers = m_servers->list();
    if (std::ranges::find(servers, id, &ServerView::id) == servers.end())
        return false;
    m_chats->showServer(id);
    showChat();
    return true;
}

void MainWindow::showServerAt(int index)
{
    if (const QList<ServerView> servers = m_servers->list(); index < servers.size())
        showServer(servers[index].id);
}

void MainWindow::serverShown(const QString &id)
{
    m_settings->setValue("window/server", id);
    m_serverRail->setCurrent(id);
    updateStatus();
}

void MainWindow::openLink(const QString &text)
{
    const auto link = readPipitLink(text);
    if (!link)
        return showNotice(link.error().message);
    if (link->kind == PipitLink::Kind::Session) {
        const auto node = link->node.isEmpty() ? Result<QUrl>(QUrl()) : ServerBook::checkedUrl(link->node.toString());
        const QString server = node && !node->isEmpty() ? ServerBook::idOf(*node) : m_chats->currentId();
        const bool isOwn = m_servers && node && !node->isEmpty() && m_servers->view(QString::fromLatin1(ServerBook::ownId)).url == *node;
        if (!isOwn && m_servers && m_servers->view(server).name.isEmpty() && !m_servers->view(server).isOwn)
            return showNotice(tr("This link leads to a session of %1, which is not among your servers.").arg(link->node.toString()));
        if (showServer(isOwn ? QString::fromLatin1(ServerBook::ownId) : server))
            chat()->openSession(link->sessionId);
        return;
    }
    offerServer(text);
}

void MainWindow::showNotice(const QString &text)
{
    m_notice->setText(text);
    m_notice->show();
    QTimer::singleShot(12s, m_notice, [this, text] {
        if (m_notice->text() == text)
            m_notice->hide();
    });
}

bool MainWindow::isSettled() const
{
    if (!m_servers)
        return false;
    const ServerView server = m_servers->view(m_chats->currentId());
    return chat()->isSettled() && (server.startError || (server.connection && !server.connection->stats().store.isEmpty()));
}

void MainWindow::updateStatus()
{
    const ServerView server = m_servers ? m_servers->view(m_chats->currentId()) : ServerView{.id = {}, .name = {}, .url = {}, .isOwn = true};
    const ServerWords::Standing standing = ServerWords::standingOf(server);
    m_status->setOwnNode(server.isOwn);
    m_status->setNodeState(standing.tone == ServerWords::Tone::Good ? StatusBar::Tone::Good : standing.tone == ServerWords::Tone::Bad ? StatusBar::Tone::Bad : StatusBar::Tone::Warn, standing.word);
    m_status->setAddress(server.url.authority());
    const bool isLive = server.connection && server.connection->status().state == ConnectionStatus::State::Live;
    m_status->setStats(isLive && !server.connection->stats().store.isEmpty() ? std::optional(server.connection->stats()) : std::nullopt);
    m_status->setUnsent(server.connection ? server.connection->pendingCount() : 0);
}

void MainWindow::fold()
{
    m_chats->setListFolded(width() < foldListBelow);
    // From the settings, the rail is the way back.
    m_rail->setVisible(width() >= foldRailBelow || chat()->isListShown() || m_pages->currentWidget() != m_chats);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings->setValue("window/geometry", saveGeometry());
    // Only where it can be called back: without a tray it would be gone.
    const bool hides = m_tray && m_tray->isThere() && m_preferences.isOn(preference::closeToTray);
    QGuiApplication::setQuitOnLastWindowClosed(!hides);
    QWidget::closeEvent(event);
}

void MainWindow::retranslate()
{
    setWindowTitle(tr("Pipit"));
    sayPages();
    updateStatus();
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
