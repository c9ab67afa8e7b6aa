// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"

#include "client/wait_for.h"
#include "fake_node.h"
#include "one_session.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;
using State = ConnectionStatus::State;

namespace {

class ConnectionTest : public testing::Test
{
protected:
    ConnectionOptions options()
    {
        ConnectionOptions options;
        options.url = node.url();
        options.token = "secret";
        options.outboxFile = dir.filePath(QStringLiteral("outbox.db"));
        options.connectionTimeout = 5s;
        options.reconnectInterval = 20ms;
        options.maxReconnectAttempts = 3;
        options.refreshInterval = 50ms;
        return options;
    }

    Connection &connectToNode(const ConnectionOptions &options)
    {
        connection.reset();
        connection = std::make_unique<Connection>(options);
        QObject::connect(connection.get(), &Connection::statusChanged, connection.get(), [this] { states << std::pair(connection->status().state, connection->status().attempt); });
        connection->start();
        return *connection;
    }

    bool reaches(State state)
    {
        return waitUntil([&] { return connection->status().state == state; });
    }

    QStringList order()
    {
        QStringList list;
        for (const SessionSummary &session : connection->sessions())
            list << session.id + u':' + QString::number(session.unread);
        return list;
    }

    FakeNode node;
    QTemporaryDir dir;
    std::unique_ptr<Connection> connection;
    QList<std::pair<State, int>> states;
};

Message from(const char *sender)
{
    return Message{.sessionId = {}, .senderId = QString::fromLatin1(sender), .content = {}};
}

QJsonObject session(const char *id, const char *title, const char *updatedAt, bool archived = false)
{
    return QJsonObject{{QStringLiteral("id"), QLatin1StringView(id)}, {QStringLiteral("title"), QLatin1StringView(title)}, {QStringLiteral("archived"), archived},
                       {QStringLiteral("updatedAt"), QLatin1StringView(updatedAt)}, {QStringLiteral("lastMessage"), QJsonValue()}};
}

} // namespace

TEST_F(ConnectionTest, BecomesLiveAndKnowsTheNode)
{
    connectToNode(options());
    EXPECT_EQ(connection->status().state, State::Connecting);
    EXPECT_EQ(connection->status().attempt, 0);
    ASSERT_TRUE(reaches(State::Live));
    ASSERT_TRUE(waitUntil([&] { return !connection->ownSenderId().isEmpty() && !connection->bots().isEmpty() && !connection->stats().store.isEmpty(); }));
    EXPECT_EQ(connection->ownSenderId(), QStringLiteral("me"));
    EXPECT_EQ(connection->bots().first().name, QStringLiteral("Echo"));
    EXPECT_EQ(connection->stats().openStreams, 3);
    EXPECT_EQ(connection->stats().p99Ms, 2.5);
    EXPECT_EQ(node.server.requests("/api/sse/messages").first().query(QStringLiteral("sessionId")), QStringLiteral("*"));
    for (const FakeRequest &request : node.server.requests())
        EXPECT_EQ(request.header("Authorization"), "Bearer secret");
    const qsizetype asked = node.server.requests("/api/sse/stats").size();
    EXPECT_TRUE(waitUntil([&] { return node.server.requests("/api/sse/stats").size() > asked + 1; }));
}

TEST_F(ConnectionTest, SaysWhatItDoesAfterABreakAndHowMuchCameMeanwhile)
{
    node.store(s, QStringLiteral("before"));
    connectToNode(options());
    ASSERT_TRUE(reaches(State::Live));
    states.clear();
    node.breakStream();
    for (int i = 0; i < 4; ++i)
        node.store(s, QStringLiteral("meanwhile"));
    ASSERT_TRUE(waitUntil([&] { return connection->status().caughtUp == 4; }));
    ASSERT_GE(states.size(), 3);
    EXPECT_EQ(states.mid(0, 3), (QList<std::pair<State, int>>{{State::Waiting, 1}, {State::Connecting, 1}, {State::Live, 0}}));
    // What comes from now on is not counted.
    ASSERT_TRUE(waitUntil([&] { return node.server.requests("/api/sse/stats").size() >= 3; }));
    node.store(s, QStringLiteral("now"));
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().first().lastMessage->content == u"now"; }));
    EXPECT_EQ(connection->status().caughtUp, 4);
}

TEST_F(ConnectionTest, TheFirstStartCatchesUpWithNothing)
{
    node.store(s, QStringLiteral("old"));
    connectToNode(options());
    ASSERT_TRUE(reaches(State::Live));
    node.store(s, QStringLiteral("new"));
    ASSERT_TRUE(waitUntil([&] { return order() == QStringList{QStringLiteral("s:1")}; }));
    EXPECT_EQ(connection->status().caughtUp, 0);
}

TEST_F(ConnectionTest, GivesUpAfterSoManyAttemptsAndStartsAgainWhenTold)
{
    node.server.stopListening();
    connectToNode(options());
    ASSERT_TRUE(reaches(State::GaveUp));
    EXPECT_TRUE(connection->status().reason.contains(u"refused")) << qPrintable(connection->status().reason);
    EXPECT_EQ(connection->status().maxAttempts, 3);
    QList<int> attempts;
    for (const auto &[state, attempt] : states) {
        if (state == State::Connecting)
            attempts << attempt;
    }
    EXPECT_EQ(attempts, (QList<int>{0, 1, 2, 3}));

    QStringList errors;
    SessionFeed *feed = connection->feed(s);
    QObject::connect(feed, &SessionFeed::loadFailed, feed, [&](const Error &error) { errors << error.message; });
    EXPECT_TRUE(waitUntil([&] { return errors.size() == 1; }));

    node.server.listenAgain();
    connection->retryNow();
    ASSERT_TRUE(reaches(State::Live));
    EXPECT_TRUE(waitUntil([&] { return feed->isLoaded(); }));
}

TEST_F(ConnectionTest, RetryNowDoesNotWait)
{
    auto slow = options();
    slow.reconnectInterval = 1h;
    connectToNode(slow);
    ASSERT_TRUE(reaches(State::Live));
    node.breakStream();
    ASSERT_TRUE(reaches(State::Waiting));
    EXPECT_GT(connection->status().retryAt, std::chrono::steady_clock::now());
    connection->retryNow();
    ASSERT_TRUE(reaches(State::Live));
}

TEST_F(ConnectionTest, IsRefusedWithTheNodesReason)
{
    node.server.on("/api/sse/messages", refuses(403, "forbidden", "This token is for other sessions."));
    connectToNode(options());
    ASSERT_TRUE(reaches(State::Refused));
    EXPECT_TRUE(connection->status().reason.contains(u"This token is for other sessions."));
    EXPECT_EQ(node.server.requests("/api/sse/messages").size(), 1);
}

TEST_F(ConnectionTest, ABusyOrEndingNodeIsTriedAgain)
{
    node.server.inTurn("/api/sse/messages", {
        refuses(503, "unavailable", "Starting."),
        says(streamHead + "retry: 10\n\nevent: closing\ndata: {\"reason\":\"draining\",\"retryMs\":5}\n\n"),
        saysAndWaits(streamHead + "event: position\ndata: {\"status\":\"continue\",\"position\":0,\"epoch\":\"e\"}\n\n")});
    connectToNode(options());
    QStringList reasons;
    QObject::connect(connection.get(), &Connection::statusChanged, connection.get(), [&] {
        if (connection->status().state == State::Waiting)
            reasons << connection->status().reason;
    });
    ASSERT_TRUE(reaches(State::Live));
    ASSERT_EQ(reasons.size(), 2);
    EXPECT_TRUE(reasons.at(0).contains(u"Starting."));
    EXPECT_TRUE(reasons.at(1).contains(u"draining"));
}

TEST_F(ConnectionTest, AStreamThatSaysNothingIsNotLive)
{
    node.server.inTurn("/api/sse/messages", {saysAndWaits(streamHead), saysAndWaits(streamHead + "event: position\ndata: {\"status\":\"continue\",\"position\":0,\"epoch\":\"e\"}\n\n")});
    auto impatient = options();
    impatient.connectionTimeout = 150ms;
    connectToNode(impatient);
    ASSERT_TRUE(reaches(State::Waiting));
    EXPECT_TRUE(reaches(State::Live));
}

TEST_F(ConnectionTest, ASilentNodeIsLeftAfterTwoAndAHalfHeartbeats)
{
    node.heartbeatMs = 60;
    connectToNode(options());
    ASSERT_TRUE(reaches(State::Live));
    ASSERT_TRUE(reaches(State::Waiting));
    EXPECT_TRUE(connection->status().reason.contains(u"silent"));
    node.heartbeatMs = 30'000;
    EXPECT_TRUE(reaches(State::Live));
}

TEST_F(ConnectionTest, KeepsTheListOfSessionsFresh)
{
    node.sessions = {session("a", "Alpha", "2020-01-01T00:00:00.000Z"), session("b", "Beta", "2020-01-02T00:00:00.000Z"), session("z", "Old", "2020-01-03T00:00:00.000Z", true)};
    connectToNode(options());
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 3 && !connection->ownSenderId().isEmpty(); }));
    EXPECT_EQ(order(), (QStringList{QStringLiteral("b:0"), QStringLiteral("a:0"), QStringLiteral("z:0")}));

    node.store(QStringLiteral("a"), QStringLiteral("1"), from("anna"));
    node.store(QStringLiteral("a"), QStringLiteral("2"), from("anna"));
    node.store(QStringLiteral("c"), QStringLiteral("3"), from("me"));
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().size() == 4; }));
    EXPECT_EQ(order(), (QStringList{QStringLiteral("c:0"), QStringLiteral("a:2"), QStringLiteral("b:0"), QStringLiteral("z:0")}));
    EXPECT_EQ(connection->sessions().at(1).lastMessage->content, QStringLiteral("2"));
    EXPECT_EQ(connection->sessions().at(1).title, QStringLiteral("Alpha"));
    connection->markRead(QStringLiteral("a"));
    EXPECT_EQ(order().at(1), QStringLiteral("a:0"));

    int told = 0;
    QObject::connect(connection.get(), &Connection::sessionsChanged, connection.get(), [&] { ++told; });
    node.say(event_name::session, session("b", "Beta, renamed", "2033-01-01T00:00:00.000Z"));
    ASSERT_TRUE(waitUntil([&] { return connection->sessions().first().title == u"Beta, renamed" && told > 0; }));
}

TEST_F(ConnectionTest, SendsWhatWasSaidOfflineInOrderAndOnce)
{
    node.server.stopListening();
    connectToNode(options());
    connection->send(s, QStringLiteral("one"));
    connection->send(s, QStringLiteral("two"));
    EXPECT_EQ(connection->pendingCount(), 2);
    connection.reset();                        // the program ends and starts again
    connectToNode(options());
    EXPECT_EQ(connection->pendingCount(), 2);
    SessionFeed *feed = connection->feed(s);
    ASSERT_EQ(feed->pending().size(), 2);
    node.server.listenAgain();
    connection->retryNow();
    ASSERT_TRUE(waitUntil([&] { return connection->pendingCount() == 0 && feed->messages().size() == 2; }));
    EXPECT_EQ(feed->messages().at(0).content, QStringLiteral("one"));
    EXPECT_EQ(feed->messages().at(1).content, QStringLiteral("two"));
    EXPECT_TRUE(feed->pending().isEmpty());
}

TEST_F(ConnectionTest, AnEditIsKeptLikeWhateverElseWasSaid)
{
    const Message first = node.store(s, QStringLiteral("one"), from("me"));
    QJsonObject asked;
    node.server.on("/api/sessions/s/runs", [&asked](const FakeRequest &request, const FakeServer::Socket &socket) {
        asked = request.json();
        succeeds(QJsonObject{{QStringLiteral("message"), Message{.id = 9, .sessionId = s, .content = QStringLiteral("x")}.toJson()}})(request, socket);
    });
    node.server.stopListening();
    connectToNode(options());
    const MessageDraft edited{.sessionId = s, .contentType = QStringLiteral("markdown"), .content = QStringLiteral("**one**"), .replyTo = 7, .replaces = first.id};
    connection->edit(edited);
    connection->edit({.sessionId = s, .content = QStringLiteral("why, really?"), .replyTo = 7, .replaces = first.id}, QStringLiteral("echo"));
    connection.reset();                        // the program ends and starts again
    connectToNode(options());
    ASSERT_EQ(connection->feed(s)->pending().size(), 2);
    EXPECT_EQ(connection->feed(s)->pending().first().draft.replaces, first.id);
    node.server.listenAgain();
    connection->retryNow();
    ASSERT_TRUE(waitUntil([&] { return connection->pendingCount() == 0; }));
    QJsonObject posted;
    for (const FakeRequest &request : node.server.requests("/api/messages")) {
        if (request.method == "POST")
            posted = request.json();
    }
    EXPECT_EQ(posted.value(u"replaces").toInteger(), first.id);
    EXPECT_EQ(posted.value(u"replyTo").toInteger(), 7);
    EXPECT_EQ(posted.value(u"contentType").toString(), QStringLiteral("markdown"));
    EXPECT_EQ(posted.value(u"content").toString(), QStringLiteral("**one**"));
    EXPECT_EQ(asked.value(u"replaces").toInteger(), first.id);
    EXPECT_EQ(asked.value(u"botId").toString(), QStringLiteral("echo"));
    EXPECT_EQ(asked.value(u"replyTo").toInteger(), 7);
}

TEST_F(ConnectionTest, TellsOfWhatIsNewOnceAndNotOfHistory)
{
    const Message old = node.store(s, QStringLiteral("old"), from("anna"));
    connectToNode(options());
    QStringList told;
    QObject::connect(connection.get(), &Connection::messageArrived, connection.get(), [&](const Message &message) { told << message.content; });
    ASSERT_TRUE(reaches(State::Live));
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(waitUntil([&] { return feed->isLoaded(); }));
    node.store(s, QStringLiteral("new"), from("anna"));
    node.store(QStringLiteral("other"), QStringLiteral("elsewhere"), from("anna")); // nobody has that one open
    ASSERT_TRUE(waitUntil([&] { return told.size() == 2; }));
    // The stream begins with what was known before.
    const auto again = [](const Message &message) -> QByteArray { return "event: message\nid: " + QByteArray::number(message.id) + "~e\ndata: " + message.toJsonText() + "\n\n"; };
    node.afterPosition = again(old) + again(node.messages.at(1));
    node.breakStream();
    node.store(s, QStringLiteral("meanwhile"), from("anna"));
    ASSERT_TRUE(waitUntil([&] { return told.size() == 3; }));
    node.store(s, QStringLiteral("last"), from("anna"));
    ASSERT_TRUE(waitUntil([&] { return told.contains(u"last"); }));
    EXPECT_EQ(told, (QStringList{QStringLiteral("new"), QStringLiteral("elsewhere"), QStringLiteral("meanwhile"), QStringLiteral("last")}));
}

TEST_F(ConnectionTest, ARefusedMessageWaitsForTheUser)
{
    node.server.on("/api/sessions/s/runs", refuses(404, "not_found", "There is no such bot.", "botId"));
    connectToNode(options());
    connection->ask(s, QStringLiteral("nobody"), QStringLiteral("why?"));
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(waitUntil([&] { return feed->pending().size() == 1 && feed->pending().first().state == PendingMessage::State::Failed; }));
    EXPECT_EQ(feed->pending().first().askBotId, QStringLiteral("nobody"));
    EXPECT_EQ(feed->pending().first().reason, QStringLiteral("There is no such bot."));
    connection->discardPending(feed->pending().first().draft.clientMessageId);
    EXPECT_TRUE(feed->pending().isEmpty());
    EXPECT_EQ(connection->pendingCount(), 0);
}

TEST_F(ConnectionTest, CreatesAndRenamesSessions)
{
    node.server.on("/api/sessions", [](const FakeRequest &request, const FakeServer::Socket &socket) {
        if (request.method == "POST")
            succeeds(QJsonObject{{QStringLiteral("session"), session("s-1", request.json().value(u"title").toString().toLatin1().constData(), "2024-01-01T00:00:00.000Z")}})(request, socket);
        else
            succeeds(QJsonObject{{QStringLiteral("sessions"), QJsonArray()}})(request, socket);
    });
    node.server.on("/api/sessions/s-1", [](const FakeRequest &request, const FakeServer::Socket &socket) {
        if (request.method == "PATCH")
            succeeds(QJsonObject{{QStringLiteral("session"), session("s-1", request.json().value(u"title").toString().toLatin1().constData(), "2024-01-02T00:00:00.000Z")}})(request, socket);
    });
    connectToNode(options());
    ASSERT_TRUE(reaches(State::Live));
    const auto id = waitFor(connection->createSession(QStringLiteral("Plans")));
    ASSERT_TRUE(id.ok());
    EXPECT_EQ(*id, QStringLiteral("s-1"));
    EXPECT_EQ(connection->sessions().first().title, QStringLiteral("Plans"));
    EXPECT_TRUE(waitFor(connection->renameSession(*id, QStringLiteral("Better plans"))).ok());
    EXPECT_EQ(connection->sessions().first().title, QStringLiteral("Better plans"));
}

TEST_F(ConnectionTest, CancelsARun)
{
    const RunEvent cancelled{.runId = QStringLiteral("r"), .sessionId = s, .botId = QStringLiteral("echo"), .clientMessageId = QStringLiteral("c"), .state = RunState::Cancelled};
    node.server.on("/api/runs/r/cancel", succeeds(QJsonObject{{QStringLiteral("run"), cancelled.toJson()}}));
    connectToNode(options());
    ASSERT_TRUE(reaches(State::Live));
    connection->cancelRun(QStringLiteral("r"));
    SessionFeed *feed = connection->feed(s);
    ASSERT_TRUE(waitUntil([&] { return feed->runs().size() == 1; }));
    EXPECT_EQ(feed->runs().first().run.state, RunState::Cancelled);
}

TEST_F(ConnectionTest, HasAnAnswerMadeAnew)
{
    QJsonObject asked;
    const RunEvent run{.runId = QStringLiteral("r"), .sessionId = s, .botId = QStringLiteral("echo"), .clientMessageId = QStringLiteral("c"), .state = RunState::Streaming, .replaces = 7};
    node.server.on("/api/sessions/s/runs", [&asked, run](const FakeRequest &request, const FakeServer::Socket &socket) {
        asked = request.json();
        succeeds(QJsonObject{{QStringLiteral("run"), run.toJson()}})(request, socket);
    });
    connectToNode(options());
    ASSERT_TRUE(reaches(State::Live));
    EXPECT_TRUE(waitFor(connection->answerAnew(s, 7, QStringLiteral("echo"))).ok());
    EXPECT_EQ(asked, (QJsonObject{{QStringLiteral("botId"), QStringLiteral("echo")}, {QStringLiteral("regenerates"), 7}}));
    ASSERT_EQ(connection->feed(s)->runs().size(), 1);
    EXPECT_EQ(connection->feed(s)->runs().first().run.replaces, 7);
    EXPECT_FALSE(waitFor(connection->answerAnew(QStringLiteral("other"), 8, QStringLiteral("echo"))).ok());
}

TEST_F(ConnectionTest, CanEndInTheMiddleOfEverything)
{
    node.holdHistory();
    node.server.on("/api/bots", saysAndWaits(""));
    node.server.on("/api/sessions/s/runs", saysAndWaits(""));
    connectToNode(options());
    connection->feed(s);
    connection->ask(s, QStringLiteral("echo"), QStringLiteral("why?"));
    std::optional<ErrorCode> outcome;
    node.server.on("/api/sessions", saysAndWaits(""));
    const auto creating = connection->createSession({}).then([&](Result<QString> id) { outcome = id.error().code; });
    ASSERT_TRUE(waitUntil([&] { return node.heldHistory() == 1 && !node.server.requests("/api/sessions/s/runs").isEmpty(); }));
    connection.reset();
    EXPECT_EQ(outcome, ErrorCode::Cancelled);
}
