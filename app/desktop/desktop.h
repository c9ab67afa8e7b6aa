// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the desktop together: the window first, then the servers, with the node inside (or another's address) and the keychain.
// Thread rule: the GUI thread. Errors are shown in the window.
#pragma once

#include "app/desktop/options.h"
#include "client/servers.h"
#include "client/update_watch.h"
#include "ui/desktop/tray_icon.h"
#include "ui/locale/language.h"
#include "ui/main_window.h"

#include <QSettings>

#include <memory>

namespace pipit {

class DesktopBots;

class Desktop : public QObject
{
    Q_OBJECT

public:
    explicit Desktop(const DesktopOptions &options);
    ~Desktop() override;

    BotEditor *bots() const; // of the own node
    MainWindow *window() const { return m_window.get(); }
    Servers *servers() const { return m_servers.get(); }
    UpdateWatch *updates() { return &m_updates; }

    // After the window has been painted once.
    void start();
    // Of a later start of the program: the window comes up, and opens these links.
    void take(const QStringList &links);

private:
    ServersOptions serversOptions(const ClientConfig &config);
    void trustAuthorities();

    DesktopOptions m_options;
    QString m_dataDir;
    QSettings m_settings;
    Language m_language;
    ServerBook m_book;
    NodeSettings m_nodeSettings;
    UpdateWatch m_updates{QStringLiteral(PIPIT_VERSION)};
    // In this order, so that the window goes first.
    std::unique_ptr<DesktopBots> m_bots;
    std::unique_ptr<Servers> m_servers;
    TrayIcon m_tray;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace pipit
