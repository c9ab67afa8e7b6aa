// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/sse_client.h"

#include "fake_server.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;

namespace {

class SseClientTest : public testing::Test
{
protected:
    SseOptions options(const QString &path = QStringLiteral("/s"))
    {
        SseOptions options;
        options.url = server.url(path);
        options.reconnectInterval = 20ms;
        options.connectionTimeout = 5s;
        return options;
    }

    SseClient &client(SseOptions options)
    {
        m_client = std::make_unique<SseClient>(std::move(options));
        QObject::connect(m_client.get(), &SseClient::event, m_client.get(), [this](const SseEvent &event) { events << event.type + '|' + event.data + '|' + event.lastEventId; });
        QObject::connect(m_client.get(), &SseClient::stateChanged, m_client.get(), [this] { states << m_client->state(); });
        m_client->start();
        return *m_client;
    }

    bool reaches(SseClient::State state)
    {
        return waitUntil([&] { return m_client->state() == state; });
    }

    FakeServer server;
    QByteArrayList events;
    QList<SseClient::State> states;

private:
    std::unique_ptr<SseClient> m_client;
};

QByteArray chunkedHead()
{
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
}

} // namespace

TEST_F(SseClientTest, SendsTheHeadersOfAnEventStream)
{
    server.on("/s", saysAndWaits(streamHead + "data: x\n\n"));
    SseOptions wanted = options();
    wanted.token = "secret";
    wanted.lastEventId = "5~\xC3\xA9";
    wanted.headers = {{"X-Own", "1"}};
    client(wanted);
    ASSERT_TRUE(waitUntil([&] { return !events.isEmpty(); }));
    const FakeRequest request = server.requests().first();
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.header("Accept"), "text/event-stream");
    EXPECT_EQ(request.header("Accept-Encoding"), "identity");
    EXPECT_EQ(request.header("Cache-Control"), "no-cache");
    EXPECT_EQ(request.header("Authorization"), "Bearer secret");
    EXPECT_EQ(request.header("Last-Event-ID"), "5~\xC3\xA9");
    EXPECT_EQ(request.header("X-Own"), "1");
    EXPECT_FALSE(request.headers.contains("cookie"));
    EXPECT_EQ(events, QByteArrayList{"message|x|5~\xC3\xA9"});
}

TEST_F(SseClientTest, HandsEventsOutAsTheyComeAndResumesWithTheLastId)
{
    FakeServer::Socket open;
    server.inTurn("/s", {
        says(streamHead + "id: 1\ndata: a\n\nid: 2\ndata: cut off\n"),
        [&](const FakeRequest &, const FakeServer::Socket &socket) { open = socket; socket->write(streamHead + "data: b"); }});
    client(options());
    ASSERT_TRUE(waitUntil([&] { return open != nullptr; }));
    EXPECT_EQ(events, QByteArrayList{"message|a|1"});
    EXPECT_EQ(server.requests().at(0).header("Last-Event-ID"), QByteArray());
    EXPECT_EQ(server.requests().at(1).header("Last-Event-ID"), "1");
    open->write("\n\n");
    ASSERT_TRUE(waitUntil([&] { return events.size() == 2; }));
    EXPECT_EQ(events.last(), "message|b|1");
    EXPECT_EQ(states, (QList<SseClient::State>{SseClient::State::Connecting, SseClient::State::Open, SseClient::State::Waiting, SseClient::State::Connecting, SseClient::State::Open}));
}

TEST_F(SseClientTest, KeepsTheEventsBeforeABreakInsideAChunk)
{
    server.on("/s", says(chunkedHead() + chunk("data: a\n\n") + "40\r\ndata: b\n\ndata: c"));
    SseOptions once = options();
    once.reconnect = false;
    SseClient &stream = client(once);
    ASSERT_TRUE(reaches(SseClient::State::Failed));
    EXPECT_EQ(events, (QByteArrayList{"message|a|", "message|b|"}));
    EXPECT_EQ(stream.error().code, ErrorCode::Network);
}

TEST_F(SseClientTest, EndsProperlyWithAChunkedBody)
{
    server.on("/s", says(chunkedHead() + chunk("data: a\n") + chunk("\n") + "0\r\n\r\n"));
    SseOptions once = options();
    once.reconnect = false;
    client(once);
    ASSERT_TRUE(reaches(SseClient::State::Ended));
    EXPECT_EQ(events, QByteArrayList{"message|a|"});
}

TEST_F(SseClientTest, FailsForGoodOnAnythingButAStream)
{
    const QList<QByteArray> answers{
        "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n",
        "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 206 Partial\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n",
        "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n", // no Location
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\ndata: a\n\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-streams\r\n\r\ndata: a\n\n",
        "HTTP/1.1 200 OK\r\n\r\ndata: a\n\n",
    };
    for (const QByteArray &answer : answers) {
        server.on("/s", says(answer));
        const SseClient &stream = client(options());
        ASSERT_TRUE(reaches(SseClient::State::Failed)) << answer.constData();
        EXPECT_FALSE(stream.error().message.isEmpty());
        EXPECT_TRUE(events.isEmpty()) << answer.constData();
    }
    EXPECT_EQ(server.requests().size(), answers.size());
}

TEST_F(SseClientTest, TakesEverySpellingOfTheContentType)
{
    for (const char *type : {"text/event-stream", "TEXT/Event-Stream", "text/event-stream;charset=UTF-8", " text/event-stream ; charset=windows-1251", "text/html, text/event-stream"}) {
        events.clear();
        server.on("/s", saysAndWaits(QByteArray("HTTP/1.1 200 OK\r\nContent-Type:") + type + "\r\n\r\ndata: \xC3\xA9\n\n"));
        client(options());
        ASSERT_TRUE(waitUntil([&] { return !events.isEmpty(); })) << type;
        EXPECT_EQ(events.first(), "message|\xC3\xA9|");
    }
}

TEST_F(SseClientTest, SaysWhatTheNodeSaysWhenItRefuses)
{
    server.on("/s", refuses(401, "unauthenticated", "The token is not known here."));
    const SseClient &stream = client(options());
    ASSERT_TRUE(reaches(SseClient::State::Failed));
    EXPECT_EQ(stream.error().code, ErrorCode::Unauthenticated);
    EXPECT_TRUE(stream.error().message.contains(u"The token is not known here."));
}

TEST_F(SseClientTest, ARefusalThatNeverEndsStillFails)
{
    server.on("/s", saysAndWaits("HTTP/1.1 403 No\r\nContent-Length: 10\r\n\r\nabc"));
    client(options());
    EXPECT_TRUE(reaches(SseClient::State::Failed));
}

TEST_F(SseClientTest, EndsForGoodOn204)
{
    server.inTurn("/s", {says(streamHead + "data: a\n\n"), says("HTTP/1.1 204 No Content\r\n\r\n")});
    client(options());
    ASSERT_TRUE(reaches(SseClient::State::Ended));
    EXPECT_EQ(events.size(), 1);
    EXPECT_EQ(server.requests().size(), 2);
}

TEST_F(SseClientTest, FollowsRedirectsAndBeginsAtTheFirstAddressAgain)
{
    for (const int status : {301, 302, 303, 307, 308}) {
        const QByteArray name = "/r" + QByteArray::number(status);
        server.on(name, says("HTTP/1.1 " + QByteArray::number(status) + " Moved\r\nLocation: s?from=" + name + "\r\nContent-Length: 0\r\n\r\n"));
        server.inTurn("/s", {says(streamHead + "id: 3\ndata: a\n\n"), saysAndWaits(streamHead + "data: b\n\n")});
        const qsizetype before = server.requests().size();
        events.clear();
        SseOptions wanted = options(QString::fromLatin1(name));
        wanted.token = "secret";
        client(wanted);
        ASSERT_TRUE(waitUntil([&] { return events.size() == 2; })) << status;
        const auto seen = server.requests().mid(before);
        ASSERT_EQ(seen.size(), 4);
        EXPECT_EQ(seen[1].target, "/s?from=" + name);
        EXPECT_EQ(seen[1].header("Authorization"), "Bearer secret");
        EXPECT_EQ(seen[2].path(), name);
        EXPECT_EQ(seen[3].header("Last-Event-ID"), "3");
    }
}

TEST_F(SseClientTest, CredentialsStayWithTheirOrigin)
{
    FakeServer other;
    other.on("/there", says("HTTP/1.1 307 Moved\r\nLocation: " + server.url(QStringLiteral("/back")).toEncoded() + "\r\nContent-Length: 0\r\n\r\n"));
    server.on("/s", says("HTTP/1.1 307 Moved\r\nLocation: " + other.url(QStringLiteral("/there")).toEncoded() + "\r\nContent-Length: 0\r\n\r\n"));
    server.on("/back", saysAndWaits(streamHead + "data: a\n\n"));
    SseOptions wanted = options();
    wanted.token = "secret";
    wanted.headers = {{"Cookie", "c=1"}, {"X-Own", "1"}};
    client(wanted);
    ASSERT_TRUE(waitUntil([&] { return !events.isEmpty(); }));
    EXPECT_TRUE(server.requests("/s").first().headers.contains("authorization"));
    for (const FakeRequest &request : {other.requests("/there").first(), server.requests("/back").first()}) {
        EXPECT_FALSE(request.headers.contains("authorization"));
        EXPECT_FALSE(request.headers.contains("cookie"));
        EXPECT_EQ(request.header("X-Own"), "1");
    }
}

TEST_F(SseClientTest, GivesUpOnACircleOfRedirects)
{
    server.on("/s", says("HTTP/1.1 302 Found\r\nLocation: /s\r\nContent-Length: 0\r\n\r\n"));
    client(options());
    ASSERT_TRUE(reaches(SseClient::State::Failed));
    EXPECT_EQ(server.requests().size(), 21);
}

TEST_F(SseClientTest, FailsOnARedirectOutOfHttp)
{
    server.on("/s", says("HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\nContent-Length: 0\r\n\r\n"));
    client(options());
    EXPECT_TRUE(reaches(SseClient::State::Failed));
}

TEST_F(SseClientTest, WaitsAsLongAsRetrySays)
{
    server.inTurn("/s", {says(streamHead + "retry: 300\n\ndata: a\n\n"), saysAndWaits(streamHead + "data: b\n\n")});
    const SseClient &stream = client(options());
    QElapsedTimer clock;
    qint64 waited = 0;
    QObject::connect(&stream, &SseClient::stateChanged, &stream, [&] {
        if (stream.state() == SseClient::State::Waiting)
            clock.start();
        else if (stream.state() == SseClient::State::Connecting && clock.isValid())
            waited = clock.elapsed();
    });
    ASSERT_TRUE(waitUntil([&] { return events.size() == 2; }));
    EXPECT_GE(waited, 299);
}

TEST_F(SseClientTest, CountsAttemptsUntilAnEventOfTheRightTypeArrives)
{
    server.inTurn("/s", {says(streamHead), says(streamHead + "event: closing\ndata: x\n\n"), says(streamHead), saysAndWaits(streamHead + "event: position\ndata: x\n\n")});
    SseOptions wanted = options();
    wanted.inServiceEvent = "position";
    wanted.pacing = SseOptions::Pacing::FullJitter;
    SseClient &stream = client(wanted);
    QList<int> attempts;
    QObject::connect(&stream, &SseClient::stateChanged, &stream, [&] {
        if (stream.state() == SseClient::State::Connecting)
            attempts << stream.attempt();
    });
    ASSERT_TRUE(waitUntil([&] { return events.contains("position|x|"); }));
    EXPECT_EQ(attempts, (QList<int>{1, 2, 3}));
    EXPECT_EQ(stream.attempt(), 0);
}

TEST_F(SseClientTest, TriesAgainWhenNobodyListensYet)
{
    server.stopListening();
    const SseClient &stream = client(options());
    ASSERT_TRUE(waitUntil([&] { return stream.attempt() >= 2; }));
    EXPECT_TRUE(stream.reason().contains(u"127.0.0.1")) << qPrintable(stream.reason());
    server.on("/s", saysAndWaits(streamHead + "data: a\n\n"));
    server.listenAgain();
    EXPECT_TRUE(waitUntil([&] { return !events.isEmpty(); }));
    EXPECT_EQ(stream.attempt(), 0);
}

TEST_F(SseClientTest, RetryNowDoesNotWait)
{
    server.inTurn("/s", {says(streamHead + "retry: 3600000\n\n"), saysAndWaits(streamHead + "data: a\n\n")});
    SseClient &stream = client(options());
    ASSERT_TRUE(reaches(SseClient::State::Waiting));
    stream.retryNow();
    EXPECT_TRUE(waitUntil([&] { return !events.isEmpty(); }));
}

TEST_F(SseClientTest, ABusyServerIsTriedAgainWhereAsked)
{
    server.inTurn("/s", {says("HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"), saysAndWaits(streamHead + "data: a\n\n")});
    SseOptions wanted = options();
    wanted.retryWhenBusy = true;
    const SseClient &stream = client(wanted);
    ASSERT_TRUE(reaches(SseClient::State::Waiting));
    EXPECT_GT(stream.retryAt() - std::chrono::steady_clock::now(), 500ms);
    EXPECT_TRUE(waitUntil([&] { return !events.isEmpty(); }));
}

TEST_F(SseClientTest, DoesNotWaitForAHeadForEver)
{
    server.inTurn("/s", {saysAndWaits("HTTP/1.1 200"), saysAndWaits(streamHead + "data: a\n\n")});
    SseOptions wanted = options();
    wanted.connectionTimeout = 100ms;
    client(wanted);
    EXPECT_TRUE(waitUntil([&] { return !events.isEmpty(); }));
}

TEST_F(SseClientTest, ReconnectsWhenTheHeartbeatStops)
{
    FakeServer::Socket first;
    server.inTurn("/s", {
        [&](const FakeRequest &, const FakeServer::Socket &socket) { first = socket; socket->write(streamHead + "data: a\n\n"); },
        saysAndWaits(streamHead + "data: b\n\n")});
    SseClient &stream = client(options());
    ASSERT_TRUE(waitUntil([&] { return events.size() == 1; }));
    stream.setHeartbeat(80ms);
    for (int i = 0; i < 6; ++i) { // 300 ms of life: any byte counts
        QElapsedTimer beat;
        beat.start();
        first->write(":\n");
        ASSERT_TRUE(waitUntil([&] { return beat.elapsed() >= 50; }));
        ASSERT_EQ(stream.state(), SseClient::State::Open);
    }
    ASSERT_TRUE(waitUntil([&] { return events.size() == 2; }));
    EXPECT_TRUE(stream.reason().contains(u"silent"));
}

TEST_F(SseClientTest, StopsInsideAnEventAndResumesInsideAnother)
{
    server.inTurn("/s", {saysAndWaits(streamHead + "id: 1\ndata: a\n\ndata: never\n\n"), saysAndWaits(streamHead + "data: b\n\ndata: never\n\n")});
    SseClient &stream = client(options());
    QObject::connect(&stream, &SseClient::event, &stream, [&](const SseEvent &event) {
        if (event.data == "a")
            stream.resume(QStringLiteral("because"));
        else
            stream.stop();
    });
    ASSERT_TRUE(reaches(SseClient::State::Idle) && waitUntil([&] { return events.size() == 2; }));
    EXPECT_EQ(events, (QByteArrayList{"message|a|1", "message|b|1"}));
    EXPECT_EQ(server.requests().at(1).header("Last-Event-ID"), "1");
}

TEST_F(SseClientTest, FailsBeyondTheDecodersLimit)
{
    server.on("/s", saysAndWaits(streamHead + "data: a\n\ndata: " + QByteArray(2000, 'x')));
    SseOptions wanted = options();
    wanted.limits.lineBytes = 1000;
    client(wanted);
    ASSERT_TRUE(reaches(SseClient::State::Failed));
    EXPECT_EQ(events.size(), 1);
}
