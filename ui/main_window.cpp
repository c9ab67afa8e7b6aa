// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/chat/session_list.h"
#include "ui/desktop/message_notices.h"
#include "ui/language.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QShortcut>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>

namespace pipit {

using namespace std::chrono_literals;

namespace {

bool askPerson(QWidget *parent, const QString &title, const QString &text)
{
    QMessageBox box(QMessageBox::Warning, title, title, QMessageBox::Yes | QMessageBox::Cancel, parent);
    box.setInformativeText(text);
    box.setDefaultButton(QMessageBox::Cancel);
    return box.exec() == QMessageBox::Yes;
}

constexpr int railWidth = 60;
constexpr int foldListBelow = 780;
constexpr int foldRailBelow = 560;

QToolButton *railButton(const char *icon)
{
    auto *button = new QToolButton;
    setLook(button, "kind", "rail");
    button->setIcon(themedIcon(icon));
    button->setIconSize(QSize(20, 20));
    return button;
}

} // namespace

MainWindow::MainWindow(Language *language, QSettings *settings, QWidget *parent)
    : QWidget(parent), m_language(language), m_settings(settings), m_rail(new QWidget), m_chatButton(railButton("chat")), m_settingsButton(railButton("settings")),
      m_settingsMenu(new QMenu(this)), m_notice(new QLabel), m_chat(new ChatPage), m_status(new StatusBar), m_confirm(&askPerson)
{
    setObjectName("page");
    setMinimumSize(420, 360);
    m_rail->setObjectName("rail");
    m_rail->setAttribute(Qt::WA_StyledBackground);
    m_rail->setFixedWidth(railWidth);
    m_chatButton->setCheckable(true);
    m_chatButton->setChecked(true);
    m_settingsButton->setMenu(m_settingsMenu);
    m_settingsButton->setPopupMode(QToolButton::InstantPopup);
    auto *inRail = new QVBoxLayout(m_rail);
    inRail->setContentsMargins(9, 12, 10, 12);
    inRail->setSpacing(6);
    inRail->addWidget(m_chatButton);
    inRail->addStretch();
    inRail->addWidget(m_settingsButton);
    m_notice->setObjectName("notice");
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setWordWrap(true);
    m_notice->setContentsMargins(14, 4, 14, 4);
    m_notice->hide();

    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(m_rail);
    columns->addWidget(m_chat, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(columns, 1);
    layout->addWidget(m_notice);
    layout->addWidget(m_status);

    // With one page, the button leads back to it: to where one writes.
    connect(m_chatButton, &QToolButton::clicked, this, [this] {
        m_chatButton->setChecked(true);
        m_chat->composer()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(m_settingsMenu, &QMenu::aboutToShow, this, &MainWindow::fillSettingsMenu);
    connect(m_chat, &ChatPage::listShownChanged, this, &MainWindow::fold);
    connect(m_chat, &ChatPage::retryStartRequested, this, &MainWindow::retryStartRequested);
    connect(m_chat, &ChatPage::problem, this, &MainWindow::showNotice);
    addShortcuts();
    retranslate();
    restoreGeometry(m_settings->value("window/geometry").toByteArray());
    m_chat->composer()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto action) { connect(new QShortcut(keys, this), &QShortcut::activated, this, action); };
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { m_chat->focusSearch(); });
    add(QKeySequence::Find, [this] { m_chat->findInSession(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_N), [this] { m_chat->newSession(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_PageUp), [this] { m_chat->sessions()->selectNeighbour(-1); });
    add(QKeySequence(Qt::CTRL | Qt::Key_PageDown), [this] { m_chat->sessions()->selectNeighbour(1); });
    add(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { m_chat->composer()->setFocus(Qt::ShortcutFocusReason); });
    add(QKeySequence(Qt::Key_F2), [this] { m_chat->startRename(); });
}

void MainWindow::fillSettingsMenu()
{
    m_settingsMenu->clear();
    const auto choice = [this](QMenu *menu, QActionGroup *group, const QString &label, bool checked, auto action) {
        QAction *entry = menu->addAction(label);
        entry->setCheckable(true);
        entry->setChecked(checked);
        group->addAction(entry);
        connect(entry, &QAction::triggered, this, action);
    };
    QMenu *themes = m_settingsMenu->addMenu(tr("Theme"));
    auto *themeGroup = new QActionGroup(themes);
    for (const auto &[mode, label] : {std::pair(ThemeMode::System, tr("Like the system")), std::pair(ThemeMode::Light, tr("Light")), std::pair(ThemeMode::Dark, tr("Dark"))}) {
        choice(themes, themeGroup, label, Theme::instance().mode() == mode, [this, mode = mode] {
            Theme::instance().apply(mode);
            m_settings->setValue("window/theme", QString(themeModeName(mode)));
        });
    }
    QMenu *menu = m_settingsMenu->addMenu(tr("Language"));
    auto *group = new QActionGroup(menu);
    const auto apply = [this](const QString &code) {
        return [this, code] {
            m_language->apply(code);
            m_settings->setValue("window/language", code);
        };
    };
    choice(menu, group, tr("Like the system"), m_language->chosen().isEmpty(), apply({}));
    for (const LanguageInfo &info : languages) {
        const QString code = QString::fromLatin1(info.code);
        choice(menu, group, QString::fromUtf16(info.name), m_language->chosen() == code, apply(code));
    }
    if (m_ownNode) {
        QAction *network = m_settingsMenu->addAction(tr("Open this node to the network…"));
        network->setCheckable(true);
        network->setChecked(m_settings->value("node/openToNetwork").toBool());
        connect(network, &QAction::triggered, this, &MainWindow::setOpenToNetwork);
    }
}

void MainWindow::setOpenToNetwork(bool isOpen)
{
    const QString consequences = tr("Other computers will be able to reach this node. Whoever has a token can read and write what that token is for; nobody else can.\n\n"
                                    "Without a certificate (tls.cert_file in pipit.toml) nothing is encrypted on the way: in a network that you do not trust, others can read your messages and your token.");
    if (isOpen && !m_confirm(this, tr("Open this node to the network?"), consequences))
        return;
    m_settings->setValue("node/openToNetwork", isOpen);
    showNotice(isOpen ? tr("From the next start on, other computers can reach this node.") : tr("From the next start on, only this computer can reach this node."));
}

void MainWindow::setNotifier(std::unique_ptr<DesktopNotifier> notifier)
{
    const auto isSeen = [this](const QString &sessionId) { return isActiveWindow() && m_chat->isShown(sessionId); };
    m_notices = new MessageNotices(std::move(notifier), isSeen, {}, this);
    connect(m_notices, &MessageNotices::activated, this, &MainWindow::bringUp);
}

void MainWindow::bringUp(const QString &sessionId, qint64 messageId)
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    m_chat->openMessage(sessionId, messageId);
}

void MainWindow::setConnection(Connection *connection, bool ownNode)
{
    m_connection = connection;
    m_ownNode = ownNode;
    m_failed = false;
    connect(connection, &Connection::statusChanged, this, &MainWindow::updateStatus);
    connect(connection, &Connection::statsChanged, this, &MainWindow::updateStatus);
    connect(connection, &Connection::pendingCountChanged, this, &MainWindow::updateStatus);
    m_chat->setConnection(connection);
    if (m_notices)
        m_notices->setConnection(connection);
    updateStatus();
}

void MainWindow::showNodeStarting()
{
    m_ownNode = true;
    m_failed = false;
    updateStatus();
}

void MainWindow::showNodeFailed(const Error &error)
{
    m_failed = true;
    m_chat->showStartFailure(error);
    updateStatus();
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
    return m_chat->isSettled() && (m_failed || (m_connection && !m_connection->stats().store.isEmpty()));
}

void MainWindow::updateStatus()
{
    using State = ConnectionStatus::State;
    m_status->setOwnNode(m_ownNode);
    if (!m_connection) {
        m_status->setNodeState(m_failed ? StatusBar::Tone::Bad : StatusBar::Tone::Warn, m_failed ? tr("not running") : tr("starting"));
        return;
    }
    const State state = m_connection->status().state;
    const bool live = state == State::Live;
    m_status->setAddress(m_connection->url().authority());
    switch (state) {
    case State::Live:
        m_status->setNodeState(StatusBar::Tone::Good, tr("connected"));
        break;
    case State::Connecting:
        m_status->setNodeState(StatusBar::Tone::Warn, tr("connecting"));
        break;
    case State::Waiting:
        m_status->setNodeState(StatusBar::Tone::Warn, tr("reconnecting"));
        break;
    case State::GaveUp:
        m_status->setNodeState(StatusBar::Tone::Bad, tr("offline"));
        break;
    case State::Refused:
        m_status->setNodeState(StatusBar::Tone::Bad, tr("refused"));
        break;
    }
    const NodeStats &stats = m_connection->stats();
    m_status->setStats(live && !stats.store.isEmpty() ? std::optional(stats) : std::nullopt);
    m_status->setUnsent(m_connection->pendingCount());
}

void MainWindow::fold()
{
    m_chat->setListFolded(width() < foldListBelow);
    m_rail->setVisible(width() >= foldRailBelow || m_chat->isListShown());
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings->setValue("window/geometry", saveGeometry());
    QWidget::closeEvent(event);
}

void MainWindow::retranslate()
{
    setWindowTitle(tr("Pipit"));
    m_chatButton->setToolTip(tr("Chat"));
    m_chatButton->setAccessibleName(tr("Chat"));
    m_settingsButton->setToolTip(tr("Theme and language"));
    m_settingsButton->setAccessibleName(tr("Theme and language"));
    updateStatus();
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
