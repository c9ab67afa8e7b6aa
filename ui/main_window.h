// SPDX-License-Identifier: GPL-3.0-or-later
// The program's window: rail, pages, status bar; theme and language are chosen here and remembered in the settings file.
//
// Contract: shows at once and takes the connection when there is one. Thread rule: the GUI thread. Neither the connection
// nor the settings are owned.
#pragma once

#include "client/connection.h"
#include "ui/status_bar.h"
#include "ui/theme/theme.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QMenu;
class QSettings;
class QToolButton;

#include <functional>
#include <memory>

namespace pipit {

class ChatPage;
class DesktopNotifier;
class Language;
class MessageNotices;

class MainWindow : public QWidget
{
    Q_OBJECT

public:
    MainWindow(Language *language, QSettings *settings, QWidget *parent = nullptr);

    ChatPage *chat() const { return m_chat; }
    StatusBar *statusBar() const { return m_status; }
    void setNotifier(std::unique_ptr<DesktopNotifier> notifier); // before the connection; none: the desktop hears of nothing
    void setConnection(Connection *connection, bool ownNode);
    void showNodeStarting();
    void showNodeFailed(const Error &error);
    void showNotice(const QString &text);  // such as: the port was taken, another is used
    bool isSettled() const;

    // Asks a person before something that has consequences; a test answers by itself.
    using Confirm = std::function<bool(QWidget *parent, const QString &title, const QString &text)>;
    void setConfirm(Confirm confirm) { m_confirm = std::move(confirm); }

Q_SIGNALS:
    void retryStartRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addShortcuts();
    void fillSettingsMenu();
    void setOpenToNetwork(bool isOpen);
    void fold();
    void bringUp(const QString &sessionId, qint64 messageId);
    void updateStatus();
    void retranslate();

    Language *m_language;
    QSettings *m_settings;
    QPointer<Connection> m_connection;
    QWidget *m_rail;
    QToolButton *m_chatButton;
    QToolButton *m_settingsButton;
    QMenu *m_settingsMenu;
    QLabel *m_notice;
    ChatPage *m_chat;
    MessageNotices *m_notices = nullptr;
    StatusBar *m_status;
    Confirm m_confirm;
    bool m_ownNode = true;
    bool m_failed = false;
};

} // namespace pipit
