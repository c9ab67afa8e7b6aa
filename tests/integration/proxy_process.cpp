// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/proxy_process.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QProcessEnvironment>
#include <QRandomGenerator>
#include <QTcpSocket>

#include <stdexcept>

using namespace Qt::StringLiterals;

namespace pipit::test {

ProxyProcess::ProxyProcess(ProxyKind kind, QList<quint16> nodePorts, const QString &certFile, const QString &keyFile, Buffering buffering)
    : m_kind(kind), m_nodePorts(std::move(nodePorts)), m_certFile(certFile), m_keyFile(keyFile), m_buffering(buffering)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PATH"_s, environment.value(u"PATH"_s) + u":/usr/sbin");
    // Where Caddy keeps what it keeps.
    for (const QString &name : {u"HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s})
        environment.insert(name, m_directory.path());
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    // Not into a pipe: nobody reads it, and a proxy that has filled it waits for ever.
    m_process.setStandardOutputFile(m_directory.filePath(u"proxy.log"_s), QIODevice::Append);
    for (int attempt = 0; attempt < 20; ++attempt) {
        m_port = quint16(QRandomGenerator::global()->bounded(20'000, 32'000));
        if (start())
            return;
    }
    throw std::runtime_error("the proxy does not start: " + log());
}

void ProxyProcess::restart(Buffering buffering)
{
    m_process.kill();
    m_process.waitForFinished();
    m_buffering = buffering;
    if (!start())
        throw std::runtime_error("the proxy does not start again: " + log());
}

bool ProxyProcess::start()
{
    const QStringList command = m_kind == ProxyKind::Nginx ? nginxCommand() : caddyCommand();
    m_process.start(u"setpriv"_s, QStringList{u"--pdeathsig"_s, u"KILL"_s} + command);
    return listens();
}

ProxyProcess::~ProxyProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool ProxyProcess::listens()
{
    const QDeadlineTimer deadline(10'000);
    while (!deadline.hasExpired() && !m_process.waitForFinished(20)) {
        QTcpSocket probe;
        probe.connectToHost(u"127.0.0.1"_s, m_port);
        if (probe.waitForConnected(100))
            return true;
    }
    m_process.kill();
    m_process.waitForFinished();
    return false;
}

// A name that does not stand there once only would mean that the file says something else than the test believes.
QString ProxyProcess::recipe(const QString &name, const QList<std::pair<QString, QString>> &replaced) const
{
    QFile file(QStringLiteral(PIPIT_SOURCE_DIR) + u"/docs/examples/" + name);
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error("there is no docs/examples/" + name.toStdString());
    QString text = QString::fromUtf8(file.readAll());
    for (const auto &[before, after] : replaced) {
        if (text.count(before) != 1)
            throw std::runtime_error("not once in docs/examples/" + name.toStdString() + ": " + before.toStdString());
        text.replace(before, after);
    }
    return text;
}

std::string ProxyProcess::log() const
{
    QFile file(m_directory.filePath(u"proxy.log"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : "no log";
}

QString ProxyProcess::write(const QString &name, const QString &text) const
{
    QFile file(m_directory.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
        throw std::runtime_error("a file of the proxy cannot be written");
    return file.fileName();
}

QStringList ProxyProcess::nginxCommand()
{
    QString nodes;
    for (const quint16 port : m_nodePorts)
        nodes += u"    server 127.0.0.1:%1 fail_timeout=2s;\n"_s.arg(port);
    const QString site = write(u"site.conf"_s, recipe(u"nginx.conf"_s, {{u"    server 127.0.0.1:5000 fail_timeout=2s;\n    server 127.0.0.1:5001 fail_timeout=2s;\n"_s, nodes},
                                                                        {u"listen 443 ssl http2;"_s, u"listen %1 ssl http2;"_s.arg(m_port)},
                                                                        {u"proxy_buffering off;"_s, m_buffering == Buffering::On ? u"proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;"_s : u"proxy_buffering off;"_s},
                                                                        {u"listen 80;"_s, u"listen unix:%1;"_s.arg(m_directory.filePath(u"plain"_s))},
                                                                        {u"/etc/letsencrypt/live/chat.example.org/fullchain.pem"_s, m_certFile},
                                                                        {u"/etc/letsencrypt/live/chat.example.org/privkey.pem"_s, m_keyFile}}));
    // What a distribution's nginx.conf has around its sites, with every path in a directory of the test's own. One process, which
    // ends with the test.
    QString places;
    for (const QString &place : {u"client_body"_s, u"proxy"_s, u"fastcgi"_s, u"uwsgi"_s, u"scgi"_s})
        places += u"  %1_temp_path %2;\n"_s.arg(place, m_directory.filePath(place));
    const QString all = write(u"nginx.conf"_s, u"daemon off;\nmaster_process off;\npid %1;\nerror_log stderr;\nevents { worker_connections 1024; }\nhttp {\n  access_log off;\n%2  include %3;\n}\n"_s
                                                   .arg(m_directory.filePath(u"nginx.pid"_s), places, site));
    QFile::remove(m_directory.filePath(u"plain"_s)); // of an earlier attempt
    return {u"nginx"_s, u"-p"_s, m_directory.path(), u"-e"_s, u"stderr"_s, u"-c"_s, all};
}

QStringList ProxyProcess::caddyCommand()
{
    QStringList nodes;
    for (const quint16 port : m_nodePorts)
        nodes << u"127.0.0.1:%1"_s.arg(port);
    const QString site = recipe(u"Caddyfile"_s, {{u"reverse_proxy 127.0.0.1:5000 127.0.0.1:5001 {"_s, u"reverse_proxy %1 {"_s.arg(nodes.join(u' '))},
                                                 {u"\nchat.example.org {"_s, u"\nhttps://chat.example.org:%1 {\n\ttls %2 %3"_s.arg(QString::number(m_port), m_certFile, m_keyFile)}});
    const QString all = write(u"Caddyfile"_s, u"{\n\tadmin off\n\tauto_https disable_redirects\n}\n"_s + site);
    return {u"caddy"_s, u"run"_s, u"--adapter"_s, u"caddyfile"_s, u"--config"_s, all};
}

} // namespace pipit::test
