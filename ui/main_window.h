// SPDX-License-Identifier: GPL-3.0-or-later
// The program's window: rail, pages (the conversations of each server, and those of ui/window_pages), status bar.
//
// Contract: shows at once and takes the servers when they are there; one of them is shown at a time, all of them are live. What
// was chosen is in force, and remembered in the settings file. Thread rule: the GUI thread. Neither the servers nor the settings
// are owned.
#pragma once

#include "client/servers.h"
#include "ui/palette/command_palette.h"
#include "ui/preferences/preferences.h"
#include "ui/settings/settings_context.h"
#include "ui/status_bar.h"
#include "ui/theme/theme.h"

#include <QHash>
#include <QPointer>
#include <QSet>
#include <QWidget>

class QLabel;
class QSettings;
class QStackedWidget;
class QToolButton;

#include <functional>
#include <memory>

namespace pipit {

class Actions;
class BotEditor;
class ChatPage;
class DesktopNotifier;
class Language;
class MessageNotices;
class ServerPages;
class ServerRail;
class SettingsPage;
class TrayIcon;
class UpdateNotice;
class UpdateWatch;

class MainWindow : public QWidget
{
    Q_OBJECT

public:
    MainWindow(Language *language, QSettings *settings, QWidget *parent = nullptr);

    ChatPage *chat() const;                // of the server that is shown
    Actions *actions() const { return m_actions; }
    Preferences *preferences() { return &m_preferences; }
    StatusBar *statusBar() const { return m_status; }
    void setNotifier(std::unique_ptr<DesktopNotifier> notifier); // before the servers; none: the desktop hears of nothing
    void setTray(TrayIcon *tray);          // none: the window never hides. Not owned
    void setServers(Servers *servers);     // before they are started; once
    void setBots(BotEditor *bots);         // of the own node, before the servers; without it they are not changed here
    void setUpdates(UpdateWatch *updates); // with the feed of the settings, where nobody else has decided. Not owned
    bool showServer(const QString &id);
    void showPage(const QString &name);    // of windowPages(); one that is not there: nothing happens
    QWidget *page(const QString &name) const; // none, until it was shown
    void showChat();
    void showSettings(const QString &section = {}); // empty: the one that was open
    SettingsPage *settingsPage() const;    // none, until it was shown
    void openLink(const QString &link);    // pipit:session/ID, or an invitation: a person looks at it first
    void openPalette();
    void bringUp();                        // to where the person looks
    void showNotice(const QString &text);  // such as: the port was taken, another is used
    bool isSettled() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fillRail();
    SettingsContext pageContext();
    void restorePage();
    void focusPage(); // where one goes on, on the page that is shown
    void sayPages();
    void offerServer(const QString &addressOrInvitation);
    void addActions();
    QList<PaletteEntry> paletteEntries();
    void takePreferences();
    void countUnread();
    void adopt(ChatPage *page);
    void adoptServer(const QString &id);
    void serverShown(const QString &id);
    void showServerAt(int index);
    void fold();
    void bringUp(const QString &sessionId, qint64 messageId, const QString &serverId);
    bool isQuiet() const;
    void tellOfTokens();
    void updateStatus();
    void retranslate();

    Language *m_language;
    QSettings *m_settings;
    Preferences m_preferences;
    Actions *m_actions;
    Servers *m_servers = nullptr;
    BotEditor *m_bots = nullptr;
    UpdateWatch *m_updates = nullptr;
    QWidget *m_rail;
    QHash<QString, QToolButton *> m_pageButtons; // by the pages' names, as the next
    QHash<QString, QWidget *> m_made;
    ServerRail *m_serverRail;
    QLabel *m_notice;
    UpdateNotice *m_updateNotice;
    QStackedWidget *m_pages;
    ServerPages *m_chats;
    MessageNotices *m_notices = nullptr;
    QPointer<TrayIcon> m_tray;
    StatusBar *m_status;
    CommandPalette *m_palette;
    QSet<QString> m_toldOfTokens; // by the servers' ids
};

} // namespace pipit
