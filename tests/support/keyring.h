// SPDX-License-Identifier: GPL-3.0-or-later
// A real gnome-keyring-daemon on the session's bus, with files of its own: unlocked, locked, or silent. It ends with this object; the
// bus must not end before the program (dbus-run-session): GLib ends a program whose bus goes. Thread rule: one thread.
#pragma once

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

namespace pipit::test {

class Keyring
{
public:
    Keyring()
    {
        qputenv("XDG_DATA_HOME", m_directory.path().toUtf8());
        qputenv("XDG_RUNTIME_DIR", m_directory.path().toUtf8());
        QFile::setPermissions(m_directory.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    ~Keyring()
    {
        if (m_daemon.state() == QProcess::NotRunning)
            return;
        goOn();
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    // Unlocked, with a keyring that takes secrets. False: there is none on this machine.
    bool start()
    {
        m_daemon.start(QStringLiteral("gnome-keyring-daemon"), {QStringLiteral("--foreground"), QStringLiteral("--unlock"), QStringLiteral("--components=secrets")});
        if (!m_daemon.waitForStarted())
            return false;
        m_daemon.write("password");
        m_daemon.closeWriteChannel();
        while (m_daemon.state() == QProcess::Running) {
            if (bus().interface()->isServiceRegistered(QStringLiteral("org.freedesktop.secrets")))
                return true;
            m_daemon.waitForReadyRead(20);
        }
        return false;
    }

    bool lock()
    {
        auto call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"), QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
        call << QVariant::fromValue(QList<QDBusObjectPath>{QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/aliases/default")), QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/login"))});
        const QDBusMessage answer = bus().call(call);
        return answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().value(0).value<QDBusArgument>().atEnd();
    }

    // It is there and says nothing.
    void silence() { ::kill(pid_t(m_daemon.processId()), SIGSTOP); }
    void goOn() { ::kill(pid_t(m_daemon.processId()), SIGCONT); }

private:
    // Apart from the one that the program uses.
    QDBusConnection bus() { return QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("test")); }

    QTemporaryDir m_directory;
    QProcess m_daemon;
};

} // namespace pipit::test
