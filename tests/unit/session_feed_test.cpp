// SPDX-License-Identifier: GPL-3.0-or-later
// A feed has every message once and in order, whatever the order in which history and stream bring them.
#include "session_feed_fixture.h"

#include "core/redaction.h"

using namespace pipit;
using namespace pipit::test;

namespace {

using SessionFeedTest = SessionFeedFixture;

} // namespace

TEST_F(SessionFeedTest, JoinsAPageWithWhatCameMeanwhile)
{
    fill(60);
    node.holdHistory();
    connectToNode();
    ASSERT_TRUE(isLive());
    fill(2);                                   // on the stream before the page was even asked for
    SessionFeed &feed = watch();
    EXPECT_TRUE(feed.isLoading());
    ASSERT_TRUE(waitUntil([&] { return node.heldHistory() == 1; })); // this page holds 13 to 62
    fill(3);                                   // and these are only on the stream
    fill(1, QStringLiteral("other"));
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 2; }));
    EXPECT_TRUE(feed.messages().isEmpty());
    node.releaseHistory();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    EXPECT_EQ(ids(feed), range(13, 65));
    EXPECT_TRUE(feed.hasOlder());
    EXPECT_FALSE(feed.isLoading());
    EXPECT_EQ(signalled, QStringList{QStringLiteral("reloaded")});
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return feed.messages().last().id == 67; }));
    EXPECT_EQ(signalled.last(), QStringLiteral("+1"));
}

TEST_F(SessionFeedTest, APageThatIsAheadOfTheStreamGivesNoDoubles)
{
    fill(3);
    connectToNode();
    ASSERT_TRUE(isLive());
    node.isStreamSilent = true;
    fill(2);
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    EXPECT_EQ(ids(feed), range(1, 5));
    node.isStreamSilent = false;
    node.breakStream();                        // the resumed stream brings 4 and 5 again, and then 6
    ASSERT_TRUE(waitUntil([&] { return node.server.requests("/api/sse/messages").size() == 2; }));
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return feed.messages().last().id == 6; }));
    EXPECT_EQ(ids(feed), range(1, 6));
}

TEST_F(SessionFeedTest, AsksForNoPageBeforeTheStreamHasBegun)
{
    fill(1);
    FakeServer::Socket stream;
    node.server.on("/api/sse/messages", [&](const FakeRequest &, const FakeServer::Socket &socket) { stream = socket; socket->write(streamHead); });
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return stream != nullptr; }));
    fill(1);                                   // between "no stream yet" and its beginning
    EXPECT_TRUE(node.server.requests("/api/messages").isEmpty());
    EXPECT_TRUE(feed.isLoading());
    node.stream = stream;
    stream->write("id: 2~e\nevent: position\ndata: {\"status\":\"continue\",\"position\":2,\"epoch\":\"e\",\"heartbeatMs\":30000}\n\n");
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    EXPECT_EQ(ids(feed), range(1, 2));
}

TEST_F(SessionFeedTest, ResumesWithoutAGap)
{
    fill(2);
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    node.breakStream();
    fill(5);
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 7; }));
    EXPECT_EQ(ids(feed), range(1, 7));
    EXPECT_EQ(node.server.requests("/api/sse/messages").last().header("Last-Event-ID"), "2~e");
    EXPECT_EQ(node.server.requests("/api/messages").size(), 1);
}

TEST_F(SessionFeedTest, LoadsOlderPagesDownToTheFirstMessage)
{
    fill(120);
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    feed.loadOlder();
    feed.loadOlder(); // does nothing: one is under way
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 101; }));
    EXPECT_EQ(ids(feed), range(21, 121));
    feed.loadOlder();
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 121; }));
    EXPECT_EQ(ids(feed), range(1, 121));
    EXPECT_FALSE(feed.hasOlder());
    EXPECT_TRUE(signalled.contains(QStringLiteral("50+")));
    EXPECT_TRUE(signalled.contains(QStringLiteral("20+")));
    feed.loadOlder();
    EXPECT_FALSE(feed.isLoading());
}

TEST_F(SessionFeedTest, ReloadsOnReset)
{
    fill(3);
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    node.nextIsReset = true;
    node.messages.clear();                     // another log
    for (int i = 0; i < 2; ++i)
        node.messages << Message{.id = i + 1, .sessionId = s, .content = QStringLiteral("new"), .createdAtMs = 1};
    node.breakStream();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded() && feed.messages().size() == 2; }));
    EXPECT_EQ(feed.messages().first().content, QStringLiteral("new"));
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 3; }));
}

TEST_F(SessionFeedTest, ANewSessionIsLoadedAndEmpty)
{
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    EXPECT_TRUE(feed.messages().isEmpty());
    EXPECT_FALSE(feed.hasOlder());
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 1; }));
}

TEST_F(SessionFeedTest, SaysThatThereIsNothingOlderAfterAll)
{
    fill(60);
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    ASSERT_TRUE(feed.hasOlder());
    node.messages = node.messages.last(50); // the rest was purged
    feed.loadOlder();
    ASSERT_TRUE(waitUntil([&] { return signalled.contains(QStringLiteral("0+")); }));
    EXPECT_FALSE(feed.hasOlder());
    EXPECT_EQ(ids(feed), range(11, 60));
}

TEST_F(SessionFeedTest, SaysThatItCannotLoadAndTriesAgain)
{
    fill(1);
    node.server.inTurn("/api/messages", {refuses(503, "unavailable", "Starting."), succeeds(QJsonObject{{QStringLiteral("messages"), QJsonArray{node.messages.first().toJson()}}})});
    connectToNode();
    SessionFeed &feed = watch();
    QStringList errors;
    QObject::connect(&feed, &SessionFeed::loadFailed, &feed, [&](const Error &error) { errors << error.message; });
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    EXPECT_EQ(errors, QStringList{QStringLiteral("Starting.")});
    EXPECT_EQ(ids(feed), range(1, 1));
}

TEST_F(SessionFeedTest, AsksAgainWhenMoreComesMeanwhileThanItKeeps)
{
    fill(1);
    connectToNode();
    ASSERT_TRUE(isLive());
    node.holdHistory();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return node.heldHistory() == 1; }));
    fill(2'500);
    ASSERT_TRUE(waitUntil([&] { return !connection->sessions().isEmpty() && connection->sessions().first().lastMessage->id == 2'501; }));
    node.releaseHistory();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    EXPECT_EQ(ids(feed), range(2'452, 2'501));
    EXPECT_TRUE(feed.hasOlder());
}

TEST_F(SessionFeedTest, KeepsTheNewest500WhileNobodyLooks)
{
    fill(10);
    connectToNode();
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(waitUntil([&] { return feed->isLoaded(); }));
    fill(600);
    ASSERT_TRUE(waitUntil([&] { return feed->messages().last().id == 610; }));
    EXPECT_EQ(ids(*feed), range(111, 610));
    EXPECT_TRUE(feed->hasOlder());
    watch();
    feed->loadOlder();
    ASSERT_TRUE(waitUntil([&] { return feed->messages().size() == 550; }));
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return feed->messages().last().id == 611; }));
    EXPECT_EQ(ids(*feed), range(61, 611));
}

TEST_F(SessionFeedTest, APendingMessageStaysUntilTheStreamBringsIt)
{
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    node.isStreamSilent = true;
    connection->send(s, QStringLiteral("hello"));
    ASSERT_EQ(feed.pending().size(), 1);
    ASSERT_TRUE(waitUntil([&] { return connection->pendingCount() == 0; })); // the node has it
    ASSERT_EQ(feed.pending().size(), 1);
    EXPECT_EQ(feed.pending().first().draft.content, QStringLiteral("hello"));
    EXPECT_TRUE(feed.messages().isEmpty());
    node.isStreamSilent = false;
    node.breakStream();
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 1; }));
    EXPECT_TRUE(feed.pending().isEmpty());
    EXPECT_EQ(feed.messages().first().content, QStringLiteral("hello"));
}

TEST_F(SessionFeedTest, APendingMessageEndsWhenItComesBeforeItsAnswer)
{
    node.server.on("/api/messages", [this](const FakeRequest &request, const FakeServer::Socket &socket) {
        if (request.method == "GET")
            refuses(404, "not_found", "Never used.")(request, socket);
        else // stored, and no answer to the request
            node.store(s, QStringLiteral("hello"), Message{.sessionId = {}, .clientMessageId = request.json().value(u"clientMessageId").toString(), .senderId = QStringLiteral("me"), .content = {}});
    });
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    connection->send(s, QStringLiteral("hello"));
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 1; }));
    EXPECT_TRUE(feed.pending().isEmpty());
    EXPECT_EQ(connection->pendingCount(), 0);
}

TEST_F(SessionFeedTest, DropsTheTextOfWhatWasRedacted)
{
    fill(3);
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    const Message second = node.messages[1], third = node.messages[2];
    MessageDraft notice = redactionNotice(second, {second.id, third.id}, QStringLiteral("olga"));
    node.store(s, {}, {.sessionId = s, .senderType = SenderType::User, .contentType = notice.contentType, .content = {}, .metadata = notice.metadata}); // no user's word
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 4; }));
    EXPECT_EQ(feed.messages()[1], second);
    node.store(s, {}, {.sessionId = s, .senderType = SenderType::System, .contentType = notice.contentType, .content = {}, .metadata = notice.metadata, .replaces = notice.replaces});
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 5; }));
    EXPECT_EQ(feed.messages()[0].content, QStringLiteral("1"));
    EXPECT_EQ(feed.messages()[1], tombstoneOf(second));
    EXPECT_EQ(feed.messages()[2], tombstoneOf(third));
}

// The page was on its way when the notice came.
TEST_F(SessionFeedTest, AnOlderPageDoesNotBringItBack)
{
    fill(60);
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    node.holdHistory();
    feed.loadOlder();
    ASSERT_TRUE(waitUntil([&] { return node.heldHistory() == 1; }));
    const MessageDraft notice = redactionNotice(node.messages[4], {5}, QStringLiteral("olga"));
    node.store(s, {}, {.sessionId = s, .senderType = SenderType::System, .contentType = notice.contentType, .content = {}, .metadata = notice.metadata});
    ASSERT_TRUE(waitUntil([&] { return feed.messages().last().id == 61; }));
    node.releaseHistory();
    ASSERT_TRUE(waitUntil([&] { return feed.messages().first().id == 1; }));
    EXPECT_TRUE(isTombstone(feed.messages()[4]));
    EXPECT_FALSE(isTombstone(feed.messages()[5]));
}

TEST_F(SessionFeedTest, ForgetsASessionThatWasDeleted)
{
    fill(3);
    fill(1, QStringLiteral("other"));
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    node.say(delta(0, QStringLiteral("under way")));
    fill(1);
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 4 && connection->sessions().size() == 2; }));
    node.say(event_name::session, {{QStringLiteral("id"), s}, {QStringLiteral("deleted"), true}, {QStringLiteral("position"), 5}});
    ASSERT_TRUE(waitUntil([&] { return feed.messages().isEmpty(); }));
    EXPECT_TRUE(feed.runs().isEmpty());
    EXPECT_TRUE(feed.isLoaded());
    EXPECT_EQ(connection->sessions().size(), 1);
    fill(1); // it begins anew
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 1 && connection->sessions().size() == 2; }));
}

TEST_F(SessionFeedTest, ASummaryLosesItsLastTextAndIsNotMadeNewByThat)
{
    connectToNode();
    ASSERT_TRUE(isLive());
    fill(2);
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 1 && connection->sessions().first().unread == 2; }));
    const MessageDraft notice = redactionNotice(node.messages[0], {1, 2}, QStringLiteral("olga"));
    node.store(s, {}, {.sessionId = s, .senderType = SenderType::System, .contentType = notice.contentType, .content = {}, .metadata = notice.metadata, .replaces = 1});
    ASSERT_TRUE(waitUntil([&] { return isTombstone(*connection->sessions().first().lastMessage); }));
    EXPECT_EQ(connection->sessions().first().lastMessage->id, 2);
    EXPECT_EQ(connection->sessions().first().unread, 2);
}

TEST_F(SessionFeedTest, DropsWhatWasPurged)
{
    fill(60);
    connectToNode();
    SessionFeed &feed = watch();
    ASSERT_TRUE(waitUntil([&] { return feed.isLoaded(); }));
    node.say(event_name::session, {{QStringLiteral("id"), s}, {QStringLiteral("purgedTo"), 58}});
    ASSERT_TRUE(waitUntil([&] { return feed.messages().size() == 2; }));
    EXPECT_EQ(ids(feed), range(59, 60));
    feed.loadOlder(); // as the node answered before
    ASSERT_TRUE(waitUntil([&] { return !feed.isLoading(); }));
    EXPECT_EQ(ids(feed), range(59, 60));
    EXPECT_FALSE(feed.hasOlder());
}
