// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: however long it was away and whatever ended it, a connection comes back by itself where it can, with everything
// that was said meanwhile on either side, once; and where a person is needed, it says for what.
#include "client/connection.h"

#include "fake_node.h"
#include "one_session.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;
using State = ConnectionStatus::State;

namespace {

class ConnectionReturnTest : public testing::Test
{
protected:
    ConnectionOptions options()
    {
        ConnectionOptions options;
        options.url = node.url();
        options.token = "first";
        options.outboxFile = dir.filePath(QStringLiteral("outbox.db"));
        options.connectionTimeout = 5s;
        options.reconnectInterval = 20ms;
        options.refreshInterval = 50ms;
        options.streamAgainAfter = 20ms;
        options.lookAgainAfter = 20ms;
        return options;
    }

    // Two streams that say nothing are two of these times.
    ConnectionOptions impatient()
    {
        auto impatient = options();
        impatient.connectionTimeout = 200ms;
        return impatient;
    }

    void connectToNode(const ConnectionOptions &options)
    {
        connection = std::make_unique<Connection>(options);
        QObject::connect(connection.get(), &Connection::messageArrived, connection.get(), [this](const Message &message) { arrived << message.content; });
        connection->start();
    }

    bool reaches(State state)
    {
        return waitUntil([&] { return connection->status().state == state; });
    }
    bool polls()
    {
        return waitUntil([&] { return connection->status().state == State::Live && connection->status().transport == TransportKind::Poll; });
    }

    FakeNode node;
    QTemporaryDir dir;
    ManualClock clock;
    std::unique_ptr<Connection> connection;
    QStringList arrived;
};

} // namespace

TEST_F(ConnectionReturnTest, AnHourWithoutANetwork)
{
    auto hour = options();
    hour.clock = &clock;
    hour.reconnectInterval = 3s;
    hour.lookAgainAfter = 30s;
    hour.maxReconnectAttempts = 10;
    node.store(s, QStringLiteral("before"));
    connectToNode(hour);
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(waitUntil([&] { return connection->status().state == State::Live && feed->isLoaded(); }));

    const auto broke = clock.now();
    node.server.stopListening();
    node.breakStream();
    QList<int> attempts;
    while (reaches(State::Waiting)) {
        const ConnectionStatus status = connection->status();
        attempts << status.attempt;
        EXPECT_EQ(status.maxAttempts, 10);
        EXPECT_GT(status.retryAt, clock.now());
        if (attempts.size() == 4) { // what is said meanwhile waits
            for (const char *text : {"one", "two", "three"})
                connection->send(s, QString::fromLatin1(text));
        }
        clock.advance(std::chrono::ceil<std::chrono::milliseconds>(status.retryAt - clock.now()));
        ASSERT_TRUE(waitUntil([&] { return connection->status().state != State::Connecting && (connection->status().attempt != status.attempt || connection->status().state == State::GaveUp); }));
        if (connection->status().state == State::GaveUp)
            break;
    }
    EXPECT_EQ(attempts, (QList<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_EQ(connection->status().state, State::GaveUp);
    ASSERT_LT(clock.now() - broke, 1h);

    for (int i = 0; i < 120; ++i)
        node.store(s, QStringLiteral("meanwhile %1").arg(i), Message{.sessionId = {}, .senderId = QStringLiteral("anna"), .content = {}});
    clock.advance(std::chrono::ceil<std::chrono::milliseconds>(broke + 1h - clock.now()));
    node.server.listenAgain();
    // Nobody says that the network is back: it looks by itself.
    ASSERT_TRUE(waitUntil([&] {
        if (connection->status().state == State::GaveUp)
            clock.advance(5min);
        return connection->status().state == State::Live && connection->pendingCount() == 0;
    }));
    ASSERT_TRUE(waitUntil([&] { return connection->status().caughtUp == 120 && feed->messages().size() == 124; }));
    EXPECT_EQ(arrived.filter(QStringLiteral("meanwhile")).size(), 120);
    EXPECT_EQ(arrived.removeDuplicates(), 0);
    QStringList sent;
    for (const Message &message : std::as_const(node.messages)) {
        if (message.senderId == u"me")
            sent << message.content;
    }
    EXPECT_EQ(sent, (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
}

TEST_F(ConnectionReturnTest, FindsOutByItselfThatTheNodeIsBack)
{
    auto few = options();
    few.maxReconnectAttempts = 1;
    node.server.stopListening();
    connectToNode(few);
    ASSERT_TRUE(reaches(State::GaveUp));
    node.server.listenAgain();
    EXPECT_TRUE(reaches(State::Live));
}

TEST_F(ConnectionReturnTest, ATokenThatEndsIsSignedOutAndTheNextOneGoesOn)
{
    connectToNode(options());
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(reaches(State::Live));
    node.store(s, QStringLiteral("before"));
    ASSERT_TRUE(waitUntil([&] { return feed->messages().size() == 1 && arrived.size() == 1; }));
    node.server.on("/api/messages", refuses(401, "unauthenticated", "This token has expired."));
    node.say(event_name::closing, QJsonObject{{QStringLiteral("reason"), QStringLiteral("token_expired")}, {QStringLiteral("retryMs"), 5}});
    node.breakStream();
    ASSERT_TRUE(reaches(State::SignedOut));
    EXPECT_TRUE(connection->status().reason.contains(u"token has expired"));
    const qsizetype streams = node.server.requests("/api/sse/messages").size();

    node.store(s, QStringLiteral("meanwhile"));
    connection->send(s, QStringLiteral("unsent"));
    ASSERT_TRUE(waitUntil([&] { return !node.server.requests("/api/messages").isEmpty() && node.server.requests("/api/messages").last().method == "POST"; }));
    ASSERT_EQ(feed->pending().size(), 1);
    EXPECT_NE(feed->pending().first().state, PendingMessage::State::Failed); // it is not the message's fault
    EXPECT_EQ(node.server.requests("/api/sse/messages").size(), streams);    // nobody asks with the old one

    node.answerMessages();
    connection->setToken("second");
    ASSERT_TRUE(waitUntil([&] { return connection->status().state == State::Live && connection->pendingCount() == 0 && feed->messages().size() == 3; }));
    EXPECT_EQ(connection->feed(s), feed);
    EXPECT_EQ(connection->status().caughtUp, 1);
    EXPECT_EQ(node.server.requests("/api/sse/messages").last().header("Authorization"), "Bearer second");
    EXPECT_EQ(node.server.requests("/api/sse/messages").last().header("Last-Event-ID"), "1~e");
    EXPECT_EQ(arrived, (QStringList{QStringLiteral("before"), QStringLiteral("meanwhile"), QStringLiteral("unsent")}));
}

TEST_F(ConnectionReturnTest, ATokenThatIsUnknownIsSignedOutAtOnce)
{
    node.server.on("/api/sse/messages", refuses(401, "unauthenticated", "This token is not known here."));
    connectToNode(options());
    ASSERT_TRUE(reaches(State::SignedOut));
    EXPECT_TRUE(connection->status().reason.contains(u"does not know the token"));
    EXPECT_EQ(node.server.requests("/api/sse/messages").size(), 1);
}

TEST_F(ConnectionReturnTest, ATokenIsRenewedWithoutABreak)
{
    connectToNode(options());
    ASSERT_TRUE(reaches(State::Live));
    QList<State> states;
    QObject::connect(connection.get(), &Connection::statusChanged, connection.get(), [&] { states << connection->status().state; });
    connection->setToken("second");
    ASSERT_TRUE(waitUntil([&] { return node.server.requests("/api/sse/messages").last().header("Authorization") == "Bearer second"; }));
    ASSERT_TRUE(waitUntil([&] { return node.stream && node.stream->bytesToWrite() == 0; }));
    node.store(s, QStringLiteral("after"));
    ASSERT_TRUE(waitUntil([&] { return arrived.contains(QStringLiteral("after")); }));
    EXPECT_FALSE(states.contains(State::Connecting) || states.contains(State::Waiting));
}

TEST_F(ConnectionReturnTest, PollsWhereNoStreamGetsThroughAndSaysSo)
{
    node.keepsStreamsBack = true;
    node.sessions = {QJsonObject{{QStringLiteral("id"), s}}};
    connectToNode(impatient());
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(polls());
    EXPECT_FALSE(connection->status().transportReason.isEmpty());
    ASSERT_TRUE(waitUntil([&] { return feed->isLoaded(); }));
    connection->send(s, QStringLiteral("mine"));
    node.store(s, QStringLiteral("anna's"), Message{.sessionId = {}, .senderId = QStringLiteral("anna"), .content = {}});
    ASSERT_TRUE(waitUntil([&] { return feed->messages().size() == 2 && connection->pendingCount() == 0; }));
    EXPECT_EQ(connection->sessions().first().unread, 1);

    node.keepsStreamsBack = false;
    ASSERT_TRUE(waitUntil([&] { return connection->status().transport == TransportKind::Stream && connection->status().state == State::Live; }));
    EXPECT_TRUE(connection->status().transportReason.isEmpty());
    node.store(s, QStringLiteral("by stream"));
    ASSERT_TRUE(waitUntil([&] { return feed->messages().size() == 3; }));
    EXPECT_EQ(arrived.size(), 3);
}

TEST_F(ConnectionReturnTest, PollsWhereTheStreamKeepsBackWhatWasSentFromHere)
{
    auto once = impatient();
    once.streamAgainAfter = 1h;
    connectToNode(once);
    ASSERT_TRUE(reaches(State::Live));
    node.isStreamSilent = true;
    connection->send(s, QStringLiteral("mine"));
    ASSERT_TRUE(polls());
    ASSERT_TRUE(waitUntil([&] { return arrived.size() == 1; }));
}

TEST_F(ConnectionReturnTest, PollingKeepsTheListOfSessionsAndAnswersUnderWay)
{
    const auto session = [](const char *id, const QString &title) { return QJsonObject{{QStringLiteral("id"), QLatin1StringView(id)}, {QStringLiteral("title"), title}, {QStringLiteral("updatedAt"), QStringLiteral("2024-01-01T00:00:00.000Z")}}; };
    RunEvent run{.runId = QStringLiteral("r"), .sessionId = s, .botId = QStringLiteral("echo"), .clientMessageId = QStringLiteral("answer"), .state = RunState::Streaming};
    node.server.on("/api/sessions/s/runs", [&](const FakeRequest &request, const FakeServer::Socket &socket) {
        if (request.method != "POST")
            return succeeds(QJsonObject{{QStringLiteral("runs"), QJsonArray{run.toJson()}}})(request, socket);
        const Message question = node.store(s, request.json().value(u"content").toString(), Message{.sessionId = {}, .clientMessageId = request.json().value(u"clientMessageId").toString(), .senderId = QStringLiteral("me"), .content = {}});
        succeeds(QJsonObject{{QStringLiteral("message"), question.toJson()}, {QStringLiteral("run"), run.toJson()}})(request, socket);
    });
    node.sessions = {session("s", QStringLiteral("S")), session("gone", QStringLiteral("Gone"))};
    auto pollOnly = options();
    pollOnly.transport = TransportMode::Poll;
    connectToNode(pollOnly);
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 2 && feed->isLoaded(); }));
    EXPECT_TRUE(connection->status().transportReason.isEmpty());
    node.sessions = {session("s", QStringLiteral("Renamed"))};
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 1 && connection->sessions().first().title == u"Renamed"; }));

    connection->ask(s, QStringLiteral("echo"), QStringLiteral("why?"));
    ASSERT_TRUE(waitUntil([&] { return feed->runs().size() == 1; }));
    EXPECT_EQ(feed->runs().first().run.state, RunState::Streaming);
    run.state = RunState::Failed;
    run.error = QStringLiteral("The provider cannot be reached.");
    ASSERT_TRUE(waitUntil([&] { return feed->runs().first().run.state == RunState::Failed; }));
    EXPECT_EQ(feed->runs().first().run.error, run.error);

    run = {.runId = QStringLiteral("r2"), .sessionId = s, .botId = QStringLiteral("echo"), .clientMessageId = QStringLiteral("answer 2"), .state = RunState::Streaming};
    connection->ask(s, QStringLiteral("echo"), QStringLiteral("why not?"));
    ASSERT_TRUE(waitUntil([&] { return feed->runs().size() == 2; }));
    const qsizetype looked = node.server.requests("/api/sessions/s/runs").size();
    ASSERT_TRUE(waitUntil([&] { return node.server.requests("/api/sessions/s/runs").size() > looked + 1; }));
    EXPECT_EQ(feed->runs().last().run.state, RunState::Streaming);
    run.state = RunState::Completed;
    node.store(s, QStringLiteral("because"), Message{.sessionId = {}, .clientMessageId = QStringLiteral("answer 2"), .senderType = SenderType::Bot, .senderId = QStringLiteral("echo"), .content = {}});
    ASSERT_TRUE(waitUntil([&] { return feed->runs().size() == 1; }));
    EXPECT_EQ(feed->messages().last().content, QStringLiteral("because"));
}
