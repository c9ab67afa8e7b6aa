// SPDX-License-Identifier: GPL-3.0-or-later
// How a node ends, and how it says that it is full.
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/publishers.h"
#include "tests/integration/stream_swarm.h"
#include "tests/support/wait_until.h"

#include <QElapsedTimer>
#include <QTcpSocket>

#include <gtest/gtest.h>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

// All that a stream says until it is ended.
QByteArray wholeStream(const NodeProcess &node, const QByteArray &session = "s")
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, node.port());
    socket.write(httpRequest("GET", "/api/sse/messages?sessionId=" + session, "Bearer " + node.token()));
    QByteArray all;
    while (socket.waitForReadyRead(10'000))
        all += socket.readAll();
    return socket.state() == QAbstractSocket::UnconnectedState ? all : QByteArray("not ended: " + all);
}

TEST(DrainTest, StreamsEndOneByOneWhileTheNodeGoesOnAnswering)
{
    NodeProcess node({u"--streams-drain-s"_s, u"3"_s});
    node.start();
    constexpr std::size_t streams = 60;
    StreamSwarm swarm({node.port()}, node.token().toStdString());
    for (std::size_t i = 0; i < streams; ++i)
        swarm.add("s");
    swarm.start();
    ASSERT_TRUE(waitUntil([&] { return swarm.placed() == streams; }, 10s));

    HttpConnection connection(node.port());
    QElapsedTimer clock;
    clock.start();
    node.tell(SIGTERM);
    ASSERT_TRUE(waitUntil([&] { const auto answer = connection.call(httpRequest("GET", "/readyz", {})); return answer && answer->status == 503; }, 2s));
    const auto open = [&] {
        const auto answer = connection.call(httpRequest("GET", "/api/sse/stats", "Bearer " + node.token()));
        return answer ? answer->data().value(u"connections").toObject().value(u"open").toInteger() : -1;
    };
    EXPECT_GT(open(), 20) << "not all at once";
    const auto stored = connection.call(httpRequest("POST", "/api/messages", "Bearer " + node.token(), R"({"sessionId":"s","content":"still here","senderType":"user"})"));
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->status, 201);

    const QByteArray turnedAway = wholeStream(node);
    EXPECT_TRUE(turnedAway.startsWith("HTTP/1.1 200 ")) << turnedAway.toStdString();
    EXPECT_TRUE(turnedAway.contains("retry: ")) << turnedAway.toStdString();
    EXPECT_TRUE(turnedAway.contains("event: closing\ndata: {\"reason\":\"shutdown\",\"retryMs\":")) << turnedAway.toStdString();
    EXPECT_FALSE(turnedAway.contains("event: position"));

    EXPECT_EQ(node.ended(), 0);
    EXPECT_GT(clock.elapsed(), 1'500);
    EXPECT_LT(clock.elapsed(), 10'000);
    swarm.stop();

    // What was accepted meanwhile is there.
    node.start();
    HttpConnection again(node.port());
    const auto history = again.call(httpRequest("GET", "/api/messages?sessionId=s", "Bearer " + node.token()));
    ASSERT_TRUE(history);
    EXPECT_TRUE(history->body.contains("still here"));
}

TEST(DrainTest, ASecondSignalEndsItAtOnceAndWhatWasAcceptedStays)
{
    NodeProcess node({u"--streams-drain-s"_s, u"60"_s});
    node.start();
    StreamSwarm swarm({node.port()}, node.token().toStdString());
    for (int i = 0; i < 20; ++i)
        swarm.add("s");
    swarm.start();
    ASSERT_TRUE(waitUntil([&] { return swarm.placed() == 20; }, 10s));
    Publishers publishers({.ports = {node.port()}, .token = node.token(), .sessions = {"s"}, .senders = 4, .messages = 2'000});
    publishers.start();
    ASSERT_TRUE(waitUntil([&] { return publishers.accepted() > 200; }, 10s));
    QElapsedTimer clock;
    clock.start();
    node.tell(SIGTERM);
    ASSERT_TRUE(waitUntil([&] { return node.log().contains("Draining"); }, 5s)) << node.log().toStdString();
    node.tell(SIGTERM);
    node.ended();
    EXPECT_LT(clock.elapsed(), 8'000);
    node.start();
    publishers.finish(60s);
    EXPECT_EQ(publishers.fault(), "");
    ASSERT_TRUE(waitUntil([&] { return swarm.received() >= std::size_t(20 * publishers.accepted()); }, 30s)) << swarm.received();
    swarm.stop();
    const auto ids = publishers.ids().at("s");
    for (const auto &record : swarm.records())
        EXPECT_EQ(record.ids, std::vector<std::int64_t>(ids.begin(), ids.end()));
}

TEST(DrainTest, APersonAtTheConsoleDoesNotWait)
{
    NodeProcess node({u"--streams-drain-s"_s, u"60"_s});
    node.start();
    StreamSwarm swarm({node.port()}, node.token().toStdString());
    swarm.add("s");
    swarm.start();
    ASSERT_TRUE(waitUntil([&] { return swarm.placed() == 1; }, 10s));
    QElapsedTimer clock;
    clock.start();
    node.tell(SIGINT);
    EXPECT_EQ(node.ended(), 0);
    EXPECT_LT(clock.elapsed(), 10'000);
}

TEST(DrainTest, AFullNodeSaysSoInAWayThatBrowsersComeBackFrom)
{
    NodeProcess node({u"--limits-streams"_s, u"3"_s});
    node.start();
    auto swarm = std::make_unique<StreamSwarm>(std::vector{node.port()}, node.token().toStdString());
    for (int i = 0; i < 3; ++i)
        swarm->add("s");
    swarm->start();
    ASSERT_TRUE(waitUntil([&] { return swarm->placed() == 3; }, 10s));
    const QByteArray turnedAway = wholeStream(node);
    EXPECT_TRUE(turnedAway.startsWith("HTTP/1.1 200 ")) << turnedAway.toStdString();
    EXPECT_TRUE(turnedAway.contains("event: closing\ndata: {\"reason\":\"overloaded\",\"retryMs\":")) << turnedAway.toStdString();
    swarm.reset();
    // A place that was given back is there for the next one.
    QTcpSocket socket;
    EXPECT_TRUE(waitUntil([&] {
        socket.abort();
        socket.connectToHost(u"127.0.0.1"_s, node.port());
        socket.write(httpRequest("GET", "/api/sse/messages?sessionId=s", "Bearer " + node.token()));
        QByteArray all;
        while (!all.contains("event: ") && socket.waitForReadyRead(2'000))
            all += socket.readAll();
        return all.contains("event: position");
    }, 10s));
}

} // namespace
} // namespace pipit::test
