// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP server over real sockets on the loopback address.
#include "tests/unit/http_server_fixture.h"
#include "tests/unit/log_capture.h"

#include <QCoreApplication>

namespace pipit::http {

namespace {

class HttpServerTest : public HttpServerFixture { };

} // namespace

TEST_F(HttpServerTest, AnswersARequest)
{
    const Answer answer = ask("PATCH /a%20b?x=1" + host + "X-Name:  some thing \r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "PATCH /a b 5");
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_FALSE(answer.header("date").isEmpty());
    EXPECT_EQ(lastRequest.body, "hello");
    EXPECT_EQ(lastRequest.header("x-name"), "some thing");
    EXPECT_EQ(lastRequest.queryValue(u"x"), u"1");
    EXPECT_EQ(lastRequest.peer, QHostAddress(QHostAddress::LocalHost));
}

TEST_F(HttpServerTest, TakesAnyMethodAndAnyPrintableTarget)
{
    for (const QByteArray method : {"GET", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get"})
        EXPECT_EQ(ask(method + " /x" + host + "\r\n").body, method + " /x 0");
    for (const QByteArray target : {"/", "//", "//x/y", "/[", "/a|b", "/\"", "/a:b@c", "/?a=%7B{}", "/:80"})
        EXPECT_EQ(ask(get(target)).status, 200) << target.constData();
}

TEST_F(HttpServerTest, ClosesWhenAskedAndForOldClients)
{
    for (const QByteArray &request : {get("/hi", "Connection: close\r\n"), QByteArray("GET /hi HTTP/1.0\r\n\r\n")}) {
        const auto client = connected();
        client->send(request);
        const Answer answer = client->next();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.header("connection"), "close");
        EXPECT_TRUE(client->isClosed());
    }
}

TEST_F(HttpServerTest, SendsNoBodyToHead)
{
    const auto client = connected();
    client->send("HEAD /hi" + host + "\r\n" + get("/after"));
    const Answer head = client->nextHead();
    EXPECT_EQ(head.header("content-length"), "10");
    EXPECT_EQ(client->next().body, "GET /after 0");
}

TEST_F(HttpServerTest, KeepsAConnectionForAThousandRequests)
{
    const auto client = connected();
    for (int i = 0; i < 1000; ++i) {
        client->send(i % 3 ? get("/n/" + QByteArray::number(i)) : post("/n/" + QByteArray::number(i), "body"));
        ASSERT_TRUE(client->next().body.contains(QByteArray("/n/" + QByteArray::number(i) + ' ')));
    }
    EXPECT_EQ(handled, 1000);
}

TEST_F(HttpServerTest, ReadsARequestThatComesByteByByte)
{
    const auto client = connected();
    const QByteArray bytes = "\r\n" + post("/a", "hello") + "\r\n\r\n" + get("/b");
    for (const char byte : bytes) {
        client->send(QByteArray(1, byte));
        QCoreApplication::processEvents();
    }
    EXPECT_EQ(client->next().body, "POST /a 5");
    EXPECT_EQ(client->next().body, "GET /b 0");
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrderAndOneAtATime)
{
    const auto client = connected();
    client->send(get("/slow?n=1") + get("/hi") + post("/slow?n=2", "body") + get("/slow?n=3") + post("/last", "12345"));
    EXPECT_EQ(client->next().body, "slow 1");
    EXPECT_EQ(client->next().body, "GET /hi 0");
    EXPECT_EQ(client->next().body, "slow 2");
    EXPECT_EQ(client->next().body, "slow 3");
    EXPECT_EQ(client->next().body, "POST /last 5");
    EXPECT_EQ(mostSlow, 1);
}

TEST_F(HttpServerTest, AnswersABadPathAndGoesOn)
{
    const auto client = connected();
    client->send(get("/%zz") + get("/?q=%ff") + get("/hi"));
    EXPECT_EQ(client->next().status, 400);
    EXPECT_EQ(client->next().errorField(), u"q");
    EXPECT_EQ(client->next().body, "GET /hi 0");
    EXPECT_EQ(refusals, (QList<int>{400, 400}));
    EXPECT_EQ(handled, 1);
}

TEST_F(HttpServerTest, SurvivesClientsThatLeaveDuringAHandler)
{
    for (int i = 0; i < 30; ++i) {
        const auto client = connected();
        client->send(get("/slow?n=1") + get("/slow?n=2"));
        ASSERT_TRUE(waitUntil([&] { return handled == i + 1; }));
        if (i % 2)
            client->reset();
    }
    EXPECT_TRUE(waitUntil([this] { return server->requestsUnderWay() == 0; }));
    EXPECT_EQ(ask(get("/hi")).status, 200);
}

TEST_F(HttpServerTest, AnswersAFaultOfAHandler)
{
    const LogCapture log;
    const auto client = connected();
    client->send(get("/throw") + get("/hi"));
    const Answer answer = client->next();
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.errorCode(), u"internal");
    EXPECT_FALSE(answer.body.contains("boom"));
    EXPECT_TRUE(log.has(u"boom"));
    EXPECT_EQ(client->next().status, 200);
}

TEST_F(HttpServerTest, HandsTheDescriptorOver)
{
    const auto client = connected();
    client->send(get("/hi") + get("/stream") + get("/dropped"));
    EXPECT_EQ(client->next().status, 200);
    ASSERT_TRUE(waitUntil([this] { return taken.size() == 1; }));
    EXPECT_EQ(server->requestsUnderWay(), 0);

    QTcpSocket engine;
    ASSERT_TRUE(engine.setSocketDescriptor(qintptr(taken.front())));
    engine.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntaken");
    EXPECT_EQ(client->next().body, "taken");
    engine.disconnectFromHost();
    EXPECT_TRUE(client->isClosed());
    EXPECT_EQ(handled, 2);
    EXPECT_EQ(ask(get("/hi")).status, 200);
}

TEST_F(HttpServerTest, AnswersHeadOfAStreamWithoutHandingOver)
{
    const auto client = connected();
    client->send("HEAD /stream" + host + "\r\n");
    EXPECT_EQ(client->nextHead().header("content-type"), "text/event-stream");
    EXPECT_TRUE(taken.empty());
}

TEST_F(HttpServerTest, NeverHandsOverAConnectionThatHasEnded)
{
    auto client = connected();
    client->send(get("/held-stream"));
    ASSERT_TRUE(waitUntil([this] { return handled == 1; }));
    client.reset();
    EXPECT_EQ(ask(get("/hi")).status, 200);
    released = true;
    EXPECT_TRUE(waitUntil([this] { return server->requestsUnderWay() == 0; }));
    EXPECT_TRUE(taken.empty());
}

TEST_F(HttpServerTest, BoundsTheHandlersWhoseClientsHaveLeft)
{
    limits.connections = 3;
    for (int i = 0; i < 3; ++i) {
        const auto client = connected();
        client->send(get("/held"));
        ASSERT_TRUE(waitUntil([&] { return handled == i + 1; }));
    }
    EXPECT_TRUE(waitUntil([this] { return ask(get("/hi")).errorMessage().contains(u"3 requests under way"); }));
    EXPECT_EQ(handled, 3);
    released = true;
    EXPECT_TRUE(waitUntil([this] { return ask(get("/hi")).status == 200; }));
}

TEST_F(HttpServerTest, DrainsWhenItStops)
{
    const auto idle = connected();
    const auto arriving = connected();
    const auto busy = connected();
    arriving->send(get("/hi") + "GET /hi"); // answered once, the server has the rest too: over TLS it could still be on its way
    ASSERT_EQ(arriving->next().status, 200);
    busy->send(get("/slow?n=1"));
    ASSERT_TRUE(waitUntil([this] { return server->requestsUnderWay() == 1; }));
    server->stopAccepting();
    EXPECT_TRUE(idle->isClosed());
    EXPECT_EQ(arriving->next().status, 503);
    EXPECT_EQ(server->requestsUnderWay(), 1);

    const Answer answer = busy->next();
    EXPECT_EQ(answer.body, "slow 1");
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(waitUntil([&] { return server->requestsUnderWay() == 0; }));
    EXPECT_TRUE(TestClient(server->port()).isClosed());
}

TEST_F(HttpServerTest, MayEndBeforeItsHandlers)
{
    const auto busy = connected();
    const auto idle = connected();
    const auto refused = connected();
    idle->send(get("/hi"));
    EXPECT_EQ(idle->next().status, 200);
    refused->send("nonsense\r\n\r\n");
    EXPECT_EQ(refused->next().status, 400);
    busy->send(get("/slow?n=1") + get("/hi"));
    ASSERT_TRUE(waitUntil([this] { return slowNow == 1; }));
    server.reset();
    EXPECT_TRUE(waitUntil([this] { return slowNow == 0; }));
    EXPECT_TRUE(busy->isClosed());
}

TEST_F(HttpServerTest, SaysWhyItCannotListen)
{
    start();
    HttpServer second(limits, [this](Request request) { return handle(std::move(request)); });
    const auto listening = second.listen(QHostAddress::LocalHost, server->port());
    ASSERT_FALSE(listening);
    EXPECT_TRUE(listening.error().message.contains(QString::number(server->port())));
    EXPECT_TRUE(listening.error().message.contains(u"in use"));
    EXPECT_EQ(server->address(), QHostAddress(QHostAddress::LocalHost));
}

} // namespace pipit::http
