// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: no client can make the node hold more than its limits, wait longer than its limits, or read a request
// in two ways; and a client that is refused is told why.
#include "tests/unit/http_server_fixture.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <asio.hpp>
#include <asio/ssl.hpp>

#include <atomic>
#include <thread>

#ifndef _WIN32
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace pipit::http {

namespace {

using namespace std::chrono_literals;

class GuardedSocketTest : public HttpServerFixture { };

} // namespace

TEST_F(GuardedSocketTest, HoldsBackWhatIsPipelinedBehindASlowRequest)
{
    const auto client = connected();
    QByteArray bytes = get("/slow?n=0");
    for (int i = 0; i < 200; ++i)
        bytes += post("/n/" + QByteArray::number(i), QByteArray(3000, 'x'));
    client->send(bytes);
    EXPECT_EQ(client->next().body, "slow 0");
    for (int i = 0; i < 200; ++i)
        ASSERT_EQ(client->next().body, "POST /n/" + QByteArray::number(i) + " 3000");
}

TEST_F(GuardedSocketTest, TakesNoFurtherRequestWhileItsAnswerIsUnread)
{
    const auto client = connected();
    client->stopReading();
    client->send(get("/big?size=20000000").repeated(10));
    ASSERT_TRUE(waitUntil([this] { return handled > 0; }));
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(ask(get("/hi")).status, 200);
    EXPECT_EQ(handled, 21);
    client->goOnReading();
    for (int i = 0; i < 10; ++i)
        ASSERT_EQ(client->next().body.size(), 20'000'000);
}

TEST_F(GuardedSocketTest, TakesAnUploadOfTheLargestSizeAndNoMore)
{
    const auto client = connected();
    QByteArray body(limits.bodyBytes, 'u');
    body.replace(limits.bodyBytes / 2, 3, "abc");
    client->send(post("/up", body) + get("/after"));
    EXPECT_EQ(client->next().body, "POST /up 8388608");
    EXPECT_EQ(client->next().body, "GET /after 0");
    client->send(post("/up", body));
    EXPECT_EQ(client->next().body, "POST /up 8388608");
    EXPECT_EQ(lastRequest.body, body);
    EXPECT_EQ(ask(post("/up", body + 'x')).status, 413);
}

TEST_F(GuardedSocketTest, TakesLongAndManyHeadersBeforeABody)
{
    EXPECT_EQ(ask("POST /a" + host + "Cookie: " + QByteArray(15'000, 'c') + "\r\nContent-Length: 3\r\n\r\nabc").body, "POST /a 3");
    QByteArray headers;
    for (int i = 0; i < 98; ++i)
        headers += "X-" + QByteArray::number(i) + ": y\r\n";
    EXPECT_EQ(ask("POST /a" + host + headers + "Content-Length: 3\r\n\r\nabc").body, "POST /a 3");
}

TEST_F(GuardedSocketTest, RefusesWhatQtWouldMisread)
{
    struct Case { QByteArray bytes; int status; const char *code; };
    const Case cases[] = {
        {"POST /a" + host + "Content-Length: 5\r\nContent-Length: 3\r\n\r\nhello", 400, "invalid_request"},
        {"POST /a" + host + "Content-Length: -5\r\n\r\nhello", 400, "invalid_request"},
        {"POST /a" + host + "Content-Length: 3x\r\n\r\nhello", 400, "invalid_request"},
        {"POST /a" + host + "Content-Length: 18446744073709551615\r\n\r\nx", 413, "too_large"},
        {"POST /a" + host + "Content-Length: 9000000\r\n\r\n" + QByteArray(100, 'a'), 413, "too_large"},
        {"POST /a" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 400, "invalid_request"},
        {"POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 400, "invalid_request"},
        {"POST /a" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello", 400, "invalid_request"},
        {get("/a", "X: " + QByteArray(40'000, 'a') + "\r\n"), 431, "head_too_large"},
        {"GET /" + QByteArray(40'000, 'a'), 431, "head_too_large"},
        {get("/a", QByteArray("X: y\r\n").repeated(100)), 431, "head_too_large"},
        {get("/a", "foo\r\n"), 400, "invalid_request"},
        {get("/a", "X : y\r\n"), 400, "invalid_request"},
        {get("/a", "X: y\r\n folded\r\n"), 400, "invalid_request"},
        {"GET /a HTTP/1.1\nHost: x\n\n", 400, "invalid_request"},
        {"GET /a HTTP/1.1\r\nHost: x\n\r\n", 400, "invalid_request"},
        {"GET /a HTTP/1.1\r\n\r\n", 400, "invalid_request"},
        {get("/a", "Host: y\r\n"), 400, "invalid_request"},
        {"garbage\r\n\r\n", 400, "invalid_request"},
        {QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 \n", 13), 400, "invalid_request"},
        {"GET http://x/a" + host + "\r\n", 400, "invalid_request"},
        {"OPTIONS *" + host + "\r\n", 400, "invalid_request"},
        {"CONNECT x:80" + host + "\r\n", 400, "invalid_request"},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "invalid_request"},
        {get("/api/ws", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"), 400, "invalid_request"},
    };
    for (const Case &one : cases) {
        const auto client = connected();
        client->send(one.bytes + get("/smuggled"));
        const Answer answer = client->next();
        EXPECT_EQ(answer.status, one.status) << one.bytes.left(80).constData();
        EXPECT_EQ(answer.errorCode(), QLatin1StringView(one.code));
        EXPECT_EQ(answer.header("connection"), "close");
        EXPECT_TRUE(client->isClosed()) << one.bytes.left(80).constData();
        EXPECT_EQ(client->rest(), "");
    }
    EXPECT_EQ(handled, 0);
    EXPECT_EQ(refusals.size(), std::ssize(cases));
    EXPECT_EQ(lastRefusedPeer, u"127.0.0.1");
}

// Qt judges line by line, and closes without a word: of a head it may see nothing before the whole is good.
TEST_F(GuardedSocketTest, TellsAClientWhoseHeadComesInPiecesWhyItIsRefused)
{
    for (const QByteArray firstLine : {"GET /a HTTP/1.1\rx", "GET /a", "garbage", "GET /a HTTP/3.0"}) {
        const auto client = connected();
        client->send(firstLine + "\r\n");
        EXPECT_EQ(ask(get("/b")).status, 200); // the server has read the first piece by then
        client->send("Host: x\r\n\r\n");
        EXPECT_EQ(client->next().status, 400) << firstLine.constData();
        EXPECT_TRUE(client->isClosed());
    }
}

// A client that writes its whole body before it reads: were the connection closed under it, the reset would take the
// answer away.
TEST_F(GuardedSocketTest, IsHeardByAClientThatIsStillSending)
{
    start();
    std::string received;
    std::error_code fault;
    std::atomic<bool> done = false;
    const auto talk = [&](auto &connection) {
        const std::string head = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n";
        const std::string part(500'000, 'x');
        asio::write(connection, asio::buffer(head), fault);
        for (int i = 0; i < 40 && !fault; ++i)
            asio::write(connection, asio::buffer(part), fault);
        if (!fault)
            asio::read(connection, asio::dynamic_buffer(received), fault);
    };
    std::thread client([&, port = server->port()] {
        asio::io_context context;
        asio::ip::tcp::socket socket(context);
        socket.connect({asio::ip::address_v4::loopback(), port}, fault);
        if (isSecure) {
            asio::ssl::context tls(asio::ssl::context::tls_client);
            asio::ssl::stream<asio::ip::tcp::socket &> secured(socket, tls);
            secured.handshake(asio::ssl::stream_base::client, fault);
            if (!fault)
                talk(secured);
        } else if (!fault) {
            talk(socket);
        }
        done = true;
    });
    EXPECT_TRUE(waitUntil([&] { return done.load(); }));
    client.join();
    EXPECT_EQ(fault, asio::error::eof) << fault.message();
    EXPECT_TRUE(received.starts_with("HTTP/1.1 413 Content Too Large\r\n"));
    EXPECT_NE(received.find("\"too_large\""), std::string::npos);
    EXPECT_NE(received.find("8388608"), std::string::npos);
    EXPECT_EQ(handled, 0);
}

TEST_F(GuardedSocketTest, CutsOffARefusedClientThatNeverCloses)
{
    limits.connections = 1;
    limits.lingerTime = 100ms;
    start();
    asio::io_context context;
    asio::ip::tcp::socket client(context);
    client.connect({asio::ip::address_v4::loopback(), server->port()});
    asio::write(client, asio::buffer("nonsense\r\n\r\n", 12));
    EXPECT_TRUE(waitUntil([this] { return refusals.contains(400); }));
    EXPECT_EQ(ask(get("/hi")).status, 503);
    EXPECT_TRUE(waitUntil([this] { return ask(get("/hi")).status == 200; }));
}

TEST_F(GuardedSocketTest, AnswersTimeoutToASlowHeadAndASlowBody)
{
    limits.headTime = 60ms;
    limits.bodyTime = 60ms;
    for (const QByteArray &bytes : {QByteArray("GET /hi HTT"), get("/hi", "X: y\r\n").chopped(2), post("/a", "hello").chopped(1)}) {
        const auto client = connected();
        client->send(bytes);
        const Answer answer = client->next();
        EXPECT_EQ(answer.status, 408);
        EXPECT_EQ(answer.errorCode(), u"request_timeout");
        EXPECT_TRUE(answer.errorMessage().contains(u"0.06 s"));
        EXPECT_TRUE(client->isClosed());
    }
    EXPECT_EQ(handled, 0);
}

TEST_F(GuardedSocketTest, ClosesIdleConnectionsWithoutAWord)
{
    limits.idleTime = 60ms;
    const auto silent = connected();
    EXPECT_TRUE(silent->isClosed());
    EXPECT_EQ(silent->rest(), "");

    const auto used = connected();
    used->send(get("/hi"));
    EXPECT_EQ(used->next().status, 200);
    EXPECT_TRUE(used->isClosed());
    EXPECT_EQ(used->rest(), "");
    EXPECT_TRUE(refusals.isEmpty());
}

TEST_F(GuardedSocketTest, DoesNotCountAHandlersTimeAsIdle)
{
    constexpr auto limit = 500ms; // a busy machine's handshake must fit into it
    limits.idleTime = limits.headTime = limits.bodyTime = limits.answerTime = limit;
    const auto client = connected();
    client->send(get("/held"));
    ASSERT_TRUE(waitUntil([this] { return handled == 1; }));
    QElapsedTimer held;
    held.start();
    ASSERT_TRUE(waitUntil([&] { return held.hasExpired(2 * limit.count()); }));
    released = true;
    EXPECT_EQ(client->next().body, "GET /held 0");
}

TEST_F(GuardedSocketTest, GivesUpOnAClientThatDoesNotReadItsAnswer)
{
    limits.answerTime = 60ms;
    const auto client = connected();
    client->stopReading();
    client->send(get("/big?size=30000000"));
    EXPECT_TRUE(waitUntil([this] { return handled == 1 && server->requestsUnderWay() == 0; }));
}

TEST_F(GuardedSocketTest, NobodyElseWaitsForWhatAnAnswerIsReadFrom)
{
    const auto client = connected();
    client->send(get("/read") + get("/after"));
    ASSERT_TRUE(waitUntil([this] { return reading.size() == 1; }));
    EXPECT_EQ(ask(get("/hi")).body, "GET /hi 0");
    bring("ab");
    EXPECT_EQ(ask(get("/hi")).body, "GET /hi 0");
    bring("cdef");
    EXPECT_EQ(client->next().body, "abcdef");
    EXPECT_EQ(client->next().body, "GET /after 0");

    client->send("HEAD /read" + host + "\r\n");
    EXPECT_EQ(client->nextHead().header("content-length"), "6");
    client->send(get("/read", "Connection: close\r\n"));
    bring("abcdef");
    EXPECT_EQ(client->next().body, "abcdef");
    EXPECT_TRUE(client->isClosed());
}

TEST_F(GuardedSocketTest, AnAnswerThatIsNotReadToItsEndIsNotWhole)
{
    for (const bool comes : {true, false}) {
        limits.answerTime = comes ? 30s : 60ms;
        server.reset();
        const auto client = connected();
        client->send(get("/read"));
        bring("ab");
        if (comes)
            bring({});
        EXPECT_TRUE(client->isClosed());
        EXPECT_TRUE(client->rest().endsWith("\r\n\r\nab")) << client->rest().constData();
        EXPECT_TRUE(waitUntil([this] { return server->requestsUnderWay() == 0; }));
        brought = reading.size();
    }
}

TEST_F(GuardedSocketTest, AClientThatHasGoneIsReadForNoMore)
{
    const auto client = connected();
    client->send(get("/read"));
    ASSERT_TRUE(waitUntil([this] { return reading.size() == 1; }));
    client->reset();
    EXPECT_TRUE(waitUntil([this] { return server->requestsUnderWay() == 0; }));
    bring("ab");
    EXPECT_EQ(ask(get("/hi")).body, "GET /hi 0");
    EXPECT_EQ(reading.size(), 1u);
}

TEST_F(GuardedSocketTest, ContinuesWhenAClientAsksBeforeItsBody)
{
    const auto client = connected();
    client->send("POST /a" + host + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(client->nextHead().status, 100);
    client->send("hello");
    EXPECT_EQ(client->next().body, "POST /a 5");
    EXPECT_EQ(ask("POST /a" + host + "Expect: 100-continue\r\nContent-Length: 9000000\r\n\r\n").status, 413);
}

TEST_F(GuardedSocketTest, TurnsClientsAwayPastTheLimitOfConnections)
{
    limits.connections = 2;
    auto first = connected();
    auto second = connected();
    first->send(get("/hi"));
    second->send(get("/hi"));
    EXPECT_EQ(first->next().status, 200);
    EXPECT_EQ(second->next().status, 200);

    const auto third = connected();
    const Answer answer = third->next();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.errorCode(), u"unavailable");
    EXPECT_TRUE(third->isClosed());
    EXPECT_EQ(refusals, QList<int>{503});

    first.reset();
    EXPECT_TRUE(waitUntil([this] { return ask(get("/hi")).status == 200; }));
}

#ifndef _WIN32
TEST_F(GuardedSocketTest, GoesOnAcceptingAfterTheProcessRanOutOfDescriptors)
{
    const auto client = connected();
    client->send(get("/hi"));

    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit few{std::min<rlim_t>(before.rlim_cur, 200), before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    std::vector<int> fillers;
    for (int filler = ::dup(0); filler >= 0; filler = ::dup(0))
        fillers.push_back(filler);
    EXPECT_TRUE(waitUntil([this] { return refusals.contains(503); }));
    EXPECT_EQ(handled, 0);

    for (const int filler : fillers)
        ::close(filler);
    ::setrlimit(RLIMIT_NOFILE, &before);
    ASSERT_EQ(client->next().status, 200);
    QElapsedTimer since;
    since.start();
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(ask(get("/hi")).status, 200);
    EXPECT_LT(since.elapsed(), 5000) << "every further connection waits as if descriptors were still short";
    EXPECT_EQ(refusals.size(), 1);
}
#endif

TEST_F(GuardedSocketTest, BoundsTheBodiesOfAllRequestsTogether)
{
    limits.bodiesBytes = 1000;
    const auto first = connected();
    first->send(post("/a", QByteArray(900, 'x')).chopped(1));
    ASSERT_TRUE(waitUntil([&] { return ask(post("/b", QByteArray(200, 'x'))).status == 503; }));
    EXPECT_EQ(ask(post("/b", QByteArray(100, 'x'))).status, 200);
    first->send("x");
    EXPECT_EQ(first->next().body, "POST /a 900");
    EXPECT_EQ(ask(post("/b", QByteArray(1000, 'x'))).status, 200);
}

} // namespace pipit::http
