// SPDX-License-Identifier: GPL-3.0-or-later
// A server that says exactly the bytes that a test tells it to, and remembers what it was asked.
//
// Each request is given to the handler of its path, with the socket to answer on; a request that nobody handles gets 404.
// A handler may answer at once, keep the socket and go on later, or drop it. Ports are the system's choice.
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

namespace pipit::test {

struct FakeRequest {
    QByteArray method;
    QByteArray target; // path and query
    QHash<QByteArray, QByteArray> headers = {}; // names in lower case
    QByteArray body = {};

    QByteArray path() const { return target.split('?').first(); }
    QString query(const QString &name) const;
    QByteArray header(const QByteArray &name) const { return headers.value(name.toLower()); }
    QJsonObject json() const;
};

class FakeServer : public QObject
{
    Q_OBJECT

public:
    using Socket = QPointer<QTcpSocket>;
    using Handler = std::function<void(const FakeRequest &, Socket)>;

    FakeServer();

    QUrl url(const QString &path = {}) const;
    void on(const QByteArray &path, Handler handler) { m_handlers.insert(path, std::move(handler)); }
    // The first requests of this path are answered by these, one each; the last one stays.
    void inTurn(const QByteArray &path, QList<Handler> handlers);

    const QList<FakeRequest> &requests() const { return m_requests; }
    QList<FakeRequest> requests(const QByteArray &path) const;
    int connections() const { return m_connections; }
    void stopListening() { m_server.close(); }
    void listenAgain();

private:
    void read(QTcpSocket *socket);

    QTcpServer m_server;
    quint16 m_port = 0;
    int m_connections = 0;
    QHash<QByteArray, Handler> m_handlers;
    QList<FakeRequest> m_requests;
};

// Handlers and what they are made of.
extern const QByteArray streamHead; // of an event stream that ends with its connection
QByteArray chunk(const QByteArray &bytes);
FakeServer::Handler says(const QByteArray &bytes);          // and closes
FakeServer::Handler saysAndWaits(const QByteArray &bytes);  // and keeps the connection open
void answerJson(const FakeServer::Socket &socket, int status, const QJsonObject &object);
FakeServer::Handler succeeds(const QJsonObject &data);      // 200 with the envelope
FakeServer::Handler refuses(int status, const char *code, const char *message, const char *field = nullptr);

// Runs the event loop until the condition holds; false when it still does not after ten seconds.
bool waitUntil(const std::function<bool()> &condition);

} // namespace pipit::test
