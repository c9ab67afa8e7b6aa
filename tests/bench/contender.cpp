// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/contender.h"

#include "app/load/pipit_target.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/support/postgres_server.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>

#include <csignal>
#include <cstdio>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace pipit::bench {

namespace {

constexpr int startMs = 20'000;

qint64 residentBytesOf(qint64 pid)
{
    QFile status(u"/proc/%1/status"_s.arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.sliced(6).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

class PipitNode final : public Contender
{
public:
    explicit PipitNode(bool onPostgres)
    {
        QStringList arguments;
        if (onPostgres) {
            m_postgres = std::make_unique<test::PostgresServer>();
            arguments << u"--database"_s << m_postgres->createDatabase();
        }
        m_node = std::make_unique<test::NodeProcess>(arguments);
        m_node->start();
    }

    QString name() const override { return m_postgres ? u"Pipit, PostgreSQL"_s : u"Pipit, SQLite"_s; }

    load::Target target(const std::string &prefix) const override
    {
        load::Target target;
        target.port = m_node->port();
        target.headers = {"Authorization: Bearer " + m_node->token().toStdString()};
        load::aimAtPipit(target, prefix);
        return target;
    }

    qint64 residentBytes() const override { return m_node->residentBytes(); }
    qint64 processId() const override { return m_node->processId(); }

    std::optional<Sent> sent() const override
    {
        const QJsonObject messages = stats().value(u"messages").toObject();
        return Sent{messages.value(u"deliveries").toDouble(), messages.value(u"sends").toDouble()};
    }

    std::optional<Written> written() const override
    {
        const QJsonObject writer = stats().value(u"database").toObject().value(u"writer").toObject();
        return Written{writer.value(u"messages").toDouble(), writer.value(u"transactions").toDouble()};
    }

private:
    QJsonObject stats() const
    {
        test::HttpConnection connection(m_node->port());
        const auto answer = connection.call(test::httpRequest("GET", "/api/sse/stats", "Bearer " + m_node->token()));
        return answer ? answer->data() : QJsonObject();
    }

    std::unique_ptr<test::PostgresServer> m_postgres;
    std::unique_ptr<test::NodeProcess> m_node;
};

class PlainStack final : public Contender
{
public:
    explicit PlainStack(const QString &directory)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.setWorkingDirectory(directory);
        m_process.start(u"node"_s, {u"plain_stack.mjs"_s, m_postgres.createDatabase()});
        while (m_port == 0 && m_process.waitForReadyRead(startMs)) {
            const QByteArray line = m_process.readLine().trimmed();
            if (line.startsWith("listening on "))
                m_port = line.sliced(13).toUShort();
        }
        if (m_port == 0)
            throw std::runtime_error("the plain stack did not start");
    }

    ~PlainStack() override
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    QString name() const override { return u"Fastify, pg, NOTIFY"_s; }

    load::Target target(const std::string &prefix) const override
    {
        load::Target target;
        target.port = m_port;
        target.streamPath = [prefix](int channel) { return "/stream?session=" + prefix + std::to_string(channel); };
        target.publishPath = [](int) { return std::string("/messages"); };
        target.publishBody = [prefix](int channel, std::string_view content) { return "{\"session\":\"" + prefix + std::to_string(channel) + "\",\"content\":\"" + std::string(content) + "\"}"; };
        return target;
    }

    qint64 residentBytes() const override { return residentBytesOf(m_process.processId()); }
    qint64 processId() const override { return m_process.processId(); }

private:
    test::PostgresServer m_postgres;
    QProcess m_process;
    quint16 m_port = 0;
};

class Nchan final : public Contender
{
public:
    explicit Nchan(const QString &module) : m_port(freePort())
    {
        QFile file(m_directory.filePath(u"nginx.conf"_s));
        if (!file.open(QIODevice::WriteOnly))
            throw std::runtime_error("nginx.conf cannot be written");
        file.write(u"load_module %1;\ndaemon off;\nmaster_process off;\npid nginx.pid;\nerror_log error.log warn;\nworker_rlimit_nofile 100000;\n"
                   "events { worker_connections 60000; }\n"
                   "http {\n    access_log off;\n    client_body_temp_path body;\n    proxy_temp_path proxy;\n    fastcgi_temp_path fastcgi;\n    uwsgi_temp_path uwsgi;\n    scgi_temp_path scgi;\n    client_body_buffer_size 64k;\n    keepalive_requests 100000000;\n    nchan_shared_memory_size 512M;\n"
                   "    server {\n        listen 127.0.0.1:%2 backlog=4096;\n"
                   "        location = /stream { nchan_subscriber eventsource; nchan_channel_id $arg_session; nchan_subscriber_first_message newest; }\n"
                   "        location = /messages { nchan_publisher; nchan_channel_id $arg_session; nchan_message_buffer_length 100; nchan_message_timeout 5m; }\n"
                   "    }\n}\n"_s.arg(module).arg(m_port).toUtf8());
        file.close();
        m_process.setProcessChannelMode(QProcess::ForwardedChannels);
        m_process.start(u"nginx"_s, {u"-e"_s, m_directory.filePath(u"start.log"_s), u"-p"_s, m_directory.path(), u"-c"_s, u"nginx.conf"_s});
        QTcpSocket socket;
        for (int attempt = 0; attempt < 100 && socket.state() != QAbstractSocket::ConnectedState; ++attempt) {
            socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
            if (!socket.waitForConnected(100))
                m_process.waitForFinished(100);
        }
        if (socket.state() != QAbstractSocket::ConnectedState)
            throw std::runtime_error("nginx with nchan did not start");
    }

    ~Nchan() override
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    QString name() const override { return u"nginx with nchan"_s; }

    load::Target target(const std::string &prefix) const override
    {
        load::Target target;
        target.port = m_port;
        target.streamPath = [prefix](int channel) { return "/stream?session=" + prefix + std::to_string(channel); };
        target.publishPath = [prefix](int channel) { return "/messages?session=" + prefix + std::to_string(channel); };
        target.publishBody = [](int, std::string_view content) { return std::string(content); };
        return target;
    }

    qint64 residentBytes() const override { return residentBytesOf(m_process.processId()); }
    qint64 processId() const override { return m_process.processId(); }

private:
    QTemporaryDir m_directory;
    QProcess m_process;
    const quint16 m_port;
};

} // namespace

std::unique_ptr<Contender> pipitOnSqlite()
{
    return std::make_unique<PipitNode>(false);
}

std::unique_ptr<Contender> pipitOnPostgres()
{
    return std::make_unique<PipitNode>(true);
}

std::unique_ptr<Contender> plainStack()
{
    const QString directory = QStringLiteral(YARDSTICKS);
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty() || !QDir(directory).exists(u"node_modules/fastify"_s)) {
        std::fprintf(stderr, "Without the plain stack: Node.js or the packages of tests/bench/yardsticks are missing (`npm ci` there, or ./check --bench).\n");
        return nullptr;
    }
    return std::make_unique<PlainStack>(directory);
}

std::unique_ptr<Contender> nchan()
{
    const QString module = u"/usr/lib/nginx/modules/ngx_nchan_module.so"_s;
    if (QStandardPaths::findExecutable(u"nginx"_s, {u"/usr/sbin"_s, u"/usr/bin"_s}).isEmpty() || !QFile::exists(module)) {
        std::fprintf(stderr, "Without nchan: nginx or its module is missing (package libnginx-mod-nchan).\n");
        return nullptr;
    }
    return std::make_unique<Nchan>(module);
}

} // namespace pipit::bench
