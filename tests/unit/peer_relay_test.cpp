// SPDX-License-Identifier: GPL-3.0-or-later
// Several nodes, each with a store and an engine of its own, that hear each other through a network that can lose things.
#include "server/log/peer_relay.h"

#include "tests/unit/peer_relay_fixture.h"

using namespace pipit;
using namespace pipit::log;
using namespace Qt::StringLiterals;
using pipit::test::PeerNode;
using pipit::test::PeerReader;
using pipit::test::PeerRelayTest;

namespace {

TEST_F(PeerRelayTest, RunsPiecesAndSessionsReachTheStreamsOfOtherNodes)
{
    PeerReader there(b), here(a);
    a.run(RunState::Streaming);
    a.say(u"你好 "_s);
    a.say(u"world"_s);
    a.run(RunState::Completed);
    settle(there, a);
    settle(here, a);
    EXPECT_EQ(there.answer(), u"你好 world"_s);
    EXPECT_EQ(there.states(), (QStringList{u"streaming"_s, u"completed"_s}));
    EXPECT_EQ(here.answer(), there.answer());
    EXPECT_EQ(here.states(), there.states());
}

TEST_F(PeerRelayTest, AStreamJoinsInTheMiddleOfAnotherNodesAnswer)
{
    PeerReader early(b);
    a.run(RunState::Streaming);
    a.say(u"one "_s);
    settle(early, a);
    PeerReader late(b);
    a.say(u"two"_s);
    settle(late, a);
    EXPECT_EQ(late.answer(), u"one two"_s);
    EXPECT_EQ(late.states(), QStringList{u"streaming"_s});
}

TEST_F(PeerRelayTest, ANodeThatJoinsIsToldWhatIsUnderWay)
{
    PeerReader local(a);
    a.run(RunState::Completed, u"over"_s);
    a.run(RunState::Streaming);
    a.say(u"text so far, "_s);
    settle(local, a);

    PeerNode c(network);
    PeerReader reader(c);
    a.say(u"and on"_s);
    reader.await("and on");
    EXPECT_EQ(reader.answer(), a.answer());
    EXPECT_EQ(reader.states(), QStringList{u"streaming"_s});
    EXPECT_EQ(reader.states(u"over"_s), QStringList{u"completed"_s});
    EXPECT_TRUE(network.sent(b.id(), u"run"_s).isEmpty()); // b knows the run, but it is not b's
    EXPECT_TRUE(network.sent(b.id(), u"delta"_s).isEmpty());
}

TEST_F(PeerRelayTest, LongTextIsToldInPiecesThatCutNoCharacter)
{
    QString longText = QString(LiveText::pieceUnits - 1, u'x');
    for (int i = 0; i < 40'000; ++i)
        longText += u"🐦"_s; // two units, from an odd offset on
    PeerReader there(b);
    a.run(RunState::Streaming);
    a.say(longText);
    a.say(u" end"_s);
    there.await(" end");
    EXPECT_EQ(there.answer(), a.answer());

    PeerNode c(network);
    PeerReader late(c);
    settle(late, a);
    EXPECT_EQ(late.answer(), a.answer());
    ASSERT_GT(network.sent(a.id(), u"delta"_s).size(), 6);
    for (const QJsonObject &event : network.sent(a.id(), u"delta"_s)) {
        const QString text = event.value(u"data").toObject().value(u"text").toString();
        EXPECT_LE(text.size(), LiveText::pieceUnits);
        EXPECT_FALSE(text.front().isLowSurrogate());
        EXPECT_FALSE(text.back().isHighSurrogate());
    }
}

TEST_F(PeerRelayTest, ALostPieceIsAskedForAndNothingIsShownWithAHole)
{
    PeerReader there(b);
    a.run(RunState::Streaming);
    a.say(u"one "_s);
    settle(there, a);
    network.lose([](const QJsonObject &event) { return event.value(u"kind") == u"delta"_s; });
    a.say(u"two "_s);
    PeerReader local(a);
    settle(local, a);
    network.lose({});
    network.forget();

    a.say(u"three "_s);
    there.await("three ");
    a.say(u"four"_s);
    there.await("four");
    EXPECT_EQ(there.answer(), u"one two three four"_s);
    const auto asked = network.sent(b.id(), u"ask"_s);
    ASSERT_EQ(asked.size(), 1);
    EXPECT_EQ(asked[0].value(u"to"), a.id());
    const auto told = network.sent(a.id(), u"delta"_s);
    ASSERT_EQ(told.size(), 3); // what b has is not told again
    EXPECT_EQ(told[1].value(u"data").toObject().value(u"text"), u"two three "_s);
}

TEST_F(PeerRelayTest, ARunWhoseBeginningWasLostIsAskedFor)
{
    network.lose([](const QJsonObject &event) { return event.value(u"kind") == u"run"_s; });
    PeerReader there(b), here(a);
    a.run(RunState::Streaming);
    settle(here, a);
    network.lose({});
    a.say(u"text"_s);
    there.await("\"text\":\"text\"");
    EXPECT_EQ(there.states(), QStringList{u"streaming"_s});
    EXPECT_EQ(there.answer(), u"text"_s);
}

TEST_F(PeerRelayTest, ARunIsAskedForAtMostOnceASecond)
{
    PeerReader there(b);
    a.run(RunState::Streaming);
    settle(there, a);
    network.lose([](const QJsonObject &event) { return event.value(u"kind") == u"ask"_s; });
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i)
        network.tell(b.id(), a.id(), peerEvent(u"delta"_s, PeerNode::delta(100, u"beyond"_s).toJson()));
    settle(there, a);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin).count();
    const auto asks = std::ranges::count_if(network.sent(b.id(), u"ask"_s), [](const QJsonObject &ask) { return ask.value(u"data").toObject().contains(u"runId"); });
    EXPECT_GE(asks, 1);
    EXPECT_LE(asks, 1 + seconds);
    EXPECT_EQ(there.answer(), QString());
}

TEST_F(PeerRelayTest, WhatComesTwiceIsShownOnce)
{
    PeerReader there(b);
    a.run(RunState::Streaming);
    a.say(u"one two "_s);
    settle(there, a);
    network.tell(b.id(), a.id(), peerEvent(u"run"_s, PeerNode::runEvent(RunState::Streaming).toJson()));
    network.tell(b.id(), a.id(), peerEvent(u"delta"_s, PeerNode::delta(0, u"one two "_s).toJson()));
    network.tell(b.id(), a.id(), peerEvent(u"delta"_s, PeerNode::delta(4, u"two three"_s).toJson()));
    settle(there, a);
    EXPECT_EQ(there.answer(), u"one two three"_s);
    EXPECT_EQ(there.states(), QStringList{u"streaming"_s});
    a.run(RunState::Failed);
    a.run(RunState::Failed);
    settle(there, a);
    EXPECT_EQ(there.states(), (QStringList{u"streaming"_s, u"failed"_s}));
}

TEST_F(PeerRelayTest, WhatIsHeardIsNotSentOn)
{
    PeerNode c(network);
    PeerReader atB(b), atC(c);
    for (PeerNode *from : {&a, &c})
        settle(atB, *from);
    settle(atC, b); // what they had to say on joining is said
    settle(atC, a);
    network.forget();
    a.run(RunState::Streaming);
    a.say(u"text"_s);
    a.run(RunState::Completed);
    settle(atB, a);
    settle(atC, a);
    EXPECT_TRUE(network.sent(b.id(), {}).isEmpty());
    EXPECT_TRUE(network.sent(c.id(), {}).isEmpty());
    EXPECT_EQ(network.sent(a.id(), u"delta"_s).size(), 1);
}

TEST_F(PeerRelayTest, TheRunsOfANodeThatIsGoneAreInterrupted)
{
    PeerReader there(b);
    a.run(RunState::Streaming);
    a.say(u"so far"_s);
    b.run(RunState::Streaming, u"own"_s);
    settle(there, a);
    network.declareGone(a.id());
    there.await("interrupted");
    EXPECT_EQ(there.states(), (QStringList{u"streaming"_s, u"interrupted"_s}));
    EXPECT_EQ(there.states(u"own"_s), QStringList{u"streaming"_s});
    PeerReader late(b);
    settle(late, b);
    EXPECT_EQ(late.states(), QStringList{u"interrupted"_s});
    EXPECT_EQ(late.answer(), u"so far"_s);
}

TEST_F(PeerRelayTest, ARunThatGoesOnAfterAllIsTakenUpAgain)
{
    PeerReader there(b);
    a.run(RunState::Streaming);
    a.say(u"one "_s);
    settle(there, a);
    network.declareGone(a.id());
    there.await("interrupted");
    a.say(u"two"_s);
    there.await("two");
    a.run(RunState::Completed);
    settle(there, a);
    EXPECT_EQ(there.answer(), u"one two"_s);
    EXPECT_EQ(there.states(), (QStringList{u"streaming"_s, u"interrupted"_s, u"streaming"_s, u"completed"_s}));
}

TEST_F(PeerRelayTest, AnEndThatWasLostIsToldWhenTheNodeIsBack)
{
    PeerReader there(b), here(a);
    a.run(RunState::Streaming);
    settle(there, a);
    network.lose([](const QJsonObject &) { return true; });
    a.run(RunState::Completed);
    settle(here, a);
    network.lose({});
    network.join(a.id());
    there.await("completed");
    EXPECT_EQ(there.states(), (QStringList{u"streaming"_s, u"completed"_s}));
}

TEST_F(PeerRelayTest, ARunThatItsNodeNoLongerKnowsIsInterrupted)
{
    PeerReader there(b);
    settle(there, a); // what a had to say on joining is said
    network.tell(b.id(), a.id(), peerEvent(u"run"_s, PeerNode::runEvent(RunState::Streaming, u"forgotten"_s).toJson()));
    a.run(RunState::Streaming, u"known"_s);
    settle(there, a);
    network.tell(b.id(), a.id(), peerEvent(u"delta"_s, PeerNode::delta(7, u"beyond"_s, u"forgotten"_s).toJson()));
    there.await("interrupted"); // b asked, and a does not have it
    EXPECT_EQ(there.states(u"forgotten"_s), (QStringList{u"streaming"_s, u"interrupted"_s}));
    EXPECT_EQ(there.states(u"known"_s), QStringList{u"streaming"_s});
}

TEST_F(PeerRelayTest, WhatANewerNodeSaysAndWhatCannotBeReadIsLeftOut)
{
    PeerReader there(b);
    network.tell(b.id(), a.id(), peerEvent(u"hologram"_s, {{u"sessionId"_s, u"s"_s}}));
    network.tell(b.id(), a.id(), {});
    network.tell(b.id(), a.id(), peerEvent(u"run"_s, {{u"runId"_s, u"r"_s}, {u"sessionId"_s, u"s"_s}, {u"state"_s, u"dreaming"_s}}));
    network.tell(b.id(), a.id(), peerEvent(u"delta"_s, {{u"runId"_s, 5}}));
    network.tell(b.id(), a.id(), peerEvent(u"ask"_s, {{u"runId"_s, u"unheard of"_s}, {u"answer"_s, -5}}));
    network.tell(b.id(), a.id(), peerEvent(u"runs"_s, {{u"runIds"_s, u"no list"_s}}));
    settle(there, a);
    EXPECT_TRUE(there.states().isEmpty());
    EXPECT_TRUE(there.answer().isEmpty());
}

TEST_F(PeerRelayTest, WhatIsForAnotherNodeIsLeftAlone)
{
    PeerReader there(b);
    QJsonObject event = peerEvent(u"run"_s, PeerNode::runEvent(RunState::Streaming).toJson());
    event.insert(u"to", u"somebody else"_s);
    network.tell(b.id(), a.id(), event);
    network.tell(b.id(), b.id(), peerEvent(u"run"_s, PeerNode::runEvent(RunState::Streaming).toJson())); // its own voice
    settle(there, a);
    EXPECT_TRUE(there.states().isEmpty());
}

TEST_F(PeerRelayTest, ANodeThatIsStoppingHearsNothing)
{
    b.dispatcher().stop();
    a.run(RunState::Streaming);
    network.join(b.id());
    network.declareGone(a.id());
    PeerReader here(a);
    settle(here, a);
    EXPECT_EQ(here.states(), QStringList{u"streaming"_s});
}

} // namespace
