// SPDX-License-Identifier: GPL-3.0-or-later
// A connection and its local copy: what is there before the node has answered, and how the two are joined.
#include "local_copy_fixture.h"

using namespace pipit;
using namespace pipit::test;

namespace {

using LocalCopyTest = LocalCopyFixture;

} // namespace

TEST_F(LocalCopyTest, IsThereBeforeTheNodeHasAnswered)
{
    fill(130);
    node.sessions = {QJsonObject{{u"id"_s, s}, {u"title"_s, u"Team"_s}}};
    open().start();
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(waitUntil([&] { return feed->isLoaded() && isComplete(); }));
    feed->loadOlder();
    ASSERT_TRUE(waitUntil([&] { return feed->messages().size() == 100; }));
    node.store(u"other"_s, u"hello"_s, {.sessionId = {}, .senderId = u"anna"_s, .content = {}});
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 2; }));

    open(nowhere);
    EXPECT_EQ(connection->ownSenderId(), u"me");
    ASSERT_EQ(connection->bots().size(), 1);
    EXPECT_EQ(connection->bots().first().name, u"Echo");
    ASSERT_EQ(connection->sessions().size(), 2);
    const auto team = std::ranges::find(connection->sessions(), s, &SessionSummary::id);
    EXPECT_EQ(team->title, u"Team");
    EXPECT_EQ(team->unread, 0);
    const auto other = std::ranges::find(connection->sessions(), u"other"_s, &SessionSummary::id);
    EXPECT_EQ(other->unread, 1);
    EXPECT_EQ(other->firstUnread, 131);
    SessionFeed &local = watch();
    EXPECT_TRUE(local.isLocal());
    EXPECT_FALSE(local.isLoaded());
    EXPECT_FALSE(local.isLoading());
    EXPECT_EQ(ids(local), range(81, 130));
    EXPECT_EQ(ids(watch(u"other"_s)), QList<qint64>{131}); // never opened: as the stream brought it
    EXPECT_TRUE(local.hasOlder());

    connection->start();
    ASSERT_TRUE(waitUntil([&] { return connection->status().state == ConnectionStatus::State::GaveUp; }));
    local.loadOlder();
    ASSERT_TRUE(waitUntil([&] { return local.messages().size() == 100; }));
    EXPECT_EQ(ids(local), range(31, 130));
    EXPECT_TRUE(local.hasOlder());
    local.loadOlder(); // the first 30 are the node's
    ASSERT_TRUE(waitUntil([&] { return signalled.contains(u"ended"); }));
    EXPECT_EQ(signalled, (QStringList{u"50+"_s, u"ended"_s}));
    EXPECT_TRUE(local.isLocal());
}

TEST_F(LocalCopyTest, GoesOnWithTheNodesPageWithoutAFlicker)
{
    fill(100);
    visit();
    const qsizetype before = pagesAsked();
    open();
    SessionFeed &feed = watch();
    EXPECT_EQ(ids(feed), range(51, 100));
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    EXPECT_FALSE(feed.isLocal());
    EXPECT_EQ(signalled, QStringList()); // nothing new
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return feed.messages().last().id == 101; }));
    connection.reset();

    fill(10);
    open();
    SessionFeed &again = watch();
    EXPECT_EQ(ids(again), range(52, 101));
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return again.isLoaded() && again.messages().last().id == 111; }));
    EXPECT_EQ(ids(again), range(52, 111)); // older ones need not be loaded again
    EXPECT_FALSE(signalled.contains(u"reloaded"));
    EXPECT_TRUE(told.isEmpty());           // it came while the program was not running
    again.loadOlder();
    ASSERT_TRUE(waitUntil([&] { return again.messages().size() == 61; }));
    EXPECT_EQ(ids(again), range(51, 111)); // from the copy
    EXPECT_EQ(pagesAsked(), before + 2);
    again.loadOlder();
    ASSERT_TRUE(waitUntil([&] { return again.messages().size() == 111; }));
    EXPECT_EQ(pagesAsked(), before + 3);   // from the node
    EXPECT_FALSE(again.hasOlder());
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return told == QList<qint64>{112}; }));
}

TEST_F(LocalCopyTest, GivesWayToAPageThatDoesNotMeetIt)
{
    fill(60);
    visit();
    fill(200);
    node.holdHistory();
    open();
    SessionFeed &feed = watch();
    EXPECT_EQ(ids(feed), range(11, 60));
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return node.heldHistory() > 0; }));
    EXPECT_EQ(ids(feed), range(11, 60));   // still to be read
    node.releaseHistory();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    EXPECT_EQ(ids(feed), range(211, 260));
    EXPECT_EQ(signalled, QStringList{u"reloaded"_s});
    // Further up everything meets.
    while (feed.hasOlder()) {
        const qsizetype size = feed.messages().size();
        ASSERT_TRUE(waitUntil([&] { return !feed.isLoading(); }));
        feed.loadOlder();
        ASSERT_TRUE(waitUntil([&] { return feed.messages().size() > size || !feed.hasOlder(); }));
    }
    EXPECT_EQ(ids(feed), range(1, 260));
}

TEST_F(LocalCopyTest, HasSessionsThatNobodyHasOpened)
{
    fill(70);
    fill(3, u"t"_s);
    visit(u"t"_s);
    open().start();
    ASSERT_TRUE(waitUntil([&] {
        LocalReader reader(dir.filePath(u"local.db"_s));
        return isComplete() && reader.open() && reader.newest(s, 50).messages.size() == 50;
    }));
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return told == QList<qint64>{74}; }));
    open(nowhere);
    EXPECT_EQ(ids(watch()), range(22, 70) + QList<qint64>{74});
    EXPECT_EQ(ids(watch(u"t"_s)), range(71, 73));
}

TEST_F(LocalCopyTest, AnAbsenceThatWasTooLongIsNotCaughtUpWithOneByOne)
{
    fill(10);
    visit();
    node.isStreamSilent = true;
    fill(20'050);
    open();
    SessionFeed &feed = watch();
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return node.server.requests("/api/sse/messages").size() == 3; }));
    EXPECT_TRUE(node.server.requests("/api/sse/messages")[1].header("Last-Event-ID").startsWith("10~"));
    EXPECT_EQ(node.server.requests("/api/sse/messages")[2].header("Last-Event-ID"), QByteArray());
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded() && feed.messages().last().id == 20'060; }));
    EXPECT_EQ(ids(feed), range(20'011, 20'060));
    node.isStreamSilent = false;
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return told == QList<qint64>{20'061}; }));
}

TEST_F(LocalCopyTest, IsThereBeforeTheNodeHasAnAddress)
{
    fill(3);
    visit();
    open(QUrl());
    SessionFeed &feed = watch();
    EXPECT_EQ(ids(feed), range(1, 3));
    fill(1);
    connection->setNode(node.url(), "t");
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    EXPECT_EQ(ids(feed), range(1, 4));
    EXPECT_EQ(node.server.requests("/api/sse/messages").last().header("Authorization"), "Bearer t");
    EXPECT_EQ(node.server.requests("/api/messages").last().header("Authorization"), "Bearer t");
}

TEST_F(LocalCopyTest, KeepsDraftsAndMarks)
{
    node.sessions = {QJsonObject{{u"id"_s, s}, {u"updatedAt"_s, u"2026-11-21T08:00:00.000Z"_s}}, QJsonObject{{u"id"_s, u"t"_s}, {u"updatedAt"_s, u"2026-11-21T09:00:00.000Z"_s}}};
    open();
    connection->saveDraft(s, u"half a thought"_s);
    connection->start();
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 2; }));
    EXPECT_EQ(connection->sessions().first().id, u"t");
    connection->setPinned(s, true);
    connection->setMuted(u"t"_s, true);
    EXPECT_EQ(connection->sessions().first().id, s);

    open(nowhere);
    EXPECT_EQ(connection->draft(s), u"half a thought");
    ASSERT_EQ(connection->sessions().size(), 2);
    EXPECT_TRUE(connection->sessions().first().pinned);
    EXPECT_FALSE(connection->sessions().first().muted);
    EXPECT_TRUE(connection->sessions().last().muted);
    connection->saveDraft(s, {});
    connection->setPinned(s, false);
    open(nowhere);
    EXPECT_TRUE(connection->draft(s).isEmpty());
    EXPECT_EQ(connection->sessions().first().id, u"t");
}

TEST_F(LocalCopyTest, ArchivesAtTheNode)
{
    fill(1);
    node.server.on("/api/sessions/s", [](const FakeRequest &request, const FakeServer::Socket &socket) {
        succeeds(QJsonObject{{u"session"_s, QJsonObject{{u"id"_s, s}, {u"archived"_s, request.json().value(u"archived")}}}})(request, socket);
    });
    open().start();
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 1; }));
    std::optional<bool> worked;
    connection->setArchived(s, true).then([&](const Result<Done> &done) { worked = done.ok(); });
    ASSERT_TRUE(waitUntil([&] { return worked.has_value(); }));
    EXPECT_TRUE(*worked);
    EXPECT_EQ(node.server.requests("/api/sessions/s").last().method, "PATCH");
    EXPECT_TRUE(connection->sessions().first().archived);
    connection->setArchived(u"unknown"_s, true).then([&](const Result<Done> &done) { worked = done.ok(); });
    ASSERT_TRUE(waitUntil([&] { return !*worked; }));
}
