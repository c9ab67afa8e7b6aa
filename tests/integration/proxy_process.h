// SPDX-License-Identifier: GPL-3.0-or-later
// A real nginx or Caddy in front of nodes, set up by the file of docs/examples that people copy: only the names of files, the
// ports and the addresses of the nodes are the test's own.
//
// Thread rule: the thread that made it. Errors: the constructor throws std::runtime_error with what the program wrote.
#pragma once

#include <QList>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <string>

namespace pipit::test {

enum class ProxyKind { Nginx, Caddy };

// Whether nginx keeps answers back until they fill its buffers, as it does where nobody tells it not to. The node does, so here it is
// told not to listen.
enum class Buffering { Off, On };

class ProxyProcess
{
public:
    // The certificate is for chat.example.org.
    ProxyProcess(ProxyKind kind, QList<quint16> nodePorts, const QString &certFile, const QString &keyFile, Buffering buffering = Buffering::Off);
    ~ProxyProcess();

    quint16 port() const { return m_port; }
    // Starts it anew on the same port.
    void restart(Buffering buffering);

private:
    QStringList nginxCommand();
    QStringList caddyCommand();
    QString recipe(const QString &name, const QList<std::pair<QString, QString>> &replaced) const;
    QString write(const QString &name, const QString &text) const;
    std::string log() const;
    bool start();
    bool listens();

    const ProxyKind m_kind;
    const QList<quint16> m_nodePorts;
    const QString m_certFile;
    const QString m_keyFile;
    Buffering m_buffering;
    QTemporaryDir m_directory;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace pipit::test
