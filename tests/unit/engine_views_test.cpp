// SPDX-License-Identifier: GPL-3.0-or-later
// What is told of single streams: lists, stories, and what one of them is sent.
#include "tests/unit/engine_fixture.h"

#include <deque>
#include <future>

using namespace pipit;
using namespace pipit::stream;
using pipit::test::SocketPair;

namespace {

class EngineViewsTest : public pipit::test::EngineTest
{
protected:
    StreamList list(StreamQuery query = {})
    {
        std::promise<StreamList> told;
        engine->list(std::move(query), [&told](StreamList list) { told.set_value(std::move(list)); });
        return told.get_future().get();
    }

    ConnectionId openAs(SocketPair &pair, const std::string &caller, std::vector<std::string> sessions, std::optional<std::int64_t> after = {})
    {
        auto subscription = std::make_shared<Subscription>();
        subscription->sessions = std::move(sessions);
        subscription->origin = {.caller = caller, .address = "192.0.2.1", .agent = "Tester/" + caller};
        return engine->adopt(pair.takeWriter(), {.head = "[head]\n", .subscription = subscription, .after = after});
    }
};

TEST_P(EngineViewsTest, AStreamIsShownAsItStands)
{
    start();
    SocketPair pair;
    const auto id = openAs(pair, "Ann", {"a", "b"});
    pair.readUntil("[position 0]\n");
    say("a");
    say("b");
    pair.readUntil("[b 2]\n");
    waitUntil([&] { return list().streams.front().delivered == 2; });
    const StreamList shown = list();
    ASSERT_EQ(shown.streams.size(), 1U);
    const StreamView &view = shown.streams.front();
    EXPECT_EQ(view.id, id);
    EXPECT_EQ(view.phase, StreamPhase::Live);
    EXPECT_EQ(view.origin.caller, "Ann");
    EXPECT_EQ(view.sessions, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(view.sentTo, 2);
    EXPECT_EQ(view.lag, 0);
    EXPECT_EQ(view.queuedBytes, 0U);
    EXPECT_FALSE(view.after || view.resumed || view.reason);
    EXPECT_LT(std::abs(view.openedAtMs - std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()), 10'000);
}

TEST_P(EngineViewsTest, WhatWaitsForAStreamIsCounted)
{
    options.queueBytes = 64 << 20;
    start();
    SocketPair pair;
    openAs(pair, "slow", {"a"});
    pair.readUntil("[position 0]\n");
    constexpr int messages = 30;
    for (int i = 0; i < messages; ++i)
        say("a", std::string(1 << 20, 'x'));
    waitUntil([&] { return list().streams.front().blocked > 0 && list().streams.front().sentTo == messages; });
    const StreamView view = list().streams.front();
    EXPECT_GT(view.lag, 0);
    EXPECT_EQ(view.lag + view.delivered, messages) << "each either waits or was taken";
    EXPECT_GE(view.queuedBytes, std::size_t(view.lag - 1) << 20);
    EXPECT_LE(view.queuedBytes, (std::size_t(view.lag) << 20) + 4096);
    pair.readUntil("[a 30");
    waitUntil([&] { return list().streams.front().lag == 0; });
    EXPECT_EQ(list().streams.front().queuedBytes, 0U);
    EXPECT_EQ(list().streams.front().delivered, messages);
    EXPECT_GT(list().streams.front().mostQueuedBytes, std::size_t(1) << 20);
}

TEST_P(EngineViewsTest, AreFoundAndSorted)
{
    start();
    std::deque<SocketPair> pairs(7);
    const std::vector<std::string> callers{"dora", "Bob", "carl", "ann", "emil", "finn", "gus"};
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        openAs(pairs[i], callers[i], {"s" + std::to_string(i)});
        pairs[i].readUntil("[position 0]\n");
        // Each in a millisecond of its own: no two are as old.
        const auto opened = Clock::now();
        waitUntil([opened] { return Clock::now() - opened > std::chrono::milliseconds(2); });
    }
    say("s2");
    pairs[2].readUntil("[s2 1]\n");
    const auto names = [&](StreamQuery query) {
        std::string all;
        for (const StreamView &view : list(std::move(query)).streams)
            all += view.origin.caller + ' ';
        return all;
    };
    waitUntil([&] { return names({.order = StreamQuery::Order::Delivered, .most = 1}) == "carl "; });
    EXPECT_EQ(names({.order = StreamQuery::Order::Caller, .descending = false}), "Bob ann carl dora emil finn gus ");
    EXPECT_EQ(names({.order = StreamQuery::Order::Caller, .descending = true, .most = 2}), "gus finn ");
    EXPECT_EQ(names({.order = StreamQuery::Order::Since, .descending = false, .most = 3}), "dora Bob carl ");
    EXPECT_EQ(names({.text = "bob"}), "Bob ");
    EXPECT_EQ(names({.text = "s5"}), "finn ");
    EXPECT_EQ(names({.text = "tester/gus"}), "gus ");
    EXPECT_EQ(names({.text = "nobody"}), "");
    const StreamList some = list({.text = "192.0.2", .most = 2});
    EXPECT_EQ(some.streams.size(), 2U);
    EXPECT_EQ(some.fitting, 7U);
    EXPECT_EQ(some.all, 7U);
}

TEST_P(EngineViewsTest, AStreamThatEndedHasItsStory)
{
    for (int i = 0; i < 5; ++i)
        commit("a");
    options.head = 5;
    start();
    SocketPair pair, other;
    const auto id = openAs(pair, "ann", {"a"}, 2);
    pair.readUntil("[a 5]\n");
    openAs(other, "bob", {"a"}, 99);
    other.readUntil("reset unknown_cursor");
    engine->finish(id, CloseReason::ClosedByOperator);
    pair.readToEnd();
    EXPECT_TRUE(pair.received().ends_with("[closing closed_by_operator]\n"));
    waitUntil([&] { return list().all == 1; });
    StreamList ended = list({.ended = true});
    ASSERT_EQ(ended.streams.size(), 1U);
    const StreamView &view = ended.streams.front();
    EXPECT_EQ(view.id, id);
    EXPECT_EQ(view.after, 2);
    EXPECT_EQ(view.resumed, ResumeResult::Continued);
    EXPECT_EQ(view.replayed, 3U);
    EXPECT_TRUE(view.liveMs);
    EXPECT_EQ(view.sentTo, 5);
    EXPECT_EQ(view.reason, CloseReason::ClosedByOperator);
    EXPECT_GE(view.endedAtMs, view.openedAtMs);
    EXPECT_EQ(list().streams.front().resumed, ResumeResult::UnknownCursor);

    // The last one first, and not for ever.
    for (int i = 0; i < 1'600; ++i) {
        SocketPair brief;
        openAs(brief, "brief", {"a"});
        if (i % 100 == 0)
            waitUntil([&] { return list().all < 200; });
    }
    waitUntil([&] { return list().all == 1; });
    ended = list({.ended = true, .most = 10'000});
    EXPECT_GE(ended.streams.size(), 500U);
    EXPECT_LE(ended.streams.size(), 1'500U);
    EXPECT_TRUE(std::ranges::is_sorted(ended.streams, std::ranges::greater(), &StreamView::endedAtMs));
    EXPECT_TRUE(list({.ended = true, .text = "ann"}).streams.empty());
}

class EngineTapTest : public EngineViewsTest
{
protected:
    ConnectionId listen(SocketPair &pair)
    {
        return engine->adopt(pair.takeWriter(), {.head = "[listening]\n", .subscription = std::make_shared<Subscription>(), .announcePosition = false});
    }

    void SetUp() override
    {
        tapFrame = [](const Frame &frame) { return makeFrame(frame ? "<" + *frame + ">" : "[ended]\n"); };
    }
};

TEST_P(EngineTapTest, HearsWhatTheStreamIsSent)
{
    start();
    SocketPair pair, ear;
    const auto id = openAs(pair, "ann", {"a"});
    pair.readUntil("[position 0]\n");
    engine->tap(id, listen(ear));
    ear.readUntil("[listening]\n");
    waitUntil([&] {
        say("a"); // until the tap is there
        return ear.readUntil("").find("<[a ") != std::string::npos || log.size() > 500;
    });
    say("b");
    say("a", " last");
    ear.readUntil(" last]\n>");
    EXPECT_EQ(ear.received().find("[b "), std::string::npos);
    engine->finish(id, CloseReason::ClosedByOperator);
    EXPECT_TRUE(ear.readToEnd().ends_with("<[closing closed_by_operator]\n>[ended]\n")) << ear.received().substr(ear.received().size() - 200);
}

TEST_P(EngineTapTest, EndsWhereThereIsNothingToHear)
{
    start();
    SocketPair ear;
    engine->tap(12'345, listen(ear));
    EXPECT_EQ(ear.readToEnd(), "[listening]\n[ended]\n");
}

TEST_P(EngineTapTest, WhoeverListensAfterwardsTakesItsPlace)
{
    start();
    SocketPair pair, first, second;
    const auto id = openAs(pair, "ann", {"a"});
    pair.readUntil("[position 0]\n");
    engine->tap(id, listen(first));
    engine->tap(id, listen(second));
    EXPECT_TRUE(first.readToEnd().ends_with("[ended]\n"));
    say("a");
    second.readUntil("<[a 1]\n>");
}

TEST_P(EngineTapTest, OneThatDoesNotKeepUpIsEndedAndItsStreamGoesOn)
{
    options.queueBytes = 64 << 10;
    start();
    SocketPair pair, ear;
    const auto id = openAs(pair, "ann", {"a"});
    pair.readUntil("[position 0]\n");
    engine->tap(id, listen(ear));
    ear.readUntil("[listening]\n");
    for (int i = 1; i <= 2'000 && engine->stats().closed[std::size_t(CloseReason::SlowConsumer)] == 0; ++i) {
        say("a", std::string(16 << 10, 'x'));
        pair.readUntil("[a " + std::to_string(i));
        pair.forget();
    }
    EXPECT_EQ(engine->stats().closed[std::size_t(CloseReason::SlowConsumer)], 1);
    EXPECT_EQ(list({.id = id}).streams.size(), 1U);
}

PIPIT_ENGINE_TESTS(EngineViewsTest);
PIPIT_ENGINE_TESTS(EngineTapTest);

} // namespace
