// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/engine_fixture.h"

#include <deque>

using namespace pipit;
using namespace pipit::stream;
using pipit::test::EngineTest;
using pipit::test::lines;
using pipit::test::SocketPair;

namespace {

TEST_P(EngineTest, AStreamWithoutCursorBeginsAtTheHead)
{
    options.head = 7;
    start();
    SocketPair pair;
    open(pair, {"a"});
    pair.readUntil("[position 7]\n");
    say("a");
    EXPECT_EQ(pair.readUntil("[a 8]\n"), "[head]\n[position 7]\n[a 8]\n");
}

TEST_P(EngineTest, OnlyTheSessionsAskedForArrive)
{
    start();
    SocketPair one, all;
    open(one, {"a", "c"});
    open(all, {});
    one.readUntil("[position 0]\n");
    all.readUntil("[position 0]\n");
    for (const char *session : {"a", "b", "c"})
        say(session);
    EXPECT_EQ(one.readUntil("[c 3]\n"), "[head]\n[position 0]\n[a 1]\n[c 3]\n");
    EXPECT_EQ(all.readUntil("[c 3]\n"), "[head]\n[position 0]\n[a 1]\n[b 2]\n[c 3]\n");
}

// Of figures and of the log; neither is for whoever may see every session, and a line's id is no cursor of a message.
TEST_P(EngineTest, WhatConsolesAreToldIsNotForAStreamOfAllSessions)
{
    start();
    SocketPair console, all;
    open(console, {"\x01ops"});
    open(all, {});
    console.readUntil("[position 0]\n");
    all.readUntil("[position 0]\n");
    engine->broadcast("\x01ops", makeFrame("[inner]\n"));
    console.readUntil("[inner]\n");
    say("a");
    EXPECT_EQ(all.readUntil("[a 1]\n"), "[head]\n[position 0]\n[a 1]\n");
}

TEST_P(EngineTest, AShortBreakIsServedFromMemory)
{
    start();
    for (int i = 0; i < 5; ++i)
        say("a");
    SocketPair pair;
    open(pair, {"a"}, 2);
    EXPECT_EQ(pair.readUntil("[a 5]\n"), "[head]\n[position 2]\n" + lines("a", 3, 5));
    EXPECT_EQ(historyReads, 0);
}

TEST_P(EngineTest, ALongBreakIsReplayedPageByPage)
{
    for (int i = 0; i < 1000; ++i)
        commit("a");
    options.head = 1000;
    start();
    SocketPair pair;
    open(pair, {"a"}, 0);
    EXPECT_EQ(pair.readUntil("[a 1000]\n"), "[head]\n[position 0]\n" + lines("a", 1, 1000));
    EXPECT_GE(historyReads, 10);
    say("a");
    EXPECT_EQ(pair.readUntil("[a 1001]\n"), "[head]\n[position 0]\n" + lines("a", 1, 1001));
}

TEST_P(EngineTest, NothingFallsBetweenHistoryAndLive)
{
    // While each page is under way, more is committed and published: by turns before and after the engine has the page.
    pageSize = 3;
    for (int i = 0; i < 20; ++i)
        commit("a");
    options.head = 20;
    options.recentBytes = 1; // the ring never helps
    start();
    std::atomic<int> left = 200;
    beforePage = [this, &left] {
        for (int i = 0; i < 2 && left-- > 0; ++i)
            say("a");
    };
    SocketPair pair;
    open(pair, {"a"}, 0);
    const std::string expected = "[head]\n[position 0]\n" + lines("a", 1, 220);
    EXPECT_EQ(pair.readUntil("[a 220]\n"), expected);
}

TEST_P(EngineTest, WhatIsCommittedButNotYetPublishedComesOnce)
{
    commit("a");
    options.head = 1;
    options.recentBytes = 1;
    start();
    commit("a"); // position 2 is on disk; the engine does not know it yet
    SocketPair pair;
    open(pair, {"a"}, 0);
    pair.readUntil("[a 2]\n");
    publishLast();
    say("a");
    EXPECT_EQ(pair.readUntil("[a 3]\n"), "[head]\n[position 0]\n" + lines("a", 1, 3));
}

TEST_P(EngineTest, ACursorAheadOfTheEngineIsCheckedOnTheLog)
{
    commit("a");
    start(); // its head is 0
    SocketPair known, unknown;
    open(known, {"a"}, 1);
    known.readUntil("[position 1]\n");
    publishLast();
    say("a");
    EXPECT_EQ(known.readUntil("[a 2]\n"), "[head]\n[position 1]\n[a 2]\n");

    open(unknown, {"a"}, 99);
    EXPECT_EQ(unknown.readUntil("]\n[position 2 reset unknown_cursor]\n"), "[head]\n[position 2 reset unknown_cursor]\n");
    say("a");
    unknown.readUntil("[a 3]\n");
}

TEST_P(EngineTest, AUselessCursorIsAReset)
{
    options.head = 4;
    start();
    SocketPair pair;
    open(pair, {"a"}, {}, ResumeResult::OtherEpoch);
    EXPECT_EQ(pair.readUntil("other_epoch]\n"), "[head]\n[position 4 reset other_epoch]\n");
}

TEST_P(EngineTest, AnswersUnderWayAreToldOnJoining)
{
    start();
    underWay = {makeFrame("[so far]\n")};
    SocketPair pair;
    open(pair, {"a"});
    pair.readUntil("[so far]\n");
    engine->broadcast("a", makeFrame("[more]\n"));
    engine->broadcast("b", makeFrame("[other]\n"));
    say("a");
    EXPECT_EQ(pair.readUntil("[a 1]\n"), "[head]\n[position 0]\n[so far]\n[more]\n[a 1]\n");
}

TEST_P(EngineTest, AReaderThatNeverReadsIsClosedAndOthersAreNotHeldUp)
{
    options.queueBytes = 100'000;
    start();
    SocketPair slow, quick;
    open(slow, {"a"});
    open(quick, {"a"});
    slow.readUntil("[position 0]\n");
    const std::string bulk(50'000, 'x');
    for (int i = 1; i <= 400; ++i) { // 20 MB: more than any socket buffer
        say("a", bulk);
        quick.readUntil("[a " + std::to_string(i) + bulk.substr(0, 10));
        quick.forget();
    }
    waitUntil([this] { return engine->stats().closed[std::size_t(CloseReason::SlowConsumer)] == 1; });
    EXPECT_EQ(engine->stats().open, 1);
    // What it got ends with a cut frame at worst: it resumes from the last whole one.
    EXPECT_LT(slow.readToEnd().size(), 20'000'000u);
}

TEST_P(EngineTest, AFrameLargerThanTheLimitReachesAnEmptyQueue)
{
    options.queueBytes = 1000;
    start();
    SocketPair pair;
    open(pair, {"a"});
    pair.readUntil("[position 0]\n");
    // More than the socket takes, and nobody reads yet: what follows waits behind it.
    say("a", std::string(8'000'000, 'y'));
    say("a");
    engine->broadcast("a", makeFrame("[piece]\n"));
    pair.readUntil("[piece]\n");
    EXPECT_NE(pair.received().find("yyy]\n[a 2]\n[piece]\n"), std::string::npos);
    EXPECT_EQ(engine->stats().open, 1);
}

TEST_P(EngineTest, EachStreamIsToldItsOwnTimeToComeBack)
{
    std::mutex retriesMutex;
    std::vector<std::int64_t> retries;
    closing = [&](CloseReason, std::chrono::milliseconds retry) {
        const std::lock_guard lock(retriesMutex);
        retries.push_back(retry.count());
        return makeFrame("[closing]\n");
    };
    start();
    std::deque<SocketPair> pairs(20);
    for (SocketPair &pair : pairs) {
        open(pair, {"a"});
        pair.readUntil("[position 0]\n");
    }
    engine->stop(std::chrono::seconds(10));
    std::ranges::sort(retries);
    EXPECT_GE(retries.front(), 5'000);
    EXPECT_LE(retries.back(), 20'000);
    EXPECT_GT(retries.back() - retries.front(), 1'000);
}

TEST_P(EngineTest, AnIdleStreamIsPinged)
{
    options.heartbeat = std::chrono::milliseconds(320);
    start();
    SocketPair pair;
    open(pair, {"a"});
    pair.readUntil(": ping\n\n: ping\n\n");
}

TEST_P(EngineTest, ALeavingClientIsCounted)
{
    start();
    {
        SocketPair pair;
        open(pair, {"a"});
        pair.readUntil("[position 0]\n");
        EXPECT_EQ(engine->stats().open, 1);
    }
    waitUntil([this] { return engine->stats().open == 0; });
    EXPECT_EQ(engine->stats().closed[std::size_t(CloseReason::ClientGone)], 1);
    say("a"); // nobody is there
}

TEST_P(EngineTest, AStoreThatCannotBeReadEndsTheStreamWithAReason)
{
    options.head = 10; // and the log is empty: the page makes no way
    start();
    SocketPair pair;
    open(pair, {"a"}, 0);
    pair.readUntil("[closing store_failed]\n");
    pair.readToEnd();
}

TEST_P(EngineTest, StoppingTellsEveryStream)
{
    start();
    SocketPair pair;
    open(pair, {"a"});
    pair.readUntil("[position 0]\n");
    engine->stop();
    EXPECT_EQ(pair.readToEnd(), "[head]\n[position 0]\n[closing shutdown]\n");
}

TEST_P(EngineTest, AStreamWithoutLogTakesWhatItIsSentAndEnds)
{
    start();
    SocketPair pair;
    const auto id = engine->adopt(pair.takeWriter(), {.head = "[head]\n", .subscription = std::make_shared<Subscription>(), .announcePosition = false});
    engine->send(id, makeFrame("[1]\n"));
    say("a");
    engine->send(id, makeFrame("[2]\n"));
    engine->finish(id, CloseReason::Finished);
    EXPECT_EQ(pair.readToEnd(), "[head]\n[1]\n[2]\n");
}

TEST_P(EngineTest, ManyStreamsComeAndGoWhileMessagesFlow)
{
    options.recentBytes = 4096; // some resume from memory, some from the log
    pageSize = 7;
    start();
    std::atomic<bool> done = false;
    std::thread publisher([&] {
        for (int i = 0; i < 3000; ++i)
            say(i % 2 ? "a" : "b");
        done = true;
    });
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 4; ++reader) {
        readers.emplace_back([&] {
            std::int64_t last = 0;
            while (last < 2999) { // "b" has the odd positions
                SocketPair pair;
                open(pair, {"b"}, last);
                std::string text;
                try {
                    pair.readUntil(last + 200 >= 2999 ? "[b 2999]\n" : "[b " + std::to_string(last / 2 * 2 + 201) + "]\n");
                } catch (const std::runtime_error &fault) {
                    ADD_FAILURE() << fault.what();
                    return;
                }
                text = pair.received();
                for (std::size_t at = text.find("[b "); at != std::string::npos; at = text.find("[b ", at + 1)) {
                    if (text.find(']', at) == std::string::npos)
                        break;
                    const std::int64_t position = std::stoll(text.substr(at + 3));
                    ASSERT_EQ(position, last == 0 ? 1 : last + 2);
                    last = position;
                }
            }
        });
    }
    for (std::thread &reader : readers)
        reader.join();
    publisher.join();
    EXPECT_TRUE(done);
}

PIPIT_ENGINE_TESTS(EngineTest);

} // namespace
