// SPDX-License-Identifier: GPL-3.0-or-later
// A connection and its local copy: what is there before the node has answered, how the two are joined, and what an absence took.
#include "client/connection.h"
#include "core/redaction.h"
#include "tests/support/files_with.h"
#include "fake_node.h"
#include "one_session.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString secret = u"Ziegelstein4711"_s;

class LocalCopyTest : public testing::Test
{
protected:
    // As the next start of the program.
    Connection &open() { return open(node.url()); }
    Connection &open(const QUrl &url)
    {
        connection.reset();
        signalled.clear();
        told.clear();
        ConnectionOptions options;
        options.url = url;
        options.outboxFile = dir.filePath(u"outbox.db"_s);
        options.localFile = dir.filePath(u"local.db"_s);
        options.connectionTimeout = 5s;
        options.reconnectInterval = 10ms;
        options.refreshInterval = 50ms;
        options.maxReconnectAttempts = 2;
        connection = std::make_unique<Connection>(options);
        QObject::connect(connection.get(), &Connection::messageArrived, connection.get(), [this](const Message &message) { told << message.id; });
        return *connection;
    }
    // Once with the node, and over.
    void visit(const QString &sessionId = s)
    {
        open().start();
        SessionFeed *feed = connection->feed(sessionId);
        ASSERT_TRUE(waitUntil([&] { return feed->isLoaded() && isComplete(); }));
        connection.reset();
    }
    // The node has told everything that is kept.
    bool isComplete() { return connection->status().state == ConnectionStatus::State::Live && !connection->bots().isEmpty() && connection->ownSenderId() == u"me" && !connection->stats().store.isEmpty(); }

    SessionFeed &watch(const QString &sessionId = s)
    {
        SessionFeed *feed = connection->feed(sessionId);
        QObject::connect(feed, &SessionFeed::reloaded, feed, [this] { signalled << u"reloaded"_s; });
        QObject::connect(feed, &SessionFeed::messagesAppended, feed, [this](int count) { signalled << u"+%1"_s.arg(count); });
        QObject::connect(feed, &SessionFeed::messagesPrepended, feed, [this](int count) { signalled << u"%1+"_s.arg(count); });
        QObject::connect(feed, &SessionFeed::loadFailed, feed, [this] { signalled << u"failed"_s; });
        QObject::connect(feed, &SessionFeed::localEnded, feed, [this] { signalled << u"ended"_s; });
        return *feed;
    }
    void fill(int count, const QString &sessionId = s)
    {
        for (int i = 0; i < count; ++i)
            node.store(sessionId, QString::number(node.messages.size() + 1));
    }
    Message redact(qint64 id)
    {
        Message &message = node.messages[id - 1];
        const MessageDraft notice = redactionNotice(message, {id}, u"olga"_s);
        message = tombstoneOf(message);
        return node.store(message.sessionId, {}, {.sessionId = {}, .senderType = SenderType::System, .contentType = notice.contentType, .content = {}, .metadata = notice.metadata, .replaces = id});
    }
    void remove(const QString &sessionId)
    {
        for (Message &message : node.messages) {
            if (message.sessionId == sessionId)
                message = Message{.id = message.id, .sessionId = u"~another"_s, .content = u"else"_s}; // positions stay
        }
        node.sessions = {};
    }
    qsizetype pagesAsked() const { return std::ranges::count_if(node.server.requests("/api/messages"), [](const FakeRequest &request) { return request.query(u"after"_s).isEmpty(); }); }
    bool isNowhere(const QString &text)
    {
        return waitUntil([&] { return filesWith(dir.path(), text).isEmpty(); });
    }
    static QList<qint64> ids(const SessionFeed &feed)
    {
        QList<qint64> list;
        for (const Message &message : feed.messages())
            list << message.id;
        return list;
    }
    static QList<qint64> range(qint64 first, qint64 last)
    {
        QList<qint64> list;
        for (qint64 id = first; id <= last; ++id)
            list << id;
        return list;
    }

    const QUrl nowhere{u"http://127.0.0.1:1"_s};
    FakeNode node;
    QTemporaryDir dir;
    std::unique_ptr<Connection> connection;
    QStringList signalled;
    QList<qint64> told;
};

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

TEST_F(LocalCopyTest, APageThatWasAskedForBeforeAnErasureIsNotKept)
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

TEST_F(LocalCopyTest, WhatWasRedactedMeanwhileIsGone)
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

TEST_F(LocalCopyTest, WhatWasPurgedMeanwhileIsGone)
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

TEST_F(LocalCopyTest, ASessionThatWasDeletedMeanwhileIsGone)
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

TEST_F(LocalCopyTest, WhatTheStreamTellsGoesAtOnce)
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

TEST_F(LocalCopyTest, ACursorThatIsNoMoreTakesTheCopyWithIt)
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

TEST_F(LocalCopyTest, AnotherCallerBeginsAnew)
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
