// SPDX-License-Identifier: GPL-3.0-or-later
// A message bus of the test's own, which ends with it. Start it before anything asks for the session's bus.
#pragma once

#include <QProcess>

namespace pipit::test {

class SessionBus
{
public:
    SessionBus()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")});
        while (!m_daemon.canReadLine() && m_daemon.waitForReadyRead()) { }
        m_address = m_daemon.readLine().trimmed();
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_address);
    }
    ~SessionBus()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    QString address() const { return QString::fromLatin1(m_address); } // empty: there is no dbus-daemon here

private:
    QProcess m_daemon;
    QByteArray m_address;
};

} // namespace pipit::test
