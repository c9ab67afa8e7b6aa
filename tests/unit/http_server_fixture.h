// SPDX-License-Identifier: GPL-3.0-or-later
// A server with a few small handlers, and requests to send to it. Set `limits` before the first client. With PIPIT_TEST_TLS=1 in the
// environment, all of it goes over TLS.
#pragma once

#include "server/http/body_stream.h"
#include "server/http/http_server.h"
#include "tests/support/certificate_maker.h"
#include "tests/unit/http_test_client.h"

#include <QCoroTimer>
#include <QCryptographicHash>
#include <QPromise>

#include <gtest/gtest.h>

#include <deque>
#include <stdexcept>

namespace pipit::http {

inline constexpr std::chrono::milliseconds slowTime{20};

inline QCoro::Task<> pause(std::chrono::milliseconds time)
{
    QTimer timer;
    timer.start(time);
    co_await timer;
}

inline const QByteArray host = " HTTP/1.1\r\nHost: x\r\n";

inline QByteArray get(const QByteArray &target, const QByteArray &headers = {})
{
    return "GET " + target + host + headers + "\r\n";
}

inline QByteArray post(const QByteArray &target, const QByteArray &body)
{
    return "POST " + target + host + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

inline bool overTls()
{
    return qEnvironmentVariable("PIPIT_TEST_TLS") == u"1";
}

class HttpServerFixture : public ::testing::Test
{
protected:
    void start()
    {
        server = std::make_unique<HttpServer>(limits, [this](Request request) { return handle(std::move(request)); });
        server->setTakesPieces([](const QByteArray &, const QByteArray &target) { return target.startsWith("/pieces"); });
        QObject::connect(server.get(), &HttpServer::refused, server.get(), [this](int status, const QString &reason, const QString &peer) {
            refusals.append(status);
            lastRefusal = reason;
            lastRefusedPeer = peer;
        });
        if (isSecure)
            server->setTls({.context = [context = *TlsContext::make(issued.certificate, issued.key)] { return context; }, .unacknowledged = unacknowledged});
        const auto listening = server->listen(QHostAddress::LocalHost, 0);
        ASSERT_TRUE(listening) << listening.error().message.toStdString();
    }

    std::unique_ptr<TestClient> connected()
    {
        if (!server)
            start();
        return std::make_unique<TestClient>(server->port(), isSecure ? &trusted : nullptr);
    }

    Answer ask(const QByteArray &bytes)
    {
        const auto client = connected();
        client->send(bytes);
        return client->next();
    }

    // A handler may outlive its client and the server, but not this fixture.
    void TearDown() override
    {
        released = true;
        EXPECT_TRUE(waitUntil([this] { return running == 0; }));
    }

    // The next piece that an answer of "/read" waits for comes.
    void bring(const QByteArray &piece)
    {
        const std::size_t asked = ++brought;
        ASSERT_TRUE(waitUntil([&] { return reading.size() == asked; }));
        reading.back().addResult(piece);
        reading.back().finish();
    }

    QCoro::Task<Response> handle(Request request)
    {
        const std::shared_ptr<int> leaving(&++running, [](int *count) { --*count; });
        ++handled;
        if (request.stream && !request.path.startsWith(u"/pieces")) {
            auto body = co_await request.stream->readAll(limits.bodyBytes);
            if (!body)
                co_return Response::failure(body.error());
            request.body = std::move(*body);
            request.stream.reset();
        }
        lastRequest = request;
        const QString path = request.path;
        if (path == u"/slow") {
            ++slowNow;
            mostSlow = std::max(mostSlow, slowNow);
            co_await pause(slowTime);
            --slowNow;
            Response response = Response::text("slow " + request.queryValue(u"n").toUtf8());
            co_return response;
        }
        if (path == u"/held" || path == u"/held-stream") {
            while (!released)
                co_await pause(std::chrono::milliseconds(1));
        }
        if (path == u"/throw") {
            co_await pause(std::chrono::milliseconds(1));
            throw std::runtime_error("boom");
        }
        if (path == u"/big") {
            Response response = Response::text(QByteArray(request.queryValue(u"size").toInt(), 'b'));
            co_return response;
        }
        if (path == u"/read") {
            Response response{.contentType = "text/plain"};
            response.piecesBytes = 6;
            response.pieces = [this](qint64 atMost) {
                EXPECT_GT(atMost, 0);
                EXPECT_TRUE(reading.empty() || reading.back().future().isFinished()) << "one at a time";
                reading.emplace_back().start();
                return reading.back().future();
            };
            co_return response;
        }
        if (path == u"/pieces/refused") {
            co_return Response::failure(Error{ErrorCode::Forbidden, QStringLiteral("No.")});
        }
        if (path.startsWith(u"/pieces")) {
            qsizetype bytes = 0;
            while (true) {
                while (path == u"/pieces/held" && !released)
                    co_await pause(std::chrono::milliseconds(1));
                const auto piece = co_await request.stream->read();
                if (!piece) {
                    pieceFaults.append(piece.error().code);
                    co_return Response::failure(piece.error());
                }
                if (piece->isEmpty())
                    break;
                EXPECT_LE(piece->size(), BodyStream::pieceBytes);
                bytes += piece->size();
                piecesHash.addData(*piece);
                pieceBytes = bytes;
            }
            Response response = Response::text("pieces " + QByteArray::number(bytes));
            co_return response;
        }
        if (path == u"/stream" || path == u"/held-stream") {
            Response response = Response::handOver([this](stream::NativeSocket socket, std::string) { taken.push_back(socket); });
            co_return response;
        }
        Response response = Response::text(request.method + ' ' + path.toUtf8() + ' ' + QByteArray::number(request.body.size()));
        co_return response;
    }

    inline static const test::Issuer authority = test::Issuer::root();
    inline static const test::Issued issued = authority.issue();
    const QSslConfiguration trusted = authority.trusted();
    bool isSecure = overTls();
    std::chrono::milliseconds unacknowledged{40'000};
    HttpLimits limits;
    std::unique_ptr<HttpServer> server;
    Request lastRequest;
    QList<int> refusals;
    QString lastRefusal;
    QString lastRefusedPeer;
    std::vector<stream::NativeSocket> taken;
    std::deque<QPromise<QByteArray>> reading; // what "/read" waits for
    bool released = false; // lets "/held" answer
    QList<ErrorCode> pieceFaults;
    qint64 pieceBytes = 0; // of the last upload, so far
    QCryptographicHash piecesHash{QCryptographicHash::Sha256};
    std::size_t brought = 0;
    int handled = 0;
    int running = 0;
    int slowNow = 0;
    int mostSlow = 0;
};

} // namespace pipit::http
