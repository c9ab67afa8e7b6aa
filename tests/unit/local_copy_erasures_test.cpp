// SPDX-License-Identifier: GPL-3.0-or-later
// What the node has erased, or another caller may not read, is gone from the copy, too; also when it happened meanwhile.
#include "local_copy_fixture.h"

using namespace pipit;
using namespace pipit::test;

namespace {

const QString secret = u"Ziegelstein4711"_s;

using LocalCopyErasuresTest = LocalCopyFixture;

} // namespace

TEST_F(LocalCopyErasuresTest, APageThatWasAskedForBeforeAnErasureIsNotKept)
{
    node.store(s, secret);
    node.holdHistory();
    open().start();
    ASSERT_TRUE(waitUntil([&] { return node.heldHistory() == 1; })); // it has the text still
    redact(1);
    ASSERT_TRUE(waitUntil([&] { return told == QList<qint64>{2}; }));
    node.releaseHistory();
    node.store(u"t"_s, u"later"_s);
    ASSERT_TRUE(waitUntil([&] { return told == (QList<qint64>{2, 3}); }));
    connection.reset();
    EXPECT_EQ(filesWith(dir.path(), secret), QStringList());
}

TEST_F(LocalCopyErasuresTest, WhatWasRedactedMeanwhileIsGone)
{
    fill(3);
    node.store(s, secret);
    visit();
    ASSERT_FALSE(filesWith(dir.path(), secret).isEmpty());
    redact(4);
    open();
    SessionFeed &feed = watch();
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded() && isTombstone(feed.messages()[3]); }));
    EXPECT_TRUE(isNowhere(secret));
    connection.reset();
    open(nowhere);
    EXPECT_TRUE(isTombstone(watch().messages()[3]));
}

TEST_F(LocalCopyErasuresTest, WhatWasPurgedMeanwhileIsGone)
{
    node.store(s, secret);
    fill(99);
    open().start();
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(waitUntil([&] { return feed->isLoaded() && isComplete(); }));
    feed->loadOlder();
    ASSERT_TRUE(waitUntil([&] { return feed->messages().size() == 100; }));
    connection.reset();
    ASSERT_FALSE(filesWith(dir.path(), secret).isEmpty());
    node.purgedTo.insert(s, 40); // the copy's cursor is from behind it, so no event tells
    open();
    SessionFeed &again = watch();
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return again.isLoaded(); }));
    EXPECT_TRUE(isNowhere(secret));
    ASSERT_TRUE(waitUntil([&] { return again.isLoaded() && !again.isLoading(); }));
    EXPECT_EQ(ids(again), range(51, 100));
}

TEST_F(LocalCopyErasuresTest, ASessionThatWasDeletedMeanwhileIsGone)
{
    node.store(s, secret);
    fill(2, u"stays"_s);
    visit();
    ASSERT_FALSE(filesWith(dir.path(), secret).isEmpty());
    remove(s);
    open();
    SessionFeed &feed = watch();
    EXPECT_EQ(feed.messages().size(), 1);
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded() && feed.messages().isEmpty(); }));
    ASSERT_TRUE(waitUntil([&] { return std::ranges::none_of(connection->sessions(), [](const SessionSummary &summary) { return summary.id == s; }); }));
    EXPECT_TRUE(isNowhere(secret));
}

TEST_F(LocalCopyErasuresTest, WhatTheStreamTellsGoesAtOnce)
{
    node.store(s, secret);
    node.store(u"t"_s, secret);
    node.store(u"u"_s, secret);
    open().start();
    for (const QString &session : {s, u"t"_s, u"u"_s}) {
        SessionFeed *feed = connection->feed(session);
        ASSERT_TRUE(waitUntil([&] { return feed->isLoaded(); }));
    }
    ASSERT_TRUE(waitUntil([&] { return isComplete() && !filesWith(dir.path(), secret).isEmpty(); }));
    redact(1);
    node.say(event_name::session, {{u"id"_s, u"t"_s}, {u"purgedTo"_s, 2}});
    node.say(event_name::session, {{u"id"_s, u"u"_s}, {u"deleted"_s, true}, {u"position"_s, 3}});
    EXPECT_TRUE(isNowhere(secret));
}

TEST_F(LocalCopyErasuresTest, ACursorThatIsNoMoreTakesTheCopyWithIt)
{
    node.store(s, secret);
    visit();
    node.messages[0].content = u"another log"_s;
    node.nextIsReset = true;
    open();
    SessionFeed &feed = watch();
    EXPECT_EQ(feed.messages().first().content, secret);
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded() && feed.messages().first().content == u"another log"; }));
    EXPECT_TRUE(isNowhere(secret));
}

TEST_F(LocalCopyErasuresTest, AnotherCallerBeginsAnew)
{
    node.store(s, secret);
    visit();
    node.server.on("/api/auth/session", succeeds(QJsonObject{{u"caller"_s, QJsonObject{{u"sub"_s, u"somebody else"_s}}}}));
    remove(s);
    node.server.on("/api/sessions", refuses(503, "unavailable", "Not now.")); // so nothing but the caller tells
    node.server.on("/api/messages", refuses(503, "unavailable", "Not now."));
    open().start();
    EXPECT_TRUE(isNowhere(secret));
    ASSERT_TRUE(waitUntil([&] { return node.server.requests("/api/sse/messages").size() == 3 && connection->ownSenderId() == u"somebody else"; }));
    EXPECT_EQ(node.server.requests("/api/sse/messages").last().header("Last-Event-ID"), QByteArray());
    EXPECT_TRUE(waitUntil([&] { return connection->sessions().isEmpty(); }));
}
