// SPDX-License-Identifier: GPL-3.0-or-later
// Notifications of the desktop: what is shown outside of the window, and what the user chose there.
//
// Contract: show() returns at once and never waits for the desktop. Texts are plain, whatever they look like. Where the desktop
// takes no notifications nothing happens, and the log says so once. Which desktop is behind it is chosen when the program is
// built: org.freedesktop.Notifications on D-Bus, elsewhere the system tray.
// Thread rule: the GUI thread. Source: Desktop Notifications Specification 1.2.
#pragma once

#include <QObject>
#include <QString>

#include <memory>

namespace pipit {

struct DesktopNotice {
    enum class Urgency { Low, Normal, Critical };
    QString summary;       // one line
    QString body = {};
    Urgency urgency = Urgency::Normal;
    QString sessionId = {}; // where a click on it leads
    qint64 messageId = 0;
};

class DesktopNotifier : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void show(const DesktopNotice &notice) = 0;

Q_SIGNALS:
    void activated(const QString &sessionId, qint64 messageId);
};

std::unique_ptr<DesktopNotifier> makeDesktopNotifier();

} // namespace pipit
