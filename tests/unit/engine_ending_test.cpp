// SPDX-License-Identifier: GPL-3.0-or-later
// Draining, and turning away what would be too much.
#include "tests/unit/engine_fixture.h"

#include <deque>

using namespace pipit;
using namespace pipit::stream;
using pipit::test::SocketPair;

namespace {

class EngineEndingTest : public pipit::test::EngineTest
{
protected:
    std::int64_t closedFor(CloseReason reason) const { return engine->stats().closed[std::size_t(reason)]; }
};

TEST_P(EngineEndingTest, ADrainingEngineEndsEachStreamAtAMomentOfItsOwn)
{
    start();
    std::deque<SocketPair> pairs(40);
    for (SocketPair &pair : pairs) {
        open(pair, {"a"});
        pair.readUntil("[position 0]\n");
    }
    engine->drain(std::chrono::milliseconds(600));
    waitUntil([this] { return closedFor(CloseReason::Shutdown) >= 5; });
    EXPECT_LT(closedFor(CloseReason::Shutdown), 40) << "not all in one moment";
    say("a");
    waitUntil([this] { return engine->stats().open == 0; });
    int heard = 0;
    for (SocketPair &pair : pairs) {
        const std::string &all = pair.readToEnd();
        EXPECT_TRUE(all.ends_with("[closing shutdown]\n")) << all;
        heard += all.find("[a 1]\n") != std::string::npos;
    }
    EXPECT_GT(heard, 0) << "those that are still there are told everything";
}

TEST_P(EngineEndingTest, AStreamThatComesToADrainingEngineIsSentAwayWithATime)
{
    std::atomic<std::int64_t> retryMs = 0;
    closing = [&](CloseReason reason, std::chrono::milliseconds retry) {
        retryMs = retry.count();
        return makeFrame("[closing " + std::string(closeReasonName(reason)) + "]\n");
    };
    start();
    engine->drain(std::chrono::seconds(60));
    SocketPair pair, ofNoLog;
    open(pair, {"a"});
    EXPECT_EQ(pair.readToEnd(), "[head]\n[closing shutdown]\n");
    EXPECT_GE(retryMs, 2'500);
    EXPECT_LE(retryMs, 10'000);
    // What was asked for before is answered to its end.
    const auto id = engine->adopt(ofNoLog.takeWriter(), {.head = "[head]\n", .subscription = std::make_shared<Subscription>(), .announcePosition = false});
    engine->send(id, makeFrame("[answer]\n"));
    engine->finish(id, CloseReason::Finished);
    EXPECT_EQ(ofNoLog.readToEnd(), "[head]\n[answer]\n");
}

TEST_P(EngineEndingTest, OneStreamMoreThanItMayCarryIsSentAwayUntilAnotherLeaves)
{
    options.maxStreams = 2;
    start();
    SocketPair first, third, fourth;
    {
        SocketPair second;
        open(first, {"a"});
        open(second, {"a"});
        second.readUntil("[position 0]\n");
        open(third, {"a"});
        EXPECT_EQ(third.readToEnd(), "[head]\n[closing overloaded]\n");
    }
    waitUntil([this] { return engine->stats().open == 1; });
    open(fourth, {"a"});
    fourth.readUntil("[position 0]\n");
    EXPECT_EQ(closedFor(CloseReason::Overloaded), 1);
}

TEST_P(EngineEndingTest, StreamsThatWereOpenedTogetherAreNotPingedTogether)
{
    options.heartbeat = std::chrono::milliseconds(640); // a tick is 20 ms
    start();
    std::deque<SocketPair> pairs(24);
    for (SocketPair &pair : pairs)
        open(pair, {"a"});
    std::vector<Clock::time_point> times;
    for (SocketPair &pair : pairs)
        pair.readUntil("[position 0]\n");
    // The first is pinged while the last is not due.
    const auto firstPinged = [&] {
        return std::ranges::count_if(pairs, [](SocketPair &pair) {
            std::error_code none;
            return pair.reader().available(none) > 0;
        });
    };
    std::int64_t pinged = 0;
    waitUntil([&] { return (pinged = firstPinged()) > 0; });
    EXPECT_LT(pinged, 20);
    for (SocketPair &pair : pairs)
        pair.readUntil(": ping\n\n");
}

PIPIT_ENGINE_TESTS(EngineEndingTest);

} // namespace
