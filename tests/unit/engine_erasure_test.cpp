// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine sends once messages were erased: nothing of them, from the ring or on the way through the history.
#include "tests/unit/engine_fixture.h"

#include <deque>

using namespace pipit;
using namespace pipit::stream;
using pipit::test::SocketPair;

namespace {

class EngineErasureTest : public pipit::test::EngineTest
{
};

TEST_P(EngineErasureTest, ARedactedMessageIsNotServedFromTheRing)
{
    start();
    for (int i = 0; i < 3; ++i)
        say("a");
    engine->forget(std::vector<std::int64_t>{2});
    say("a", " notice");
    SocketPair pair;
    open(pair, {"a"}, 0);
    EXPECT_EQ(pair.readUntil("notice]\n"), "[head]\n[position 0]\n[a 1]\n[a 3]\n[a 4 notice]\n");
    EXPECT_EQ(historyReads, 0) << "positions stay covered";
}

// A long round is followed by a pause, in which what is published waits: what erases it must not come before it.
TEST_P(EngineErasureTest, AMessageThatIsRedactedInAPauseIsNotServedAfterwards)
{
    start();
    std::deque<SocketPair> pairs(200);
    for (SocketPair &pair : pairs) {
        open(pair, {"a"});
        pair.readUntil("[position 0]\n");
    }
    for (int i = 0; i < 20; ++i) {
        say("a");
        pairs.front().readUntil("[a " + std::to_string(2 * i + 1) + "]\n");
        say("a", " secret");
        engine->forget(std::vector<std::int64_t>{2 * i + 2});
    }
    say("a");
    pairs.front().readUntil("[a 41]\n");
    SocketPair later;
    open(later, {"a"}, 0);
    EXPECT_EQ(later.readUntil("[a 41]\n").find("secret"), std::string::npos);
}

TEST_P(EngineErasureTest, ACursorFromBeforeADeletionIsTooOldForItsSessions)
{
    start();
    say("gone");
    say("stays");
    say("gone");
    engine->forget(std::unordered_map<std::string, std::int64_t>{{"gone", 3}});
    say("stays");
    SocketPair gone, all, stays, later;
    open(gone, {"gone", "stays"}, 1);
    EXPECT_EQ(gone.readUntil("too_old]\n"), "[head]\n[position 4 reset cursor_too_old]\n");
    open(all, {}, 0);
    EXPECT_EQ(all.readUntil("too_old]\n"), "[head]\n[position 4 reset cursor_too_old]\n");
    open(stays, {"stays"}, 0);
    EXPECT_EQ(stays.readUntil("[stays 4]\n"), "[head]\n[position 0]\n[stays 2]\n[stays 4]\n");
    open(later, {"gone"}, 3);
    EXPECT_EQ(later.readUntil("[position 3]\n"), "[head]\n[position 3]\n");
    EXPECT_EQ(historyReads, 0);
    say("gone");
    EXPECT_EQ(gone.readUntil("[gone 5]\n"), "[head]\n[position 4 reset cursor_too_old]\n[gone 5]\n") << "it is live";
}

TEST_P(EngineErasureTest, WhatTheStoreCallsTooOldIsReset)
{
    options.head = 9;
    start();
    historyStatus = HistoryPage::Status::TooOld;
    SocketPair pair;
    open(pair, {"a"}, 4);
    EXPECT_EQ(pair.readUntil("too_old]\n"), "[head]\n[position 9 reset cursor_too_old]\n");
}

// Read before the deletion, and handed over after it.
TEST_P(EngineErasureTest, APageUnderWayIsNotSentAfterADeletion)
{
    options.head = 9; // what is before it has to be read
    start();
    commit("a"); // 10
    publishLast();
    beforePage = [this] { engine->forget(std::unordered_map<std::string, std::int64_t>{{"a", 10}}); };
    SocketPair pair;
    open(pair, {"a"}, 8);
    EXPECT_EQ(pair.readUntil("too_old]\n"), "[head]\n[position 10 reset cursor_too_old]\n");
}

PIPIT_ENGINE_TESTS(EngineErasureTest);

} // namespace
