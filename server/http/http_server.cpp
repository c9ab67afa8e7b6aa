// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/http_server.h"

#include "server/http/guarded_listener.h"
#include "server/http/request_head.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QLoggingCategory>
#include <QPointer>
#include <QTcpSocket>

#include <exception>

namespace pipit::http {

namespace {

// Outlives the server for as long as a handler runs: a coroutine's frame refers to the function that made it.
struct Work {
    HttpServer::Dispatch dispatch;
    int underWay = 0;
};

// Counts one request until its last byte is out or its client is gone, and gives back the body's share of memory.
GuardedSocket::Ticket ticketOf(const std::shared_ptr<Work> &work, GuardedSocket::Ticket bodyShare)
{
    ++work->underWay;
    return GuardedSocket::Ticket(nullptr, [work, bodyShare = std::move(bodyShare)](std::nullptr_t) mutable {
        bodyShare.reset();
        --work->underWay;
    });
}

Response failureOfHandler(const char *reason)
{
    qCritical("A request's handler failed: %s", reason);
    return Response::failure(Error{ErrorCode::Internal, QStringLiteral("The node could not answer this request; its log has the details.")});
}

QCoro::Task<> run(std::shared_ptr<Work> work, QPointer<GuardedSocket> connection, Request request, GuardedSocket::Ticket ticket)
{
    Response response;
    try {
        response = co_await work->dispatch(std::move(request));
    } catch (const std::exception &fault) {
        response = failureOfHandler(fault.what());
    } catch (...) {
        response = failureOfHandler("an exception of unknown type");
    }
    if (connection)
        connection->answer(std::move(response), std::move(ticket));
}

// The one place that knows what Qt's server looks like from version to version.
class ParsingServer : public QAbstractHttpServer
{
public:
    ParsingServer(std::shared_ptr<Work> work, GuardedListener *listener)
        : m_work(std::move(work))
        , m_listener(listener)
    {
        listener->setParent(this);
        listener->post().onTaken = [this](GuardedSocket &connection) { beginTaken(connection); };
    }

protected:
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override
    {
        GuardedSocket *connection = m_listener->post().parsing;
        // Of a client that is gone, Qt may delete the connection behind a responder that is kept.
        if (connection && connection->socket()->state() == QAbstractSocket::ConnectedState)
            begin(*connection, request, std::make_shared<QHttpServerResponder>(std::move(responder)));
        return true;
    }

    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &responder) override
    {
        responder.write(QHttpServerResponder::StatusCode::NotFound);
    }
#else
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override
    {
        GuardedSocket *connection = m_listener->post().parsing;
        if (connection && connection->socket() == socket && socket->state() == QAbstractSocket::ConnectedState)
            begin(*connection, request, nullptr);
        return true;
    }

    void missingHandler(const QHttpServerRequest &, QTcpSocket *socket) override
    {
        socket->disconnectFromHost();
    }
#endif

private:
    void begin(GuardedSocket &connection, const QHttpServerRequest &parsed, GuardedSocket::Ticket responder)
    {
        QByteArray body = parsed.body();
        auto whole = connection.begin(body.size(), std::move(responder));
        if (!whole)
            return;
        dispatch(connection, std::move(*whole), std::move(body));
    }

    void beginTaken(GuardedSocket &connection)
    {
        auto parsed = connection.beginTaken();
        QByteArray body = std::move(parsed.body);
        dispatch(connection, std::move(parsed), std::move(body));
    }

    void dispatch(GuardedSocket &connection, GuardedSocket::Parsed parsed, QByteArray body)
    {
        auto ticket = ticketOf(m_work, std::move(parsed.bodyShare));
        auto request = Request::fromHead(parsed.head, body, connection.peer());
        if (!request) {
            answerInstead(connection, request.error(), std::move(ticket));
            return;
        }
        // A handler may outlive its connection, so the connections alone do not bound the handlers.
        const int most = m_listener->post().limits.connections;
        if (m_work->underWay > most) {
            answerInstead(connection, Error{ErrorCode::Unavailable, QStringLiteral("The node has %1 requests under way and takes no more; try again.").arg(most)}, std::move(ticket));
            return;
        }
        body.clear();
        request->isSecure = m_listener->post().isSecure;
        request->stream = std::move(parsed.stream);
        request->isUpload = parsed.inPieces;
        run(m_work, &connection, std::move(*request), std::move(ticket));
    }

    void answerInstead(GuardedSocket &connection, const Error &error, GuardedSocket::Ticket ticket)
    {
        Response response = Response::failure(error);
        Q_EMIT connection.refused(response.status, error.message, connection.peer().toString());
        connection.answer(std::move(response), std::move(ticket));
    }

    const std::shared_ptr<Work> m_work;
    GuardedListener *const m_listener;
};

} // namespace

class HttpServer::Private
{
public:
    Private(HttpServer *q, const HttpLimits &limits, Dispatch dispatch, std::shared_ptr<AddressCounts> counts)
        : work(std::make_shared<Work>(Work{std::move(dispatch)}))
        , listener(new GuardedListener(limits, std::move(counts)))
        , parser(work, listener)
    {
        QObject::connect(listener, &GuardedListener::refused, q, &HttpServer::refused);
    }

    // Qt 6.8 deletes its connections before their sockets, and a responder refers to its connection by a bare pointer.
    ~Private() { listener->releaseResponders(); }

    std::shared_ptr<Work> work;
    GuardedListener *listener; // owned by the parser
    ParsingServer parser;
    QHostAddress address;
    quint16 port = 0;
};

HttpServer::HttpServer(const HttpLimits &limits, Dispatch dispatch, std::shared_ptr<AddressCounts> counts, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, limits, std::move(dispatch), std::move(counts)))
{
}

HttpServer::~HttpServer() = default;

Result<Done> HttpServer::listen(const QHostAddress &address, quint16 port)
{
    if (!d->listener->listen(address, port)) {
        return Error{ErrorCode::Unavailable, QStringLiteral("Cannot listen on %1 port %2: %3. Choose another address or port, or end the program that has it.")
                                                 .arg(address.toString()).arg(port).arg(d->listener->errorString())};
    }
    d->parser.bind(d->listener);
    d->address = d->listener->serverAddress();
    d->port = d->listener->serverPort();
    return Done{};
}

void HttpServer::setTakesPieces(TakesPieces takesPieces)
{
    d->listener->post().takesPieces = [takesPieces = std::move(takesPieces)](const RequestHead &head) { return takesPieces(head.method, head.target); };
}

void HttpServer::setUpgradePath(QByteArray path)
{
    d->listener->post().takesUpgrade = [path = std::move(path)](const RequestHead &head) {
        return head.method == "GET" && head.contentLength == 0 && !head.chunked && (head.target == path || (head.target.startsWith(path) && head.target.at(path.size()) == '?'));
    };
}

void HttpServer::setTls(TlsOptions options)
{
    d->listener->setTls(std::move(options));
}

QHostAddress HttpServer::address() const
{
    return d->address;
}

quint16 HttpServer::port() const
{
    return d->port;
}

void HttpServer::stopAccepting()
{
    d->listener->stop();
}

bool HttpServer::isCarrying() const
{
    return d->listener->isCarrying();
}

int HttpServer::requestsUnderWay() const
{
    return d->work->underWay;
}

} // namespace pipit::http
