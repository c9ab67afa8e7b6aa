// SPDX-License-Identifier: GPL-3.0-or-later
// The promise of the log, held against a node that is killed: every message that was accepted reaches every subscriber of
// its session, once, in the order of its id.
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/publishers.h"
#include "tests/integration/stream_swarm.h"
#include "tests/support/wait_until.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

constexpr int sessionCount = 20;
constexpr int readersOfEach = 10;
constexpr int publisherCount = 8;
constexpr int messageCount = 5'000;
constexpr int killCount = 5;

std::string sessionName(int i)
{
    return "restart-" + std::to_string(i);
}

TEST(RestartTest, EveryAcceptedMessageReachesEverySubscriberOnceAndInOrder)
{
    NodeProcess node;
    node.start();
    StreamSwarm swarm({node.port()}, node.token().toStdString());
    for (int i = 0; i < sessionCount * readersOfEach; ++i)
        swarm.add(sessionName(i % sessionCount));
    swarm.start();
    ASSERT_TRUE(waitUntil([&] { return swarm.placed() == sessionCount * readersOfEach; }, 30s)) << swarm.placed() << " streams began";

    std::vector<std::string> sessions;
    for (int i = 0; i < sessionCount; ++i)
        sessions.push_back(sessionName(i));
    Publishers publishers({.ports = {node.port()}, .token = node.token(), .sessions = sessions, .senders = publisherCount, .messages = messageCount});
    publishers.start();
    for (int i = 1; i <= killCount; ++i) {
        ASSERT_TRUE(waitUntil([&] { return publishers.accepted() >= messageCount * i / (killCount + 1); }, 60s)) << publishers.accepted() << " accepted";
        node.kill();
        node.start();
    }
    publishers.finish(180s);
    ASSERT_EQ(publishers.fault(), "");
    ASSERT_EQ(publishers.accepted(), messageCount);

    constexpr std::size_t deliveries = std::size_t(messageCount) * readersOfEach;
    EXPECT_TRUE(waitUntil([&] { return swarm.received() >= deliveries; }, 60s)) << swarm.received() << " of " << deliveries << " came";
    // What comes now shows whether anything came late or twice behind the number that was waited for.
    std::map<std::string, std::int64_t> last;
    HttpConnection connection(node.port());
    for (int i = 0; i < sessionCount; ++i) {
        const QByteArray body = "{\"sessionId\":\"" + QByteArray::fromStdString(sessionName(i)) + "\",\"content\":\"the last\",\"senderType\":\"user\"}";
        const auto answer = connection.call(httpRequest("POST", "/api/messages", "Bearer " + node.token(), body));
        ASSERT_TRUE(answer && answer->status == 201);
        last[sessionName(i)] = answer->data().value(u"message").toObject().value(u"id").toInteger();
    }
    const auto allHaveTheLast = [&] {
        return std::ranges::all_of(swarm.records(), [&](const auto &record) { return !record.ids.empty() && record.ids.back() == last[record.session]; });
    };
    EXPECT_TRUE(waitUntil(allHaveTheLast, 30s));
    swarm.stop();

    const auto accepted = publishers.ids();
    std::set<std::int64_t> all;
    for (const auto &[session, ids] : accepted)
        all.insert(ids.begin(), ids.end());
    EXPECT_EQ(all.size(), std::size_t(messageCount)) << "two messages have one id";

    int restarts = 0;
    for (const auto &record : swarm.records()) {
        const auto &ids = accepted.at(record.session);
        std::vector<std::int64_t> expected(ids.begin(), ids.end());
        expected.push_back(last[record.session]);
        EXPECT_EQ(record.ids, expected) << record.session;
        EXPECT_EQ(record.resets, 0) << record.session;
        EXPECT_EQ(record.fault, "");
        restarts += record.connections - 1;
    }
    // Otherwise the kills came while nobody was looking, and nothing above has been shown.
    EXPECT_GE(restarts, sessionCount * readersOfEach * killCount / 2);
    RecordProperty("repeated", publishers.told().storedBefore);
}

} // namespace
} // namespace pipit::test
