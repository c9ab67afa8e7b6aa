// SPDX-License-Identifier: GPL-3.0-or-later
// Several nodes and other programs on one PostgreSQL: whoever writes, every subscriber of a session gets every message once
// and in the order of its id.
#include "tests/integration/event_reader.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/stream_swarm.h"
#include "tests/support/postgres_test.h"
#include "tests/support/wait_until.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

using Ids = std::vector<std::int64_t>;

QByteArray bodyOf(const QString &session, const QString &content, const QString &clientId)
{
    return QJsonDocument(QJsonObject{{u"sessionId"_s, session}, {u"content"_s, content}, {u"senderType"_s, u"user"_s}, {u"clientMessageId"_s, clientId}}).toJson(QJsonDocument::Compact);
}

QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

class ManyNodesTest : public PostgresTest
{
protected:
    NodeProcess &addNode()
    {
        nodes.push_back(std::make_unique<NodeProcess>(QStringList{u"--database"_s, url}));
        nodes.back()->start();
        return *nodes.back();
    }

    QByteArray bearer() const { return "Bearer " + nodes.front()->token(); }

    Answer call(const NodeProcess &node, const QByteArray &method, const QByteArray &target, const QByteArray &body = {})
    {
        return HttpConnection(node.port()).call(httpRequest(method, target, bearer(), body)).value_or(Answer());
    }

    Ids idsOf(const std::string &session)
    {
        Ids ids;
        for (const QString &line : server().sql(url, u"SELECT id FROM messages WHERE session_id = '%1' ORDER BY id"_s.arg(QString::fromStdString(session))).split(u'\n', Qt::SkipEmptyParts))
            ids.push_back(line.toLongLong());
        return ids;
    }

    // Every reader has, once and in order, what the database has of its session.
    void expectComplete(StreamSwarm &swarm, std::chrono::seconds limit = 30s)
    {
        std::map<std::string, Ids> expected;
        std::size_t count = 0;
        for (const auto &record : swarm.records()) {
            if (!expected.contains(record.session))
                expected[record.session] = idsOf(record.session);
            count += expected[record.session].size();
        }
        EXPECT_TRUE(waitUntil([&] { return swarm.received() >= count; }, limit)) << swarm.received() << " of " << count << " came";
        for (const auto &record : swarm.records()) {
            EXPECT_EQ(record.ids, expected[record.session]) << record.session;
            EXPECT_EQ(record.resets, 0);
            EXPECT_EQ(record.fault, "");
        }
    }

    const QString url = server().createDatabase();
    std::vector<std::unique_ptr<NodeProcess>> nodes;
};

TEST_F(ManyNodesTest, ThreeNodesFourPublishersOfThreeKindsThirtySubscribers)
{
    constexpr int sessions = 5, readers = 30, rounds = 300;
    for (int i = 0; i < 3; ++i)
        addNode();
    StreamSwarm swarm({nodes[0]->port(), nodes[1]->port(), nodes[2]->port()}, nodes[0]->token().toStdString());
    for (int i = 0; i < readers; ++i)
        swarm.add("many-" + std::to_string(i % sessions));
    swarm.start();
    ASSERT_TRUE(waitUntil([&] { return swarm.placed() == readers; }, 20s));

    std::atomic<int> accepted = 0, told = 0;
    std::vector<std::thread> publishers;
    for (int node : {0, 1}) {
        publishers.emplace_back([&, node] {
            HttpConnection connection(nodes[std::size_t(node)]->port());
            for (int i = 0; i < rounds; ++i) {
                const QByteArray request = httpRequest("POST", "/api/messages", bearer(), bodyOf(u"many-%1"_s.arg(i % sessions), u"by node %1"_s.arg(node), uuid()));
                // The one that is killed: its clients go to another.
                for (int attempt = 0; attempt < 200; ++attempt) {
                    const auto answer = connection.call(request);
                    if (answer && (answer->status == 201 || answer->status == 200)) {
                        ++accepted;
                        break;
                    }
                    ++told;
                    connection = HttpConnection(nodes[0]->port());
                    std::this_thread::sleep_for(5ms);
                }
            }
        });
    }
    publishers.emplace_back([&] {
        PsqlSession psql(url);
        for (int i = 0; i < rounds; ++i)
            psql.run(u"INSERT INTO messages (session_id, content, sender_type) VALUES ('many-%1', 'by psql', 'user');"_s.arg(i % sessions));
    });
    publishers.emplace_back([&] {
        for (int i = 0; i < rounds / 20; ++i) {
            QByteArray rows;
            for (int row = 0; row < 40; ++row)
                rows += "many-" + QByteArray::number(row % sessions) + "\tby copy\tbot\n";
            server().copyIn(url, u"COPY messages (session_id, content, sender_type) FROM STDIN"_s, rows);
        }
    });
    // While all write: a third of the readers lose their node, and go on with another.
    ASSERT_TRUE(waitUntil([&] { return accepted > rounds / 2; }, 60s));
    nodes[1]->kill();
    for (std::thread &publisher : publishers)
        publisher.join();

    EXPECT_EQ(accepted, 2 * rounds);
    EXPECT_GT(told, 0) << "the kill came while nobody wrote to that node";
    expectComplete(swarm);
    EXPECT_EQ(server().sql(url, u"SELECT count(*) FROM messages"_s).toInt(), 2 * rounds + rounds + rounds / 20 * 40);
    EXPECT_EQ(server().sql(url, u"SELECT count(*) FROM messages WHERE id <= 0"_s).toInt(), 0);
    int restarts = 0;
    for (const auto &record : swarm.records())
        restarts += record.connections - 1;
    EXPECT_GE(restarts, readers / 3);
}

TEST_F(ManyNodesTest, TheSameUuidFromTwoNodesAtOnceIsStoredOnce)
{
    addNode();
    addNode();
    for (int round = 0; round < 100; ++round) {
        const QByteArray body = bodyOf(u"twice"_s, u"round %1"_s.arg(round), uuid());
        Answer answers[2];
        std::thread threads[2];
        for (std::size_t i = 0; i < 2; ++i)
            threads[i] = std::thread([&, i] { answers[i] = call(*nodes[i], "POST", "/api/messages", body); });
        for (std::thread &thread : threads)
            thread.join();
        EXPECT_EQ(answers[0].status + answers[1].status, 201 + 200) << answers[0].body.toStdString() << answers[1].body.toStdString();
        EXPECT_EQ(answers[0].data().value(u"message"), answers[1].data().value(u"message"));
    }
    EXPECT_EQ(idsOf("twice").size(), 100u);
}

TEST_F(ManyNodesTest, PeopleOnOneNodeAreSeenOnTheOthers)
{
    NodeProcess &first = addNode(), &second = addNode();
    const QByteArray invited = call(first, "POST", "/api/auth/tickets", R"({"invite":{"sub":"ann","name":"Ann","sessions":["team-*"]}})").data().value(u"ticket").toString().toLatin1();
    const QByteArray ann = "Bearer " + call(first, "POST", "/api/auth/session", "{\"ticket\":\"" + invited + "\"}").data().value(u"token").toString().toLatin1();
    const auto as = [](const NodeProcess &node, const QByteArray &who, const QByteArray &method, const QByteArray &target, const QByteArray &body = {}) {
        return HttpConnection(node.port()).call(httpRequest(method, target, who, body)).value_or(Answer());
    };
    ASSERT_EQ(call(first, "POST", "/api/messages", bodyOf(u"team-a"_s, u"hello"_s, uuid())).status, 201);
    const auto isPresent = [&] {
        for (const QJsonValue member : call(second, "GET", "/api/sessions/team-a/members").data().value(u"members").toArray()) {
            if (member[u"sub"].toString() == u"ann")
                return member[u"present"].toBool();
        }
        return false;
    };
    EventReader watching(second.port(), httpRequest("GET", "/api/sse/messages?sessionId=team-a", bearer()));
    EventReader elsewhere(second.port(), httpRequest("GET", "/api/sse/messages?sessionId=other", bearer()));
    for (EventReader *reader : {&watching, &elsewhere})
        ASSERT_TRUE(reader->waitFor([&] { return !reader->of("position").empty(); }));
    ASSERT_EQ(as(first, ann, "POST", "/api/sessions/team-a/read").status, 200);
    ASSERT_TRUE(watching.waitFor([&] { return !watching.of("session").empty(); }));
    EXPECT_EQ(watching.of("session").front().value(u"read").toObject().value(u"sub"), u"ann"_s);
    EXPECT_FALSE(isPresent());

    const auto presence = [&] {
        QList<bool> told;
        for (const QJsonObject &event : watching.of("presence")) {
            if (event.value(u"sub").toString() == u"ann")
                told << event.value(u"present").toBool();
        }
        return told;
    };
    EventReader here(first.port(), httpRequest("GET", "/api/sse/messages?sessionId=*", ann));
    ASSERT_TRUE(here.waitFor([&] { return !here.of("position").empty(); }));
    ASSERT_TRUE(watching.waitFor([&] { return presence() == QList<bool>{true}; }));
    EXPECT_TRUE(isPresent());
    ASSERT_EQ(as(first, ann, "POST", "/api/sessions/team-a/typing", R"({"what":"note"})").status, 200);
    ASSERT_TRUE(watching.waitFor([&] { return !watching.of("typing").empty(); }));
    EXPECT_EQ(watching.of("typing").front().value(u"senderName"), u"Ann"_s);

    // A node that starts later is told who is here; one that dies takes its callers with it.
    NodeProcess &late = addNode();
    EXPECT_TRUE(waitUntil([&] {
        const QJsonArray members = call(late, "GET", "/api/sessions/team-a/members").data().value(u"members").toArray();
        return std::ranges::any_of(members, [](const QJsonValue &member) { return member[u"sub"].toString() == u"ann" && member[u"present"].toBool(); });
    }, 10s));
    ASSERT_EQ(as(first, ann, "POST", "/api/sessions/team-a/typing").status, 200);
    ASSERT_TRUE(watching.waitFor([&] { return watching.of("typing").size() == 2; }));
    EXPECT_EQ(presence(), QList<bool>{true});
    first.kill();
    ASSERT_TRUE(watching.waitFor([&] { return presence() == (QList<bool>{true, false}); }, 60s));
    EXPECT_FALSE(isPresent());
    ASSERT_EQ(call(second, "POST", "/api/sessions/other/typing").status, 200); // what comes before it has come
    ASSERT_TRUE(elsewhere.waitFor([&] { return !elsewhere.of("typing").empty(); }));
    EXPECT_EQ(elsewhere.of("typing").front().value(u"sessionId"), u"other"_s);
    EXPECT_TRUE(elsewhere.of("presence").empty());
}

// Reads a session's stream to the end of the answer under way: its text, from offset to offset without a hole.
QString textOfAnswer(const NodeProcess &node, const QByteArray &authorization, QString &stored)
{
    QByteArray stream;
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, node.port());
    EXPECT_TRUE(socket.waitForConnected(5'000));
    socket.write(httpRequest("GET", "/api/sse/messages?sessionId=answers", authorization));
    EXPECT_TRUE(waitUntil([&] {
        socket.waitForReadyRead(50);
        stream += socket.readAll();
        return stream.contains("\"state\":\"completed\"");
    }, 20s));
    QString text;
    for (const QByteArray &line : stream.split('\n')) {
        const QJsonObject data = line.startsWith("data: ") ? QJsonDocument::fromJson(line.mid(6)).object() : QJsonObject();
        if (data.contains(u"offset")) {
            EXPECT_EQ(data.value(u"offset").toInteger(), text.size());
            text += data.value(u"text").toString();
        } else if (data.value(u"senderType").toString() == u"bot") {
            stored = data.value(u"content").toString();
        }
    }
    return text;
}

TEST_F(ManyNodesTest, AnAnswerUnderWayIsSeenOnEveryNodeFromItsBeginning)
{
    NodeProcess &first = addNode(), &second = addNode();
    const Answer asked = call(first, "POST", "/api/sessions/answers/runs", R"({"botId":"echo","content":"hello"})");
    ASSERT_EQ(asked.status, 202) << asked.body.toStdString();
    // One node has followed the answer from its first piece, the other is only started now; to both a reader comes in the middle.
    const auto piecesOn = [this](const NodeProcess &node) { return call(node, "GET", "/api/sse/stats").data().value(u"database").toObject().value(u"live").toObject().value(u"received").toInteger(); };
    ASSERT_TRUE(waitUntil([&] { return piecesOn(second) > 10; }, 10s));
    NodeProcess &late = addNode();
    ASSERT_TRUE(waitUntil([&] { return piecesOn(late) > 2; }, 10s));
    QString texts[2], stored[2];
    std::thread readers[2];
    readers[0] = std::thread([&] { texts[0] = textOfAnswer(second, bearer(), stored[0]); });
    readers[1] = std::thread([&] { texts[1] = textOfAnswer(late, bearer(), stored[1]); });
    for (std::thread &reader : readers)
        reader.join();
    EXPECT_FALSE(stored[0].isEmpty());
    EXPECT_EQ(stored[1], stored[0]);
    EXPECT_EQ(texts[0], stored[0]);
    EXPECT_EQ(texts[1], stored[0]);
}

TEST_F(ManyNodesTest, AnAnswerIsStoppedFromAnyNode)
{
    addNode();
    addNode();
    const Answer asked = call(*nodes[0], "POST", "/api/sessions/stopped/runs", R"({"botId":"echo","content":"a question whose answer takes some seconds"})");
    ASSERT_EQ(asked.status, 202) << asked.body.toStdString();
    const QByteArray runId = asked.data().value(u"run").toObject().value(u"runId").toString().toLatin1();
    const Answer cancelled = call(*nodes[1], "POST", "/api/runs/" + runId + "/cancel");
    ASSERT_EQ(cancelled.status, 200) << cancelled.body.toStdString();
    EXPECT_EQ(cancelled.data().value(u"run").toObject().value(u"state").toString(), u"cancelled");
    EXPECT_TRUE(waitUntil([&] { return server().sql(url, u"SELECT state FROM runs"_s) == u"cancelled"_s; }, 20s)) << qPrintable(server().sql(url, u"SELECT state FROM runs"_s));
    EXPECT_EQ(call(*nodes[1], "POST", "/api/runs/" + runId + "/cancel").status, 404);
    EXPECT_EQ(call(*nodes[1], "POST", "/api/runs/nothing/cancel").status, 404);
}

TEST_F(ManyNodesTest, StatsAreOfThisNodeAndOfAll)
{
    addNode();
    addNode();
    StreamSwarm swarm({nodes[0]->port(), nodes[1]->port()}, nodes[0]->token().toStdString());
    for (int i = 0; i < 5; ++i)
        swarm.add("stats");
    swarm.start();
    ASSERT_TRUE(waitUntil([&] { return swarm.placed() == 5; }, 20s));
    QJsonObject stats;
    const auto openOf = [](const QJsonValue &value) { return value.toObject().value(u"connections").toObject().value(u"open").toInteger(); };
    EXPECT_TRUE(waitUntil([&] {
        stats = call(*nodes[0], "GET", "/api/sse/stats").data();
        return openOf(stats.value(u"all")) == 5;
    }, 10s));
    EXPECT_EQ(stats.value(u"nodes").toArray().size(), 2);
    EXPECT_GT(openOf(stats), 0);
    EXPECT_LT(openOf(stats), 5);
    // One that leaves is gone at once, one that dies after 15 s.
    EXPECT_EQ(nodes[1]->terminate(), 0);
    EXPECT_EQ(call(*nodes[0], "GET", "/api/sse/stats").data().value(u"nodes").toArray().size(), 1);
}

} // namespace
} // namespace pipit::test
