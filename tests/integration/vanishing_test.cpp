// SPDX-License-Identifier: GPL-3.0-or-later
// Clients that vanish without a word, as when a cable is pulled: they leave the counts within two heartbeats and ten seconds.
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/support/vanish.h"
#include "tests/support/wait_until.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QTcpSocket>

#include <gtest/gtest.h>

#include <deque>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

TEST(VanishingTest, PeersThatVanishLeaveTheCounts)
{
    constexpr auto heartbeat = 1s;
    NodeProcess node({u"--streams-heartbeat-interval-ms"_s, u"1000"_s});
    node.start();
    std::deque<QTcpSocket> sockets(20);
    for (QTcpSocket &socket : sockets) {
        socket.connectToHost(u"127.0.0.1"_s, node.port());
        socket.write(httpRequest("GET", "/api/sse/messages?sessionId=s", "Bearer " + node.token()));
        ASSERT_TRUE(socket.waitForReadyRead(5'000));
    }
    HttpConnection connection(node.port());
    const auto connections = [&] {
        const auto answer = connection.call(httpRequest("GET", "/api/sse/stats", "Bearer " + node.token()));
        return answer ? answer->data().value(u"connections").toObject() : QJsonObject();
    };
    ASSERT_TRUE(waitUntil([&] { return connections().value(u"open").toInteger() == 20; }, 5s));
    for (std::size_t i = 0; i < 15; ++i)
        vanish(sockets[i]);
    QElapsedTimer clock;
    clock.start();
    ASSERT_TRUE(waitUntil([&] { return connections().value(u"open").toInteger() == 5; }, 30s));
    EXPECT_LE(std::chrono::milliseconds(clock.elapsed()), 2 * heartbeat + 10s);
    EXPECT_EQ(connections().value(u"closed").toObject().value(u"peer_timeout").toInteger(), 15);
}

} // namespace
} // namespace pipit::test
