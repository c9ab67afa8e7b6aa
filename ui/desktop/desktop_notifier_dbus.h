// SPDX-License-Identifier: GPL-3.0-or-later
// org.freedesktop.Notifications, as Linux desktops and the BSDs' have it. Included by desktop_notifier_dbus.cpp only.
// Thread rule: as DesktopNotifier.
#pragma once

#include "ui/desktop/desktop_notifier.h"

#include <QDBusMessage>

#include <map>

namespace pipit {

class FreedesktopNotifier : public DesktopNotifier
{
    Q_OBJECT

public:
    void show(const DesktopNotice &notice) override;

private Q_SLOTS:
    void takeAction(uint id, const QString &action, const QDBusMessage &signal);
    void takeToken(uint id, const QString &token, const QDBusMessage &signal);
    void takeClosed(uint id, uint reason, const QDBusMessage &signal);

private:
    struct Shown {
        QString server; // who shows it: nobody else may say what became of it
        QString sessionId;
        qint64 messageId = 0;
    };

    bool connectToBus();
    template<typename Reply, typename Then>
    void call(const QDBusMessage &message, Then then);
    void notify(const DesktopNotice &notice, bool isMarkup, const QString &server);
    void complain(const QString &reason);
    bool isOurs(uint id, const QDBusMessage &signal) const;

    std::map<uint, Shown> m_shown; // by the desktop's id; ids ascend
    bool m_isConnected = false;
    bool m_hasComplained = false;
};

} // namespace pipit
