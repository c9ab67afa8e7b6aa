// SPDX-License-Identifier: GPL-3.0-or-later
// An answer under way is put together from its pieces, and stays until its message comes, or somebody dismisses it.
#include "session_feed_fixture.h"

using namespace pipit;
using namespace pipit::test;

namespace {

using RunViewsTest = SessionFeedFixture;

} // namespace

TEST_F(RunViewsTest, PutsAnAnswerTogetherUntilItsMessageComes)
{
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    node.say(run(RunState::Streaming));
    node.say(delta(0, QStringLiteral("Hmm"), true));
    node.say(delta(0, QStringLiteral("Hel")));
    node.say(delta(0, QStringLiteral("Hel")));        // again
    node.say(delta(1, QStringLiteral("ello w")));     // overlaps
    node.say(delta(7, QStringLiteral("orld")));
    ASSERT_TRUE(waitUntil([&] { return feed.runs().size() == 1 && feed.runs().first().answer == u"Hello world"; }));
    EXPECT_EQ(feed.runs().first().reasoning, QStringLiteral("Hmm"));
    node.say(run(RunState::Completed));
    node.store(s, QStringLiteral("Hello world"), answer());
    ASSERT_TRUE(waitUntil([&] { return feed.runs().isEmpty(); }));
    EXPECT_EQ(feed.messages().size(), 1);
    EXPECT_EQ(signalled.mid(1), (QStringList{QStringLiteral("+1"), QStringLiteral("-r")}));
    node.say(delta(11, QStringLiteral("!")));         // too late
    node.say(run(RunState::Completed));
    node.store(s, QStringLiteral("next"));
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 2; }));
    EXPECT_TRUE(feed.runs().isEmpty());
}

TEST_F(RunViewsTest, FillsAGapInAnAnswerByResuming)
{
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    QList<ConnectionStatus::State> states;
    QObject::connect(connection.get(), &Connection::statusChanged, connection.get(), [&] { states << connection->status().state; });
    node.afterPosition = "event: delta\ndata: {\"runId\":\"r\",\"clientMessageId\":\"answer\",\"sessionId\":\"s\",\"offset\":0,\"text\":\"Hello wor\",\"kind\":\"answer\"}\n\n";
    node.say(delta(0, QStringLiteral("Hel")));
    node.say(delta(6, QStringLiteral("wor")));        // "lo " is missing
    ASSERT_TRUE(waitUntil([&] { return feed.runs().size() == 1 && feed.runs().first().answer == u"Hello wor"; }));
    EXPECT_EQ(node.server.requests("/api/sse/messages").size(), 2);
    EXPECT_TRUE(states.isEmpty()) << "filling a gap is no break of the connection";
    node.say(delta(9, QStringLiteral("ld")));
    ASSERT_TRUE(waitUntil([&] { return feed.runs().first().answer == u"Hello world"; }));
}

TEST_F(RunViewsTest, AFailedRunStaysUntilItIsDismissed)
{
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    node.say(run(RunState::Queued));
    node.say(run(RunState::Failed, QStringLiteral("The provider is away.")));
    ASSERT_TRUE(waitUntil([&] { return feed.runs().size() == 1 && feed.runs().first().run.state == RunState::Failed; }));
    EXPECT_EQ(feed.runs().first().run.error, QStringLiteral("The provider is away."));
    connection->dismissRun(s, QStringLiteral("r"));
    EXPECT_TRUE(feed.runs().isEmpty());
    node.say(run(RunState::Failed, QStringLiteral("The provider is away."))); // told again after a resume
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 1; }));
    EXPECT_TRUE(feed.runs().isEmpty());
}

TEST_F(RunViewsTest, ARunThatTheNodeForgotIsInterrupted)
{
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    node.say(delta(0, QStringLiteral("Hel")));
    ASSERT_TRUE(waitUntil([&] { return feed.runs().size() == 1; }));
    node.breakStream();
    ASSERT_TRUE(waitUntil([&] { return feed.runs().first().run.state == RunState::Interrupted; }));
    EXPECT_EQ(feed.runs().first().answer, QStringLiteral("Hel"));
    EXPECT_FALSE(feed.runs().first().run.error.isEmpty());
}

TEST_F(RunViewsTest, KnowsOfRunsFromBeforeItWasOpened)
{
    fill(1);
    connectToNode();
    ASSERT_TRUE(isLive());
    node.say(run(RunState::Streaming));
    node.say(delta(0, QStringLiteral("Hello")));
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 1 && connection->sessions().first().lastMessage->id == 2; }));
    EXPECT_TRUE(node.server.requests("/api/messages").isEmpty());
    const SessionFeed &feed = watch();
    ASSERT_EQ(feed.runs().size(), 1);
    EXPECT_EQ(feed.runs().first().answer, QStringLiteral("Hello"));
    EXPECT_TRUE(waitUntil([&] { return feed.isLoaded() && feed.messages().size() == 2; }));
}
