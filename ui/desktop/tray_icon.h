// SPDX-License-Identifier: GPL-3.0-or-later
// The program's sign in the desktop's tray, where there is one: how many messages nobody has read, and a menu.
//
// Contract: isThere() says whether a person can see it at this moment; a window may hide only then, or it would be gone.
// Thread rule: the GUI thread.
#pragma once

#include <QObject>
#include <QSystemTrayIcon>

#include <memory>

class QMenu;

namespace pipit {

class TrayIcon : public QObject
{
    Q_OBJECT

public:
    explicit TrayIcon(QObject *parent = nullptr);
    ~TrayIcon() override;

    bool isThere() const;
    void setUnread(int count);

Q_SIGNALS:
    void showRequested();
    void newSessionRequested();
    void quitRequested();

private:
    void fillMenu();
    void update();

    std::unique_ptr<QMenu> m_menu;
    QSystemTrayIcon m_icon;
    int m_unread = 0;
};

// The program's icon with a number on it; 0: without.
QIcon badgedIcon(int count);

} // namespace pipit
