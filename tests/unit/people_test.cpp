// SPDX-License-Identifier: GPL-3.0-or-later
// People through a connection to a node that says what the test wants.
#include "client/people.h"

#include "client/connection.h"
#include "fake_node.h"
#include "one_session.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include <algorithm>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using State = ConnectionStatus::State;

namespace {

const QByteArray readPath = "/api/sessions/s/read", typingPath = "/api/sessions/s/typing", membersPath = "/api/sessions/s/members";

class PeopleTest : public testing::Test
{
protected:
    PeopleTest()
    {
        node.server.on(readPath, [this](const FakeRequest &request, const FakeServer::Socket &socket) {
            if (isHeld)
                held << socket;
            else
                succeeds({})(request, socket);
        });
        node.server.on(typingPath, succeeds({}));
        node.server.on(membersPath, [this](const FakeRequest &request, const FakeServer::Socket &socket) { succeeds({{u"members"_s, members}})(request, socket); });
    }

    void start()
    {
        connection = std::make_unique<Connection>(ConnectionOptions{.url = node.url(), .token = "secret", .outboxFile = dir.filePath(u"outbox.db"_s), .connectionTimeout = 5s,
                                                                    .reconnectInterval = 20ms, .maxReconnectAttempts = 50, .refreshInterval = 1h});
        QObject::connect(connection.get(), &Connection::typingChanged, connection.get(), [this](const QString &id) { changes << u"typing %1"_s.arg(id); });
        QObject::connect(connection.get(), &Connection::presenceChanged, connection.get(), [this](const QString &id) { changes << u"presence %1"_s.arg(id); });
        connection->start();
        ASSERT_TRUE(waitUntil([&] { return connection->status().state == State::Live && !connection->ownSenderId().isEmpty(); }));
    }

    Message say(const QString &text = u"x"_s)
    {
        const Message message = node.store(s, text, {.sessionId = {}, .senderId = u"anna"_s, .content = {}});
        EXPECT_TRUE(waitUntil([&] { return summary().lastMessage && summary().lastMessage->id == message.id; }));
        return message;
    }

    SessionSummary summary() const
    {
        const auto &list = connection->sessions();
        const auto found = std::ranges::find(list, s, &SessionSummary::id);
        return found == list.end() ? SessionSummary{.id = {}, .title = {}} : *found;
    }

    QList<qint64> told()
    {
        QList<qint64> positions;
        for (const FakeRequest &request : node.server.requests(readPath))
            positions << request.json().value(u"position").toInteger();
        return positions;
    }

    QStringList typing()
    {
        QStringList list;
        for (const FakeRequest &request : node.server.requests(typingPath))
            list << request.json().value(u"what").toString() + (request.json().value(u"active").toBool() ? u'+' : u'-');
        return list;
    }

    QStringList typists()
    {
        QStringList list;
        for (const Typist &typist : connection->typists(s))
            list << typist.name + u' ' + typist.what;
        return list;
    }

    void writes(const QString &id, const QString &what = u"message"_s, bool active = true, int forMs = 60'000)
    {
        node.say(event_name::typing, TypingEvent{.sessionId = s, .senderId = id, .senderName = id.toUpper(), .what = what, .active = active, .forMs = forMs}.toJson());
    }

    FakeNode node;
    QTemporaryDir dir;
    QJsonArray members;
    QStringList changes;
    bool isHeld = false;
    QList<FakeServer::Socket> held;
    std::unique_ptr<Connection> connection; // last: it uses the node
};

TEST_F(PeopleTest, WhatWasReadIsToldOnceAndTheNewestOnly)
{
    start();
    const Message first = say();
    isHeld = true;
    connection->markRead(s);
    ASSERT_TRUE(waitUntil([&] { return held.size() == 1; }));
    say();
    connection->markRead(s);
    const Message last = say();
    connection->markRead(s);
    connection->markRead(s);
    isHeld = false;
    succeeds({})({}, held.first());
    ASSERT_TRUE(waitUntil([&] { return told().size() == 2; }));
    EXPECT_EQ(told(), (QList<qint64>{first.id, last.id}));
    EXPECT_EQ(summary().unread, 0);
}

TEST_F(PeopleTest, WhatWasReadOfflineIsToldLater)
{
    start();
    const Message message = say();
    node.server.stopListening();
    node.breakStream();
    ASSERT_TRUE(waitUntil([&] { return connection->status().state != State::Live; }));
    connection->markRead(s);
    EXPECT_EQ(told(), QList<qint64>());
    node.server.listenAgain();
    connection->retryNow();
    ASSERT_TRUE(waitUntil([&] { return !told().isEmpty(); }));
    EXPECT_EQ(told(), QList<qint64>{message.id});
}

TEST_F(PeopleTest, WhatTheNodeRefusesIsNotSaidAgain)
{
    node.server.on(readPath, refuses(404, "not_found", "An older node."));
    start();
    say();
    connection->markRead(s);
    ASSERT_TRUE(waitUntil([&] { return told().size() == 1; }));
    node.breakStream();
    ASSERT_TRUE(waitUntil([&] { return node.server.requests("/api/sse/messages").size() == 2 && connection->status().state == State::Live; }));
    say();
    EXPECT_EQ(told().size(), 1);
}

TEST_F(PeopleTest, TheNodesCountsAreTakenAndAnotherWindowClearsThem)
{
    for (int i = 0; i < 5; ++i)
        node.store(s, u"x"_s, {.sessionId = {}, .senderId = u"anna"_s, .content = {}});
    node.sessions = {QJsonObject{{u"id"_s, s}, {u"title"_s, u"T"_s}, {u"readTo"_s, 2}, {u"unread"_s, 3}, {u"firstUnread"_s, 3}}};
    node.server.on("/api/sessions", [this](const FakeRequest &request, const FakeServer::Socket &socket) { succeeds({{u"sessions"_s, node.sessions}, {u"position"_s, 5}})(request, socket); });
    start();
    ASSERT_TRUE(waitUntil([&] { return summary().unread == 3; }));
    EXPECT_EQ(summary().firstUnread, 3);
    const Message live = say();
    EXPECT_EQ(summary().unread, 4);
    const auto read = [&](const QString &sub, qint64 position) { node.say(event_name::session, {{u"id"_s, s}, {u"read"_s, QJsonObject{{u"sub"_s, sub}, {u"position"_s, position}}}}); };
    read(u"anna"_s, live.id);
    read(u"me"_s, 5);
    ASSERT_TRUE(waitUntil([&] { return summary().unread == 1; }));
    EXPECT_EQ(summary().firstUnread, live.id);
    read(u"me"_s, live.id);
    ASSERT_TRUE(waitUntil([&] { return summary().unread == 0; }));
    EXPECT_EQ(summary().title, u"T"_s);
}

TEST_F(PeopleTest, WhatIsLeftIsAskedForWhereOnlyTheNodeCanSay)
{
    const auto counted = [this](int readTo, int unread) {
        node.sessions = {QJsonObject{{u"id"_s, s}, {u"title"_s, u"T"_s}, {u"readTo"_s, readTo}, {u"unread"_s, unread}, {u"firstUnread"_s, readTo + 1}, {u"lastMessage"_s, node.messages.last().toJson()}}};
    };
    for (int i = 0; i < 5; ++i)
        node.store(s, u"x"_s, {.sessionId = {}, .senderId = u"anna"_s, .content = {}});
    counted(2, 3);
    node.server.on("/api/sessions", [this](const FakeRequest &request, const FakeServer::Socket &socket) { succeeds({{u"sessions"_s, node.sessions}, {u"position"_s, 5}})(request, socket); });
    start();
    ASSERT_TRUE(waitUntil([&] { return summary().unread == 3; }));
    counted(3, 2);
    node.say(event_name::session, {{u"id"_s, s}, {u"read"_s, QJsonObject{{u"sub"_s, u"me"_s}, {u"position"_s, 3}}}});
    ASSERT_TRUE(waitUntil([&] { return summary().unread == 2; }));
    EXPECT_EQ(summary().firstUnread, 4);
}

TEST_F(PeopleTest, OneWritesOnceInAWhileAndStopsAtOnce)
{
    start();
    for (int i = 0; i < 20; ++i)
        connection->setTyping(s, u"message"_s, true);
    connection->setTyping(s, u"note"_s, true);
    connection->setTyping(s, u"message"_s, false);
    connection->setTyping(s, u"message"_s, false);
    connection->setTyping(u"t"_s, u"message"_s, false); // never began
    ASSERT_TRUE(waitUntil([&] { return typing().contains(u"message-"_s) && typing().contains(u"note+"_s); }));
    EXPECT_EQ(typing().count(u"message+"_s), 1);
    EXPECT_LT(typing().indexOf(u"message+"_s), typing().indexOf(u"message-"_s));
    connection->setTyping(s, u"message"_s, true);
    ASSERT_TRUE(waitUntil([&] { return typing().count(u"message+"_s) == 2; }));
    EXPECT_EQ(typing().count(u"message-"_s), 1);
    EXPECT_EQ(typing().count(u"note+"_s), 1);
}

TEST_F(PeopleTest, WhoWritesIsListedUntilItIsOver)
{
    start();
    writes(u"anna"_s);
    writes(u"bob"_s);
    writes(u"anna"_s); // again
    writes(u"anna"_s, u"note"_s);
    writes(u"me"_s); // another window of this caller
    writes(u"brief"_s, u"message"_s, true, 1);
    ASSERT_TRUE(waitUntil([&] { return changes.size() >= 5; })); // brief has come, and is gone by itself
    EXPECT_EQ(typists(), (QStringList{u"ANNA message"_s, u"BOB message"_s, u"ANNA note"_s}));
    EXPECT_EQ(changes, QStringList(5, u"typing s"_s));
    writes(u"bob"_s, u"message"_s, false);
    ASSERT_TRUE(waitUntil([&] { return typists() == (QStringList{u"ANNA message"_s, u"ANNA note"_s}); }));
    say(); // of anna: what she wrote is there
    EXPECT_EQ(typists(), QStringList{u"ANNA note"_s});
    EXPECT_TRUE(connection->typists(u"t"_s).isEmpty());
    node.say(event_name::session, {{u"id"_s, s}, {u"deleted"_s, true}, {u"position"_s, 1}});
    ASSERT_TRUE(waitUntil([&] { return typists().isEmpty(); }));
}

TEST_F(PeopleTest, MembersAndWhetherTheyAreHere)
{
    members = {QJsonObject{{u"sub"_s, u"anna"_s}, {u"name"_s, u"Anna"_s}, {u"role"_s, u"operator"_s}, {u"present"_s, true}, {u"readTo"_s, 7}, {u"lastMessageAt"_s, u"2026-01-01T00:00:00.500Z"_s}},
               QJsonObject{{u"sub"_s, u"bob"_s}, {u"name"_s, u"Bob"_s}, {u"present"_s, false}, {u"readTo"_s, 0}}};
    start();
    EXPECT_EQ(connection->isPresent(u"anna"_s), std::nullopt);
    std::optional<Result<QList<Member>>> asked;
    connection->members(s).then([&](const Result<QList<Member>> &answer) { asked = answer; });
    ASSERT_TRUE(waitUntil([&] { return asked.has_value(); }));
    ASSERT_TRUE(asked->ok());
    const Member &anna = asked->value().first();
    EXPECT_EQ(anna.name, u"Anna"_s);
    EXPECT_EQ(anna.role, u"operator"_s);
    EXPECT_TRUE(anna.present);
    EXPECT_EQ(anna.readTo, 7);
    EXPECT_EQ(anna.lastMessageAtMs, 1'767'225'600'500);
    EXPECT_EQ(asked->value().last().lastMessageAtMs, 0);
    EXPECT_EQ(connection->isPresent(u"anna"_s), true);
    EXPECT_EQ(connection->isPresent(u"bob"_s), false);

    node.say(event_name::presence, PresenceEvent{.sessionId = s, .sub = u"bob"_s, .name = u"Bob"_s, .present = true}.toJson());
    ASSERT_TRUE(waitUntil([&] { return !changes.isEmpty(); }));
    EXPECT_EQ(changes, QStringList{u"presence s"_s});
    EXPECT_EQ(connection->isPresent(u"bob"_s), true);

    // What was told during a break is not known: it is asked for again.
    members = {QJsonObject{{u"sub"_s, u"bob"_s}, {u"name"_s, u"Bob"_s}, {u"present"_s, false}}};
    changes.clear();
    node.breakStream();
    ASSERT_TRUE(waitUntil([&] { return !changes.isEmpty(); }));
    EXPECT_EQ(connection->isPresent(u"bob"_s), false);
    EXPECT_EQ(connection->isPresent(u"anna"_s), std::nullopt);
}

} // namespace
