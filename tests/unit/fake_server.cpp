// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_server.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QTimer>
#include <QUrlQuery>

#include <gtest/gtest.h>

namespace pipit::test {

namespace {

class ApplicationEnvironment : public testing::Environment
{
public:
    void SetUp() override { m_application = std::make_unique<QCoreApplication>(m_argc, m_argv); }
    void TearDown() override { m_application.reset(); }

private:
    int m_argc = 1;
    char m_name[5] = "test";
    char *m_argv[2] = {m_name, nullptr};
    std::unique_ptr<QCoreApplication> m_application;
};

[[maybe_unused]] const testing::Environment *const environment = testing::AddGlobalTestEnvironment(new ApplicationEnvironment);

} // namespace

const QByteArray streamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

QString FakeRequest::query(const QString &name) const
{
    return QUrlQuery(QUrl::fromEncoded(target)).queryItemValue(name, QUrl::FullyDecoded);
}

QJsonObject FakeRequest::json() const
{
    return QJsonDocument::fromJson(body).object();
}

FakeServer::FakeServer()
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            ++m_connections;
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    listenAgain();
}

void FakeServer::listenAgain()
{
    if (!m_server.listen(QHostAddress::LocalHost, m_port))
        qFatal("the fake server cannot listen: %s", qPrintable(m_server.errorString()));
    m_port = m_server.serverPort();
}

QUrl FakeServer::url(const QString &path) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_port).arg(path));
}

void FakeServer::inTurn(const QByteArray &path, QList<Handler> handlers)
{
    on(path, [handlers, next = qsizetype(0)](const FakeRequest &request, Socket socket) mutable {
        const Handler &handler = handlers[std::min(next++, handlers.size() - 1)];
        handler(request, socket);
    });
}

QList<FakeRequest> FakeServer::requests(const QByteArray &path) const
{
    QList<FakeRequest> found;
    for (const FakeRequest &request : m_requests) {
        if (request.path() == path)
            found << request;
    }
    return found;
}

void FakeServer::read(QTcpSocket *socket)
{
    const QByteArray seen = socket->peek(4 << 20);
    const qsizetype headEnd = seen.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    const QList<QByteArray> lines = seen.left(headEnd).split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    FakeRequest request{.method = words.value(0), .target = words.value(1)};
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype length = request.header("content-length").toLongLong();
    if (seen.size() < headEnd + 4 + length)
        return;
    request.body = seen.mid(headEnd + 4, length);
    socket->skip(headEnd + 4 + length);

    m_requests << request;
    if (const auto handler = m_handlers.find(request.path()); handler != m_handlers.end())
        (*handler)(request, socket);
    else
        refuses(404, "not_found", "There is nothing here.")(request, socket);
}

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

FakeServer::Handler says(const QByteArray &bytes)
{
    return [bytes](const FakeRequest &, const FakeServer::Socket &socket) {
        socket->write(bytes);
        socket->disconnectFromHost();
    };
}

FakeServer::Handler saysAndWaits(const QByteArray &bytes)
{
    return [bytes](const FakeRequest &, const FakeServer::Socket &socket) { socket->write(bytes); };
}

void answerJson(const FakeServer::Socket &socket, int status, const QJsonObject &object)
{
    if (!socket)
        return;
    const QByteArray body = QJsonDocument(object).toJson(QJsonDocument::Compact);
    socket->write("HTTP/1.1 " + QByteArray::number(status) + " Status\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

FakeServer::Handler succeeds(const QJsonObject &data)
{
    return [data](const FakeRequest &, const FakeServer::Socket &socket) {
        answerJson(socket, 200, QJsonObject{{QStringLiteral("success"), true}, {QStringLiteral("data"), data}});
    };
}

FakeServer::Handler refuses(int status, const char *code, const char *message, const char *field)
{
    QJsonObject error{{QStringLiteral("code"), QLatin1StringView(code)}, {QStringLiteral("message"), QLatin1StringView(message)}};
    if (field)
        error.insert(QStringLiteral("field"), QLatin1StringView(field));
    return [status, error](const FakeRequest &, const FakeServer::Socket &socket) {
        answerJson(socket, status, QJsonObject{{QStringLiteral("success"), false}, {QStringLiteral("error"), error}});
    };
}

bool waitUntil(const std::function<bool()> &condition)
{
    const QDeadlineTimer deadline(10'000);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QEventLoop loop;
        QTimer::singleShot(2, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return true;
}

} // namespace pipit::test
