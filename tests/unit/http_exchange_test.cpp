// SPDX-License-Identifier: GPL-3.0-or-later
// A request goes out once, as it is; its answer comes whole or is said to be broken. What the reader makes of bytes is
// http_response_reader_test's; streams of answers are sse_client_test's.
#include "net/http_exchange.h"
#include "tests/unit/fake_server.h"

#include <gtest/gtest.h>

#include <QBuffer>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

class HttpExchangeTest : public testing::Test
{
protected:
    struct Outcome {
        int ended = 0;
        QStringList broken = {};
        QByteArray body = {};
        int status = 0;
    };

    test::FakeServer server;

    Outcome run(HttpRequest request)
    {
        Outcome outcome;
        HttpExchange exchange(std::move(request));
        QObject::connect(&exchange, &HttpExchange::bodyReceived, &exchange, [&](QByteArrayView bytes) { outcome.body += bytes; });
        QObject::connect(&exchange, &HttpExchange::headReceived, &exchange, [&] { outcome.status = exchange.answer().status(); });
        QObject::connect(&exchange, &HttpExchange::ended, &exchange, [&] { ++outcome.ended; });
        QObject::connect(&exchange, &HttpExchange::broken, &exchange, [&](const QString &reason) { outcome.broken << reason; });
        EXPECT_TRUE(test::waitUntil([&] { return outcome.ended > 0 || !outcome.broken.isEmpty(); }));
        return outcome;
    }
};

TEST_F(HttpExchangeTest, APostCarriesItsBody)
{
    server.on("/ask", test::says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
    const QByteArray body = "{\"text\":\"" + QByteArray(300'000, 'x') + "\"}";
    const Outcome outcome = run({.url = server.url(u"/ask?a=1"_s), .headers = {{"Content-Type", "application/json"}, {"X-Bad", "a\r\nb: c"}}, .method = "POST", .body = body});
    EXPECT_EQ(outcome.status, 200);
    EXPECT_EQ(outcome.body, "hi");
    EXPECT_EQ(outcome.ended, 1);
    ASSERT_EQ(server.requests().size(), 1);
    const test::FakeRequest &request = server.requests().first();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/ask?a=1");
    EXPECT_EQ(request.header("content-type"), "application/json");
    EXPECT_EQ(request.body, body);
    EXPECT_FALSE(request.headers.contains("x-bad"));
    EXPECT_FALSE(request.headers.contains("b"));
}

// Qt's own manager asks again here, up to three times.
TEST_F(HttpExchangeTest, AnAnswerThatNeverComesIsNotAskedForAgain)
{
    server.on("/ask", test::says(""));
    const Outcome outcome = run({.url = server.url(u"/ask"_s), .method = "POST", .body = "{}"});
    EXPECT_EQ(outcome.broken, QStringList{u"The server closed the connection without an answer."_s});
    EXPECT_EQ(outcome.ended, 0);
    EXPECT_EQ(server.requests().size(), 1);
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpExchangeTest, ABreakInTheMiddleIsToldOnce)
{
    server.on("/ask", test::says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"));
    const Outcome outcome = run({.url = server.url(u"/ask"_s), .method = "POST", .body = "{}"});
    EXPECT_EQ(outcome.body, "hel");
    EXPECT_EQ(outcome.broken, QStringList{u"The connection ended in the middle of the answer."_s});
}

TEST_F(HttpExchangeTest, ABodyMayBeAFile)
{
    server.on("/ask", test::says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
    const QByteArray bytes(700'000, 'x');
    const auto file = std::make_shared<QBuffer>();
    file->setData(bytes);
    ASSERT_TRUE(file->open(QIODevice::ReadOnly));
    const Outcome outcome = run({.url = server.url(u"/ask"_s), .method = "POST", .file = file, .fileBytes = bytes.size()});
    EXPECT_EQ(outcome.body, "hi");
    EXPECT_EQ(server.requests().value(0).body, bytes);
    EXPECT_EQ(server.requests().value(0).header("content-length"), "700000");
}

TEST_F(HttpExchangeTest, AFileThatBecomesShorterBreaksIt)
{
    const auto file = std::make_shared<QBuffer>();
    file->setData(QByteArray(1'000, 'x'));
    ASSERT_TRUE(file->open(QIODevice::ReadOnly));
    const Outcome outcome = run({.url = server.url(u"/ask"_s), .method = "POST", .file = file, .fileBytes = 2'000});
    EXPECT_EQ(outcome.broken, QStringList{u"The file became shorter while it was sent."_s});
    EXPECT_TRUE(server.requests().isEmpty());
}

// Who answers in the middle of a file has had enough of it, and says why.
TEST_F(HttpExchangeTest, AnAnswerBeforeTheEndOfAFileIsHeard)
{
    QTcpServer refusing;
    ASSERT_TRUE(refusing.listen(QHostAddress::LocalHost));
    qint64 taken = 0;
    QObject::connect(&refusing, &QTcpServer::newConnection, &refusing, [&] {
        QTcpSocket *socket = refusing.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, &taken] {
            if (taken == 0)
                socket->write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno.");
            taken += socket->readAll().size();
        });
    });
    constexpr qint64 size = 64 << 20;
    const auto file = std::make_shared<QBuffer>();
    file->setData(QByteArray(size, 'x'));
    ASSERT_TRUE(file->open(QIODevice::ReadOnly));
    const Outcome outcome = run({.url = QUrl(u"http://127.0.0.1:%1/ask"_s.arg(refusing.serverPort())), .method = "POST", .file = file, .fileBytes = size});
    EXPECT_EQ(outcome.status, 413);
    EXPECT_EQ(outcome.body, "no.");
    EXPECT_EQ(outcome.ended, 1);
    EXPECT_LT(taken, size);
}

} // namespace
