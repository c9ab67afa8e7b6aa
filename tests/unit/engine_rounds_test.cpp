// SPDX-License-Identifier: GPL-3.0-or-later
// What is handed in at once goes out joined: whole, in order and once, on whatever thread the stream is.
#include "tests/unit/engine_fixture.h"

#include <deque>

using namespace pipit;
using namespace pipit::stream;
using pipit::test::lines;
using pipit::test::SocketPair;

namespace {

class EngineRoundsTest : public pipit::test::EngineTest
{
protected:
    // Holds the engine's first thread, so that what is handed in meanwhile is one round.
    void together(const std::function<void()> &handIn)
    {
        const auto isHeld = std::make_shared<std::atomic<bool>>(false), goesOn = std::make_shared<std::atomic<bool>>(false);
        engine->broadcast("nobody", makeFrame(""), [isHeld, goesOn] {
            *isHeld = true;
            waitUntil([&] { return goesOn->load(); });
        });
        waitUntil([&] { return isHeld->load(); });
        handIn();
        *goesOn = true;
    }
};

TEST_P(EngineRoundsTest, StreamsOfOneSessionAndOfSeveralGetTheSameOrder)
{
    start();
    std::deque<SocketPair> ofOne(4), ofTwo(4), ofAll(4);
    for (int i = 0; i < 4; ++i) {
        open(ofOne[std::size_t(i)], {"a"});
        open(ofTwo[std::size_t(i)], {"a", "c"});
        open(ofAll[std::size_t(i)], {});
    }
    for (auto *group : {&ofOne, &ofTwo, &ofAll}) {
        for (SocketPair &pair : *group) {
            pair.readUntil("[position 0]\n");
            pair.forget();
        }
    }
    engine->broadcast("a", makeFrame("[ready]\n"));
    engine->broadcast("b", makeFrame("[ready]\n"));
    for (auto *group : {&ofOne, &ofTwo, &ofAll}) {
        for (SocketPair &pair : *group) {
            pair.readUntil(group == &ofAll ? "[ready]\n[ready]\n" : "[ready]\n");
            pair.forget();
        }
    }
    together([this] {
        say("a");
        engine->broadcast("a", makeFrame("[piece]\n"));
        say("b");
        say("a");
        say("c");
        engine->broadcast("a", makeFrame("[end]\n"));
    });
    for (SocketPair &pair : ofOne)
        EXPECT_EQ(pair.readUntil("[end]\n"), "[a 1]\n[piece]\n[a 3]\n[end]\n");
    for (SocketPair &pair : ofTwo)
        EXPECT_EQ(pair.readUntil("[end]\n"), "[a 1]\n[piece]\n[a 3]\n[c 4]\n[end]\n");
    for (SocketPair &pair : ofAll)
        EXPECT_EQ(pair.readUntil("[end]\n"), "[a 1]\n[piece]\n[b 2]\n[a 3]\n[c 4]\n[end]\n");
    EXPECT_EQ(engine->stats().deliveries, 4 * 2 + 4 * 3 + 4 * 4);
}

TEST_P(EngineRoundsTest, WhatPiledUpForAStreamIsOneCall)
{
    start();
    SocketPair pair;
    open(pair, {"a"});
    pair.readUntil("[position 0]\n");
    pair.forget();
    engine->broadcast("a", makeFrame("[ready]\n"));
    pair.readUntil("[ready]\n");
    std::int64_t before = 0;
    together([&] {
        before = engine->stats().sends;
        for (int i = 0; i < 500; ++i)
            say("a");
    });
    EXPECT_EQ(pair.readUntil("[a 500]\n"), "[ready]\n" + lines("a", 1, 500));
    waitUntil([&] { return engine->stats().sends > before; });
    EXPECT_EQ(engine->stats().sends, before + 1);
}

// A block is small beside what a stream may queue, so that joining closes nobody as slow.
TEST_P(EngineRoundsTest, ManyLargeMessagesInOneRoundCloseNobody)
{
    options.queueBytes = 1 << 20;
    start();
    SocketPair pair;
    open(pair, {"a"});
    pair.readUntil("[position 0]\n");
    const std::string text(40'000, 'z');
    for (int burst = 0; burst < 5; ++burst) {
        together([&] {
            for (int i = 0; i < 20; ++i)
                say("a", text);
        });
        pair.readUntil("[a " + std::to_string(20 * burst + 20) + text + "]\n");
    }
    EXPECT_EQ(engine->stats().closed[std::size_t(CloseReason::SlowConsumer)], 0);
}

// A stream that joins hears of what is under way up to a moment, and then of everything after it: on every thread.
TEST_P(EngineRoundsTest, WhatIsUnderWayAndWhatFollowsNeitherOverlapNorLeaveAGap)
{
    std::string soFar; // the first thread's
    underWayNow = [&] { return std::vector{makeFrame("<" + soFar)}; };
    start();
    std::string whole;
    std::atomic<bool> isOver = false;
    std::thread speaker([&] {
        for (int i = 0; i < 3'000; ++i) {
            const std::string piece = std::to_string(i) + ",";
            whole += piece;
            engine->broadcast("a", makeFrame(piece), [&soFar, piece] { soFar += piece; });
            if (i % 50 == 0)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        isOver = true;
    });
    std::deque<SocketPair> pairs;
    while (!isOver) {
        open(pairs.emplace_back(), {"a"});
        std::this_thread::sleep_for(std::chrono::microseconds(700));
    }
    speaker.join();
    for (SocketPair &pair : pairs)
        pair.readUntil("<"); // it has joined
    engine->broadcast("a", makeFrame("."));
    for (SocketPair &pair : pairs) {
        const std::string &told = pair.readUntil(",.");
        EXPECT_EQ(told.substr(told.find('<') + 1), whole + ".") << "a stream that came in the middle";
    }
    EXPECT_GT(pairs.size(), 10u);
    engine->stop(); // before what the hooks refer to goes
}

PIPIT_ENGINE_TESTS(EngineRoundsTest);

} // namespace
