// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of bots, held against what happens to nodes and to those who ask: an answer that a provider gives is stored whole
// and once, and everybody sees the same of it.
#include "tests/integration/bot_providers.h"
#include "tests/integration/ctl_process.h"
#include "tests/integration/event_reader.h"
#include "tests/integration/node_process.h"
#include "tests/support/postgres_test.h"
#include "tests/support/wait_until.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <gtest/gtest.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

const QStringList pieces{u"你好 "_s, u"from **Co"_s, u"ze** 🐦"_s, u" and "_s, u"goodbye."_s};
const QString wholeText = pieces.join(QString());

QJsonObject cozeQuestion(const QString &bot, const QString &session = {})
{
    QJsonObject asked{{u"userId"_s, u"u1"_s}, {u"message"_s, question}, {u"botId"_s, bot}, {u"shopId"_s, u"s1"_s}};
    if (!session.isEmpty())
        asked.insert(u"conversationId"_s, session);
    return asked;
}

// The whole text, neither less nor more, and stored once.
void expectAnswer(const Client &client, const QByteArray &session, const QString &clientMessageId = {}, std::chrono::seconds limit = 20s)
{
    QList<QJsonObject> answers;
    EXPECT_TRUE(waitUntil([&] { return !(answers = client.answersIn(session)).isEmpty(); }, limit)) << "no answer in " << session.toStdString();
    ASSERT_EQ(answers.size(), 1);
    EXPECT_EQ(answers[0].value(u"content").toString(), wholeText);
    EXPECT_FALSE(answers[0].value(u"metadata").toObject().contains(u"runState")) << "it is marked as not whole";
    if (!clientMessageId.isEmpty()) {
        EXPECT_EQ(answers[0].value(u"clientMessageId").toString(), clientMessageId);
    }
}

class BotsTest : public testing::Test
{
protected:
    void SetUp() override
    {
        providers.configure(node.dataDirectory());
        node.start();
    }

    Client client() const { return {node.port(), node.token()}; }

    Providers providers{pieces};
    FakeCoze &coze = providers.coze;
    NodeProcess node;
};

TEST_F(BotsTest, ANodeThatIsKilledFinishesTheAnswerWhenItIsStartedAgain)
{
    coze.setScript({.pieces = pieces, .gateAfter = 2, .retrievesInProgress = 2});
    const auto reader = client().subscribe("kill");
    const QJsonObject asked = client().ask("kill", u"helper"_s);
    ASSERT_TRUE(reader->waitFor([&] { return reader->of("delta").size() >= 2; }));
    const QString clientMessageId = reader->of("run").front().value(u"clientMessageId").toString();
    EXPECT_FALSE(clientMessageId.isEmpty());
    EXPECT_EQ(asked.value(u"clientMessageId").toString(), clientMessageId);
    node.kill();
    EXPECT_TRUE(coze.chats().first().streamed);
    coze.goOn();
    node.start();
    expectAnswer(client(), "kill", clientMessageId);
    EXPECT_EQ(coze.count("/v3/chat"), 1);
    EXPECT_GT(coze.chats().first().retrieves, 0) << "the answer came by the stream that broke";
}

// The provider has the question, and nobody has seen a piece.
TEST_F(BotsTest, ANodeThatIsKilledAsSoonAsTheProviderHasTheQuestionFinishesTheAnswer)
{
    for (const QByteArray session : {"soon-1", "soon-2", "soon-3"}) {
        coze.scriptNext({.pieces = pieces, .gateAfter = 0});
        const int before = coze.count("/v3/chat");
        const QJsonObject asked = client().ask(session, u"helper"_s);
        ASSERT_TRUE(waitUntil([&] { return coze.count("/v3/chat") > before; }, 20s));
        node.kill();
        ASSERT_TRUE(waitUntil([&] { return coze.waiting() == 1; }, 20s));
        coze.goOn();
        node.start();
        expectAnswer(client(), session, asked.value(u"clientMessageId").toString());
        EXPECT_EQ(coze.count("/v3/chat"), before + 1);
    }
}

TEST_F(BotsTest, TheAskerMayLeaveWithoutWaitingForTheAnswer)
{
    coze.setScript({.pieces = pieces, .pieceInterval = 100ms, .gateAfter = 2});
    const auto openStreams = [&] { return client().call("GET", "/api/sse/stats").data().value(u"connections").toObject().value(u"open").toInteger(-1); };
    {
        EventReader asker(node.port(), client().request("POST", "/api/coze/chat", cozeQuestion(u"helper"_s, u"leaver"_s)));
        ASSERT_TRUE(asker.waitFor([&] { return coze.waiting() == 1; }));
        asker.leave();
    }
    coze.goOn();
    expectAnswer(client(), "leaver");
    {
        EventReader asker(node.port(), client().request("POST", "/api/coze/chat/stream", cozeQuestion(u"helper"_s, u"stream-leaver"_s)));
        ASSERT_TRUE(asker.waitFor([&] { return coze.waiting() == 1 && asker.events().size() >= 2; }));
        EXPECT_EQ(openStreams(), 1);
        asker.leave();
    }
    EXPECT_TRUE(waitUntil([&] { return openStreams() == 0; }, 10s));
    coze.goOn();
    expectAnswer(client(), "stream-leaver");
    ASSERT_EQ(coze.count("/v3/chat"), 2);
    // To its last piece: what comes after that, the node need not wait for.
    for (const ProviderRequest &request : coze.requests("/v3/chat"))
        EXPECT_GE(request.pieceTimes.size(), std::size_t(pieces.size())) << "the provider was left alone with the answer";
}

TEST_F(BotsTest, ChatStreamSaysNothingButItsFourEvents)
{
    for (const QString &bot : {u"helper"_s, u"local"_s, u"7566252531572473891"_s}) {
        EventReader asker(node.port(), client().request("POST", "/api/coze/chat/stream", cozeQuestion(bot)));
        ASSERT_TRUE(asker.waitFor([&] { return asker.hasEnded(); })) << asker.body().toStdString();
        EXPECT_TRUE(asker.head().startsWith("HTTP/1.1 200 ")) << asker.head().toStdString();
        EXPECT_TRUE(asker.head().toLower().contains("\r\ncontent-type: text/event-stream")) << asker.head().toStdString();
        const QString session = asker.events().front().data.value(u"conversationId").toString();
        EXPECT_FALSE(session.isEmpty());
        QByteArrayList frames = asker.body().split('\n');
        QString text;
        QList<QJsonObject> said;
        // Each event is one line of data and an empty one.
        ASSERT_EQ(frames.takeLast(), "");
        for (qsizetype i = 0; i + 1 < frames.size(); i += 2) {
            ASSERT_TRUE(frames[i].startsWith("data: ") && frames[i + 1].isEmpty()) << asker.body().toStdString();
            const QJsonObject event = QJsonDocument::fromJson(frames[i].sliced(6)).object();
            if (event.value(u"event") == u"message"_s) {
                EXPECT_EQ(event.keys(), (QStringList{u"content"_s, u"event"_s}));
                text += event.value(u"content").toString();
            } else {
                said << event;
            }
        }
        EXPECT_GE(frames.size(), 2 * (1 + 2)); // what has come before somebody listens is one piece
        EXPECT_EQ(said, (QList<QJsonObject>{{{u"event"_s, u"started"_s}, {u"conversationId"_s, session}}, {{u"event"_s, u"completed"_s}, {u"conversationId"_s, session}}})) << asker.body().toStdString();
        EXPECT_EQ(asker.events().front().data.value(u"event"), u"started"_s);
        EXPECT_EQ(text, wholeText);
        expectAnswer(client(), session.toUtf8());
    }
    EXPECT_EQ(coze.chats().first().userId, u"u1"_s);
}

// Whoever has printed the pieces learns that the bot took them back.
TEST_F(BotsTest, ChatStreamTellsTheTextThatWasCorrected)
{
    coze.setScript({.pieces = pieces, .completedText = u"What it meant to say."_s});
    EventReader asker(node.port(), client().request("POST", "/api/coze/chat/stream", cozeQuestion(u"helper"_s)));
    ASSERT_TRUE(asker.waitFor([&] { return asker.hasEnded(); })) << asker.body().toStdString();
    const QJsonObject last = asker.events().back().data;
    EXPECT_EQ(last.value(u"event"), u"completed"_s);
    EXPECT_EQ(last.value(u"content"), u"What it meant to say."_s);
    EXPECT_EQ(client().answersIn(last.value(u"conversationId").toString().toUtf8()).value(0).value(u"content"), u"What it meant to say."_s);
}

// Nobody is told that the node has it: the answer goes on without it.
TEST_F(BotsTest, ChatStreamSaysWhereTheAnswerOfANodeThatStopsWillBe)
{
    coze.setScript({.pieces = pieces, .gateAfter = 2});
    EventReader asker(node.port(), client().request("POST", "/api/coze/chat/stream", cozeQuestion(u"helper"_s, u"later"_s)));
    ASSERT_TRUE(asker.waitFor([&] { return coze.waiting() == 1 && asker.events().size() >= 2; }));
    EXPECT_EQ(node.terminate(), 0);
    ASSERT_TRUE(asker.waitFor([&] { return asker.hasEnded(); }));
    const QJsonObject last = asker.events().back().data;
    EXPECT_EQ(last.value(u"event"), u"error"_s) << asker.body().toStdString();
    EXPECT_TRUE(last.value(u"error").toString().contains(u"session later")) << asker.body().toStdString();
    coze.goOn();
    node.start();
    expectAnswer(client(), "later");
}

TEST_F(BotsTest, BotsAreListedWithWhatTheyCanDo)
{
    const auto listed = client().call("GET", "/api/bots").data().value(u"bots").toArray();
    const auto capabilitiesOf = [&](const QString &id) {
        const auto bot = std::ranges::find_if(listed, [&id](const QJsonValue &one) { return one[u"id"] == id; });
        return bot == listed.end() ? QJsonArray() : (*bot)[u"capabilities"].toArray();
    };
    EXPECT_EQ(capabilitiesOf(u"helper"_s), (QJsonArray{u"stream"_s, u"poll"_s, u"files"_s, u"suggestions"_s}));
    EXPECT_EQ(capabilitiesOf(u"local"_s), QJsonArray{u"stream"_s});
}

TEST_F(BotsTest, ChatStreamEndsWithTheErrorOfABotThatFails)
{
    coze.answerNext("/v3/chat", cozeError(4015, u"The bot is not published to the channel"_s));
    EventReader asker(node.port(), client().request("POST", "/api/coze/chat/stream", cozeQuestion(u"helper"_s)));
    ASSERT_TRUE(asker.waitFor([&] { return asker.hasEnded(); })) << asker.body().toStdString();
    ASSERT_EQ(asker.events().size(), 2u) << asker.body().toStdString();
    const QJsonObject last = asker.events().back().data;
    const QString error = last.value(u"error").toString();
    EXPECT_EQ(last.keys(), (QStringList{u"error"_s, u"event"_s}));
    EXPECT_EQ(last.value(u"event"), u"error"_s);
    for (const QString &part : {u"4015"_s, u"not published"_s, QString::fromLatin1(coze.requests("/v3/chat").first().answerId)})
        EXPECT_TRUE(error.contains(part)) << error.toStdString();
    const Answer unknown = client().call("POST", "/api/coze/chat/stream", cozeQuestion(u"nobody"_s));
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(unknown.error().value(u"field"), u"botId"_s);
}

TEST_F(BotsTest, ChatAnswersInOnePiece)
{
    const auto expectWhole = [&](const QString &bot, int input, int output) {
        const Answer answer = client().call("POST", "/api/coze/chat", cozeQuestion(bot));
        ASSERT_EQ(answer.status, 200) << answer.body.toStdString();
        const QJsonObject data = answer.data();
        const QList<QJsonObject> stored = client().answersIn(data.value(u"conversationId").toString().toUtf8());
        ASSERT_EQ(stored.size(), 1) << answer.body.toStdString();
        EXPECT_EQ(stored[0].value(u"content").toString(), wholeText);
        const QJsonObject expected{{u"conversationId"_s, stored[0].value(u"sessionId")},
                                   {u"content"_s, wholeText},
                                   {u"messageId"_s, QString::number(stored[0].value(u"id").toInteger())},
                                   {u"usage"_s, QJsonObject{{u"inputTokens"_s, input}, {u"outputTokens"_s, output}, {u"totalTokens"_s, input + output}}}};
        EXPECT_EQ(data, expected) << answer.body.toStdString();
    };
    expectWhole(u"helper"_s, 20, 10);
    expectWhole(u"local"_s, 5, 2);
    coze.setScript({.pieces = pieces, .failure = CozeFailure{.code = 4011, .message = u"balance empty"_s, .afterPieces = 1}});
    const Answer failed = client().call("POST", "/api/coze/chat", cozeQuestion(u"helper"_s));
    EXPECT_EQ(failed.status, 503) << failed.body.toStdString();
    EXPECT_TRUE(failed.error().value(u"message").toString().contains(u"4011")) << failed.body.toStdString();
}

TEST_F(BotsTest, PipitctlPrintsTheAnswerAndNothingElse)
{
    const auto ctl = [&](const QStringList &arguments) {
        return runCtl(QStringList{u"--url"_s, u"http://127.0.0.1:%1"_s.arg(node.port()), u"--token-file"_s, node.dataDirectory() + u"/operator.token"_s} + arguments);
    };
    const QStringList chat{u"chat"_s, u"How"_s, u"are"_s, u"you?"_s, u"--bot"_s};
    for (const QString &bot : {u"helper"_s, u"local"_s}) {
        const CtlOutcome outcome = ctl(chat + QStringList{bot});
        EXPECT_EQ(outcome.exitCode, 0);
        EXPECT_EQ(outcome.output, QString(wholeText + u'\n'));
        EXPECT_EQ(outcome.errors, QString());
    }
    EXPECT_EQ(coze.chats().first().questions.first()[u"content"], question);

    coze.setScript({.pieces = pieces, .failure = CozeFailure{.code = 4011, .message = u"balance empty"_s, .afterPieces = 1}});
    const CtlOutcome broken = ctl(chat + QStringList{u"helper"_s});
    EXPECT_EQ(broken.exitCode, 1);
    EXPECT_EQ(broken.output, QString(pieces.first() + u'\n'));
    EXPECT_TRUE(broken.errors.contains(u"4011") && broken.errors.contains(u"balance empty")) << broken.errors.toStdString();
    const CtlOutcome refused = ctl(chat + QStringList{u"locked-out"_s});
    EXPECT_EQ(refused.exitCode, 1);
    EXPECT_EQ(refused.output, QString());
    EXPECT_TRUE(refused.errors.contains(u"700012006")) << refused.errors.toStdString();
    const CtlOutcome unknown = ctl(chat + QStringList{u"nobody"_s});
    EXPECT_EQ(unknown.exitCode, 1);
    EXPECT_EQ(unknown.output, QString());

    const CtlOutcome bots = ctl({u"bots"_s});
    EXPECT_EQ(bots.exitCode, 0) << bots.errors.toStdString();
    QStringList ids;
    for (const QString &line : bots.output.split(u'\n', Qt::SkipEmptyParts))
        ids << line.section(u' ', 0, 0);
    EXPECT_EQ(ids, (QStringList{u"helper"_s, u"locked-out"_s, u"local"_s})) << bots.output.toStdString();
}

class BotsOnManyNodesTest : public PostgresTest
{
protected:
    NodeProcess &addNode()
    {
        nodes.push_back(std::make_unique<NodeProcess>(QStringList{u"--database"_s, url}));
        providers.configure(nodes.back()->dataDirectory());
        nodes.back()->start();
        return *nodes.back();
    }

    // One token is good on all.
    Client clientOf(const NodeProcess &node) const { return {node.port(), nodes.front()->token()}; }

    Providers providers{pieces};
    FakeCoze &coze = providers.coze;
    const QString url = server().createDatabase();
    std::vector<std::unique_ptr<NodeProcess>> nodes;
};

TEST_F(BotsOnManyNodesTest, AnotherNodeFinishesTheAnswerOfOneThatIsKilled)
{
    coze.setScript({.pieces = pieces, .gateAfter = 2, .retrievesInProgress = 2});
    NodeProcess &first = addNode(), &second = addNode();
    const Client other = clientOf(second);
    const auto reader = other.subscribe("taken-over");
    const QJsonObject asked = clientOf(first).ask("taken-over", u"helper"_s);
    ASSERT_TRUE(reader->waitFor([&] { return reader->of("delta").size() >= 2; }));
    first.kill();
    coze.goOn();
    const QString clientMessageId = reader->of("run").front().value(u"clientMessageId").toString();
    EXPECT_EQ(asked.value(u"clientMessageId").toString(), clientMessageId);
    expectAnswer(other, "taken-over", clientMessageId, 40s);
    EXPECT_EQ(coze.count("/v3/chat"), 1);
    EXPECT_GT(coze.chats().first().retrieves, 0);
    // Who was there all the time has seen it go over and come to its end.
    EXPECT_TRUE(reader->waitFor([&] { return reader->of("run").back().value(u"state") == u"completed"_s; }));
    EXPECT_TRUE(std::ranges::any_of(reader->of("run"), [](const QJsonObject &run) { return run.value(u"state") == u"polling"_s; }));
    EXPECT_EQ(reader->of("message").back().value(u"content").toString(), wholeText);
}

// Nobody has it any more when somebody presses Stop: whoever takes it over stops it, at the provider too.
TEST_F(BotsOnManyNodesTest, ACancelIsKeptForARunWhoseNodeIsGone)
{
    coze.setScript({.pieces = pieces, .gateAfter = 2});
    NodeProcess &first = addNode(), &second = addNode();
    const Client other = clientOf(second);
    const auto reader = other.subscribe("cancelled");
    const QByteArray runId = clientOf(first).ask("cancelled", u"helper"_s).value(u"runId").toString().toLatin1();
    ASSERT_TRUE(reader->waitFor([&] { return reader->of("delta").size() >= 2; }));
    first.kill();
    const Answer cancelled = other.call("POST", "/api/runs/" + runId + "/cancel");
    EXPECT_EQ(cancelled.status, 200) << cancelled.body.toStdString();
    EXPECT_TRUE(reader->waitFor([&] { return reader->of("run").back().value(u"state") == u"cancelled"_s; }, 40s)) << reader->body().toStdString();
    EXPECT_TRUE(waitUntil([&] { return coze.chats().first().cancels == 1; }, 10s));
    EXPECT_EQ(coze.chats().first().status, u"canceled"_s);
    for (const QJsonObject &answer : other.answersIn("cancelled"))
        EXPECT_EQ(answer.value(u"metadata")[u"runState"], u"cancelled"_s);
    EXPECT_EQ(other.call("POST", "/api/runs/" + runId + "/cancel").status, 404);
    coze.goOn();
}

TEST_F(BotsOnManyNodesTest, AllSeeTheSamePiecesAndWhoComesLateTheTextSoFar)
{
    coze.setScript({.pieces = pieces, .gateAfter = 3});
    NodeProcess &first = addNode();
    std::vector<std::unique_ptr<EventReader>> readers;
    for (int i = 0; i < 2; ++i)
        readers.push_back(clientOf(first).subscribe("together"));
    clientOf(first).ask("together", u"helper"_s);
    for (const auto &reader : readers)
        ASSERT_TRUE(reader->waitFor([&] { return reader->of("delta").size() == 3; }));

    // The node does not exist before the pieces are said.
    NodeProcess &second = addNode();
    const auto late = clientOf(second).subscribe("together");
    EXPECT_TRUE(late->waitFor([&] { return !late->of("delta").empty(); })) << "nothing of what was said before";
    coze.goOn();
    EventReader *const all[]{readers[0].get(), readers[1].get(), late.get()};
    for (EventReader *reader : all)
        EXPECT_TRUE(reader->waitFor([&] { return !reader->of("run").empty() && reader->of("run").back().value(u"state") == u"completed"_s; }));

    const std::vector<QJsonObject> seen = readers[0]->of("delta");
    EXPECT_EQ(seen.size(), std::size_t(pieces.size()));
    EXPECT_EQ(readers[1]->of("delta"), seen);
    for (const EventReader *reader : {all[0], all[2]}) {
        QString text;
        for (const QJsonObject &delta : reader->of("delta")) {
            EXPECT_EQ(delta.value(u"offset").toInteger(), text.size());
            text += delta.value(u"text").toString();
        }
        EXPECT_EQ(text, wholeText);
    }
    for (const EventReader *reader : all) {
        ASSERT_FALSE(reader->of("message").empty());
        EXPECT_EQ(reader->of("message").back().value(u"content").toString(), wholeText);
        EXPECT_EQ(reader->of("message").back(), readers[0]->of("message").back());
    }
}

} // namespace
} // namespace pipit::test
