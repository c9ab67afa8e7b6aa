// SPDX-License-Identifier: GPL-3.0-or-later
// Runs against providers with which anything may go wrong: whoever asked sees the whole answer, or one clear error; nothing
// hangs, and no run stays open.
#include "server/bots/run_manager.h"
#include "server/log/dispatcher.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/fake_coze.h"
#include "tests/support/fake_openai.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace pipit;
using namespace pipit::bots;
using namespace pipit::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr char tokenVariable[] = "BOT_RUNS_TEST_TOKEN";
constexpr int limitMs = 30'000;

QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

class BotRuns
{
public:
    BotRuns(const FakeProvider &provider, const QString &kind, const QByteArray &token) : m_token(token)
    {
        qputenv(tokenVariable, token);
        config = {.id = u"bot"_s, .provider = kind, .name = u"Bot"_s, .baseUrl = provider.url().toString(), .botId = u"7566252531572473891"_s, .model = u"m"_s,
                  .tokenEnv = QString::fromLatin1(tokenVariable), .rawLog = true, .connectTimeout = 2s, .firstTokenTimeout = 700ms, .silenceTimeout = 700ms, .pollInterval = 100ms};
    }
    ~BotRuns() { die(); }

    BotConfig config;

    void open()
    {
        m_store = std::move(store::openSqliteStore({.file = QDir(m_directory.path()).filePath(u"pipit.db"_s)}).value());
        m_dispatcher = std::make_unique<log::Dispatcher>(*m_store, log::DispatcherOptions{});
        m_bots = std::move(BotRegistry::make({config}, m_directory.path()).value());
        m_runs = std::make_unique<RunManager>(*m_bots, *m_store, *m_dispatcher);
    }

    // As where the node is killed: nobody says goodbye to anybody.
    void die()
    {
        m_runs.reset();
        m_bots.reset();
        if (m_dispatcher)
            m_dispatcher->stop();
        if (m_store)
            m_store->close();
        m_dispatcher.reset();
        m_store.reset();
    }

    RunManager &runs()
    {
        if (!m_runs)
            open();
        return *m_runs;
    }

    Asked ask(const QString &text = u"hello"_s, std::optional<qint64> replaces = {})
    {
        const MessageDraft draft{.sessionId = u"s"_s, .clientMessageId = uuid(), .senderId = u"ann"_s, .content = text, .replaces = replaces};
        auto asked = QCoro::waitFor(asOptional(runs().ask(u"bot"_s, draft)));
        EXPECT_TRUE(asked->ok()) << (asked->ok() ? "" : qPrintable(asked->error().message));
        m_lastRun = asked->ok() ? asked->value().run.runId : QString();
        return asked->ok() ? asked->value() : Asked{};
    }

    Asked askAgain(qint64 answerId) { return QCoro::waitFor(asOptional(runs().askAgain(u"bot"_s, u"s"_s, answerId, uuid())))->value(); }

    bool waitUntilIdle() { return QTest::qWaitFor([this] { return runs().active() == 0; }, limitMs); }
    Run *running() { return runs().find(m_lastRun); }
    store::RunRecord record(const QString &runId = {}) { return m_store->findRun(runId.isEmpty() ? m_lastRun : runId).result()->value(); }
    void append(const MessageDraft &draft) { EXPECT_TRUE(m_store->append(draft).result().ok()); }
    QList<Message> messages() { return m_store->history({.sessionId = u"s"_s}).result()->messages; }
    store::Store &store() { return *m_store; }

    // Every file below the data directory that has the token in it.
    QStringList filesWithTheToken() const
    {
        QStringList found;
        QDirIterator files(m_directory.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(m_token))
                found << file.fileName();
        }
        return found;
    }
    QByteArray rawLog() const
    {
        QFile file(m_directory.filePath(u"raw/bot.log"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    // QCoro::waitFor wants a type with a default.
    static QCoro::Task<std::optional<Result<Asked>>> asOptional(QCoro::Task<Result<Asked>> task) { co_return co_await task; }

    const QByteArray m_token;
    QTemporaryDir m_directory;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<log::Dispatcher> m_dispatcher;
    std::unique_ptr<BotRegistry> m_bots;
    std::unique_ptr<RunManager> m_runs;
    QString m_lastRun;
};

// What a misfortune ends in.
struct Ending {
    RunState state = RunState::Completed;
    QString answer = u"Hello!"_s;
    QStringList error = {}; // the words that the error must have
};

void expectEnding(BotRuns &runs, const Ending &wanted)
{
    ASSERT_TRUE(runs.waitUntilIdle());
    const store::RunRecord record = runs.record();
    EXPECT_EQ(runStateName(record.state), runStateName(wanted.state)) << qPrintable(record.error);
    if (wanted.state == RunState::Completed) {
        EXPECT_EQ(record.error, QString());
    }
    for (const QString &words : wanted.error)
        EXPECT_TRUE(record.error.contains(words)) << qPrintable(record.error);
    const QList<Message> all = runs.messages();
    const qsizetype answers = std::ranges::count(all, SenderType::Bot, &Message::senderType);
    ASSERT_EQ(answers, wanted.answer.isEmpty() ? 0 : 1);
    if (answers == 1) {
        EXPECT_EQ(all.last().content, wanted.answer);
    }
    EXPECT_EQ(runs.filesWithTheToken(), QStringList());
    EXPECT_FALSE(record.error.contains(u"secret"));
}

struct CozeCase {
    const char *name;
    CozeScript script = {};
    Ending ending = {};
    std::function<void(FakeCoze &)> prepare = [](FakeCoze &) { };
    std::function<void(BotConfig &)> configure = [](BotConfig &) { };
};

class CozeRunsTest : public testing::TestWithParam<CozeCase>
{
};

TEST_P(CozeRunsTest, EndsWell)
{
    FakeCoze coze("pat_secret_of_coze_runs");
    coze.setScript(GetParam().script);
    GetParam().prepare(coze);
    BotRuns runs(coze, u"coze"_s, coze.token());
    GetParam().configure(runs.config);
    runs.ask();
    expectEnding(runs, GetParam().ending);
}

const Ending whole{};

INSTANTIATE_TEST_SUITE_P(Misfortunes, CozeRunsTest, testing::Values(
    CozeCase{"None"},
    CozeCase{"StudioEnding", {.done = CozeDone::Studio}},
    CozeCase{"NoEnding", {.done = CozeDone::None}},
    CozeCase{"Noise", {.noise = true}},
    CozeCase{"DropBeforeTheHead", {.mishap = dropBeforeHead()}},
    CozeCase{"ResetBeforeTheHead", {.mishap = dropBeforeHead(Cut::Reset)}},
    CozeCase{"DropBeforeTheFirstToken", {.mishap = dropAfter(0)}},
    CozeCase{"DropInTheMiddle", {.mishap = dropAfter(1)}},
    CozeCase{"ResetInTheMiddle", {.mishap = dropAfter(1, Cut::Reset)}},
    CozeCase{"HangBeforeTheHead", {.mishap = hangBeforeHead()}},
    CozeCase{"HangInTheMiddle", {.mishap = hangAfter(1)}},
    CozeCase{"HangWithComments", {.mishap = hangAfter(1, 100ms)}},
    CozeCase{"EmptyStream", {.mishap = emptyStream()}},
    CozeCase{"StreamWithoutTheAnswer", {.answerInStream = false}},
    CozeCase{"Buffered", {.mishap = bufferedStream()}},
    CozeCase{"NotReadyForAWhile", {.mishap = dropAfter(0), .retrievesInProgress = 3}},
    CozeCase{"Corrected", {.completedText = u"Good day."_s}, {.answer = u"Good day."_s}},
    CozeCase{"PollOnly", {.retrievesInProgress = 2}, {}, [](FakeCoze &) { }, [](BotConfig &config) { config.streaming = u"poll"_s; }},
    CozeCase{"StreamOnly", {.mishap = dropAfter(1)}, {RunState::Failed, u"Hel"_s, {u"127.0.0.1"_s}}, [](FakeCoze &) { }, [](BotConfig &config) { config.streaming = u"stream"_s; }},
    CozeCase{"ErrorWith200", {}, {RunState::Failed, {}, {u"4015"_s, u"log"_s}}, [](FakeCoze &coze) { coze.answerNext("/v3/chat", cozeError(4015, u"not published"_s), 9); }},
    CozeCase{"Unauthorized", {}, {RunState::Failed, {}, {u"700012006"_s}}, [](FakeCoze &coze) { coze.answerNext("/v1/conversation/create", cozeError(700012006, u"token invalid"_s, 401), 9); }},
    CozeCase{"WrongToken", {}, {RunState::Failed, {}, {u"token"_s}}, [](FakeCoze &) { }, [](BotConfig &) { qputenv(tokenVariable, "pat_of_somebody_else_entirely"); }},
    CozeCase{"NoToken", {}, {RunState::Failed, {}, {u"BOT_RUNS_TEST_TOKEN"_s}}, [](FakeCoze &) { }, [](BotConfig &) { qunsetenv(tokenVariable); }},
    CozeCase{"TooManyRequestsOnce", {}, whole, [](FakeCoze &coze) { coze.answerNext("/v3/chat", tooManyRequests({}, 1s)); }},
    CozeCase{"HtmlOnce", {}, whole, [](FakeCoze &coze) { coze.answerNext("/v3/chat", htmlReply(502)); }},
    CozeCase{"HtmlForEver", {}, {RunState::Failed, {}, {u"502"_s}}, [](FakeCoze &coze) { coze.answerNext("/v3/chat", htmlReply(502), 99); }},
    CozeCase{"RetrieveFailsOnce", {.mishap = dropAfter(0)}, whole, [](FakeCoze &coze) { coze.answerNext("/v3/chat/retrieve", htmlReply(500)); }},
    CozeCase{"ListFailsOnce", {.mishap = dropAfter(0)}, whole, [](FakeCoze &coze) { coze.answerNext("/v3/chat/message/list", noAnswer()); }},
    CozeCase{"ErrorEvent", {.failure = CozeFailure{.code = 4000, .message = u"bad parameter"_s, .afterPieces = 1, .asErrorEvent = true}}, {RunState::Failed, u"Hel"_s, {u"4000"_s, u"bad parameter"_s}}},
    CozeCase{"FailedChat", {.failure = CozeFailure{.code = 4011, .message = u"balance empty"_s, .afterPieces = 1}}, {RunState::Failed, u"Hel"_s, {u"4011"_s, u"balance empty"_s}}},
    CozeCase{"RequiresAction", {.toolCalls = {{}}}, {RunState::Failed, {}, {u"get_rain"_s}}}),
    [](const auto &one) { return one.param.name; });

class CozeRunTest : public testing::Test
{
protected:
    FakeCoze coze{"pat_secret_of_coze_run"};
    BotRuns runs{coze, u"coze"_s, coze.token()};

    bool waitForPiece()
    {
        return QTest::qWaitFor([this] { return runs.running() && runs.running()->event().firstTokenMs.has_value(); }, limitMs);
    }
};

TEST_F(CozeRunTest, TheAnswerHasWhatIsKnownOfIt)
{
    coze.setScript({.reasoning = {u"Let me "_s, u"think"_s}, .followUps = {u"What else?"_s}});
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    const QJsonObject metadata = runs.messages().last().metadata;
    EXPECT_EQ(metadata.value(u"reasoning"), u"Let me think"_s);
    EXPECT_EQ(metadata.value(u"suggestions").toArray(), QJsonArray{u"What else?"_s});
    EXPECT_EQ(metadata.value(u"inputTokens").toInt(), 20);
    EXPECT_EQ(metadata.value(u"outputTokens").toInt(), 10);
    for (const QString &timing : {u"acceptedMs"_s, u"firstByteMs"_s, u"firstTokenMs"_s, u"lastTokenMs"_s, u"durationMs"_s})
        EXPECT_TRUE(metadata.value(timing).isDouble()) << qPrintable(timing);
    EXPECT_EQ(runs.record().figures.value(u"rawLog"), u"raw/bot.log"_s);
    const QByteArray raw = runs.rawLog();
    EXPECT_TRUE(raw.contains("POST ") && raw.contains("conversation.message.delta") && raw.contains(runs.record().runId.toLatin1())) << raw.constData();
}

TEST_F(CozeRunTest, OneConversationForTheSession)
{
    runs.ask(u"one"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    runs.ask(u"two"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(coze.conversations().size(), 1);
    ASSERT_EQ(coze.chats().size(), 2);
    EXPECT_EQ(coze.chats()[0].conversationId, coze.chats()[1].conversationId);
}

TEST_F(CozeRunTest, AConversationThatIsGoneIsBegunAnew)
{
    runs.ask(u"one"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    coze.answerNext("/v3/chat", cozeError(4002, u"no such conversation"_s));
    runs.ask(u"two"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record().state, RunState::Completed) << qPrintable(runs.record().error);
    EXPECT_EQ(coze.conversations().size(), 2);
}

TEST_F(CozeRunTest, CancellingEndsItEverywhere)
{
    for (const CozeScript &script : {CozeScript{.mishap = hangBeforeHead()}, CozeScript{.gateAfter = 0}, CozeScript{.gateAfter = 1}, CozeScript{.mishap = dropAfter(0), .retrievesInProgress = 100'000}}) {
        coze.scriptNext(script);
        const std::size_t before = std::size_t(coze.chats().size());
        runs.ask(uuid());
        const bool polls = script.retrievesInProgress > 0;
        ASSERT_TRUE(QTest::qWaitFor([&] { return std::size_t(coze.chats().size()) > before && (!polls || coze.chats().last().retrieves > 1) && (script.gateAfter != 1 || runs.running()->event().firstTokenMs); }, limitMs));
        runs.running()->cancel();
        ASSERT_TRUE(runs.waitUntilIdle());
        EXPECT_EQ(runs.record().state, RunState::Cancelled);
        EXPECT_TRUE(QTest::qWaitFor([&] { return coze.openConnections() == 0; }, limitMs));
        if (script.mishap.kind != Mishap::Kind::HangBeforeHead && script.gateAfter != 0) { // else nobody knows the chat yet
            EXPECT_TRUE(QTest::qWaitFor([&] { return coze.chats().last().cancels == 1; }, limitMs));
        }
        coze.goOn();
    }
}

TEST_F(CozeRunTest, TwoBadStreamsInARowAndItPolls)
{
    for (int i = 0; i < 2; ++i) {
        coze.scriptNext({.mishap = dropAfter(1)});
        runs.ask(uuid());
        ASSERT_TRUE(runs.waitUntilIdle());
        EXPECT_TRUE(coze.chats().last().streamed);
    }
    runs.ask(uuid());
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record().state, RunState::Completed);
    EXPECT_FALSE(coze.chats().last().streamed);
}

TEST_F(CozeRunTest, ANodeThatDiedLeavesAnAnswerThatBecomesWhole)
{
    coze.setScript({.gateAfter = 1});
    const Asked asked = runs.ask();
    ASSERT_TRUE(waitForPiece());
    ASSERT_TRUE(QTest::qWaitFor([&] { return runs.record().provider.contains(u"chatId"); }, limitMs));
    runs.die();
    coze.goOn();
    runs.open();
    runs.runs().takeOver();
    ASSERT_TRUE(QTest::qWaitFor([&] { return isFinal(runs.record(asked.run.runId).state); }, limitMs));
    EXPECT_EQ(runs.record(asked.run.runId).state, RunState::Completed);
    EXPECT_EQ(runs.messages().last().content, u"Hello!"_s);
    EXPECT_EQ(runs.messages().last().clientMessageId, asked.run.clientMessageId);
    EXPECT_EQ(runs.messages().size(), 2);
    EXPECT_EQ(coze.chats().size(), 1) << "nobody was asked twice";
}

TEST_F(CozeRunTest, AStoppedNodeLeavesItForLater)
{
    coze.setScript({.gateAfter = 1});
    const Asked asked = runs.ask();
    ASSERT_TRUE(waitForPiece());
    QCoro::waitFor(runs.runs().stop());
    EXPECT_EQ(runs.messages().size(), 1);
    runs.die();
    coze.goOn();
    runs.open();
    runs.runs().takeOver();
    ASSERT_TRUE(QTest::qWaitFor([&] { return isFinal(runs.record(asked.run.runId).state); }, limitMs));
    EXPECT_EQ(runs.messages().last().content, u"Hello!"_s);
}

TEST_F(CozeRunTest, AnAnswerMadeAnewReplacesTheFirst)
{
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    const Message first = runs.messages().last();
    coze.setScript({.pieces = {u"Other"_s}});
    const Asked again = runs.askAgain(first.id);
    EXPECT_TRUE(again.created);
    ASSERT_TRUE(runs.waitUntilIdle());
    const QList<Message> all = runs.messages();
    ASSERT_EQ(all.size(), 3) << "the question is not said again";
    EXPECT_EQ(all[2].content, u"Other"_s);
    EXPECT_EQ(all[2].replaces, first.id);
    EXPECT_EQ(all[2].replyTo, all[0].id);
}

TEST_F(CozeRunTest, ABusyConversationIsWaitedFor)
{
    coze.answerNext("/v3/chat", cozeError(4016, u"conversation is busy"_s), 4);
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record().state, RunState::Completed) << qPrintable(runs.record().error);
}

TEST_F(CozeRunTest, AChatThatFailedForNowIsAskedAnew)
{
    coze.scriptNext({.failure = CozeFailure{.code = 4013, .message = u"model error"_s, .afterPieces = 0}});
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record().state, RunState::Completed) << qPrintable(runs.record().error);
    EXPECT_EQ(coze.chats().size(), 2);
}

// The second one never got there, and nobody has heard whether it did.
TEST_F(CozeRunTest, TheSameQuestionAgainIsNotGivenTheOldAnswer)
{
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    coze.setScript({.pieces = {u"Other"_s}});
    coze.answerNext("/v3/chat", noAnswer());
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.messages().last().content, u"Other"_s);
    EXPECT_EQ(runs.messages().size(), 4);
    EXPECT_EQ(coze.chats().size(), 2);
}

struct OpenAiCase {
    const char *name;
    OpenAiScript script = {};
    Ending ending = {};
    std::function<void(FakeOpenAi &)> prepare = [](FakeOpenAi &) { };
};

class OpenAiRunsTest : public testing::TestWithParam<OpenAiCase>
{
};

TEST_P(OpenAiRunsTest, EndsWell)
{
    FakeOpenAi openAi("sk-secret-of-openai-runs");
    openAi.setScript(GetParam().script);
    GetParam().prepare(openAi);
    BotRuns runs(openAi, u"openai"_s, openAi.key());
    runs.ask();
    expectEnding(runs, GetParam().ending);
    if (!GetParam().script.reasoning.isEmpty()) {
        EXPECT_EQ(openAi.requests("/chat/completions").size(), 1) << "what has begun is not asked again";
    }
}

INSTANTIATE_TEST_SUITE_P(Misfortunes, OpenAiRunsTest, testing::Values(
    OpenAiCase{"None"},
    OpenAiCase{"Json", {.ignoresStream = true}},
    OpenAiCase{"NoDone", {.done = false}},
    OpenAiCase{"Comments", {.commentsFirst = {"keep-alive", ""}}},
    OpenAiCase{"DropInTheMiddle", {.mishap = dropAfter(1)}, {RunState::Failed, u"Hel"_s, {u"127.0.0.1"_s}}},
    OpenAiCase{"DropBeforeTheHead", {.mishap = dropBeforeHead()}, {RunState::Failed, {}, {u"without an answer"_s}}},
    OpenAiCase{"Hang", {.mishap = hangAfter(1, 100ms)}, {RunState::Failed, u"Hel"_s, {u"paused"_s}}},
    OpenAiCase{"HangBeforeTheHead", {.mishap = hangBeforeHead()}, {RunState::Failed, {}, {u"No answer within"_s}}},
    OpenAiCase{"EmptyStream", {.mishap = emptyStream()}, {RunState::Failed, {}, {u"whole"_s}}},
    OpenAiCase{"ErrorInTheMiddle", {.failure = OpenAiFailure{.code = 400, .afterPieces = 1}}, {RunState::Failed, u"Hel"_s, {u"the model fell over"_s}}},
    OpenAiCase{"ErrorAfterTheReasoning", {.pieces = {}, .reasoning = {u"Hm"_s}, .failure = OpenAiFailure{.code = 500, .afterPieces = 1}}, {RunState::Failed, {}, {u"the model fell over"_s}}},
    OpenAiCase{"Unauthorized", {}, {RunState::Failed, {}, {u"401"_s}}, [](FakeOpenAi &openAi) { openAi.answerNext("/chat/completions", openAiError(401, u"wrong key"_s, u"invalid_request_error"_s), 9); }},
    OpenAiCase{"TooManyRequestsOnce", {}, whole, [](FakeOpenAi &openAi) { openAi.answerNext("/chat/completions", tooManyRequests({}, 1s)); }},
    OpenAiCase{"HtmlOnce", {}, whole, [](FakeOpenAi &openAi) { openAi.answerNext("/chat/completions", htmlReply(502)); }}),
    [](const auto &one) { return one.param.name; });

// The messages of the last request.
QStringList saidTo(const FakeOpenAi &openAi)
{
    QStringList said;
    for (const QJsonValue &message : openAi.requests("/chat/completions").last().json().value(u"messages").toArray())
        said << message[u"role"].toString() + u'=' + message[u"content"].toString();
    return said;
}

TEST(OpenAiRunTest, TheConversationGoesWithTheQuestion)
{
    FakeOpenAi openAi("sk-secret-of-openai-run");
    BotRuns runs(openAi, u"openai"_s, openAi.key());
    runs.config.systemPrompt = u"Be brief."_s;
    runs.ask(u"one"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    runs.ask(u"two"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(saidTo(openAi), (QStringList{u"system=Be brief."_s, u"user=one"_s, u"assistant=Hello!"_s, u"user=two"_s}));
    EXPECT_EQ(runs.messages().last().metadata.value(u"outputTokens").toInt(), 2);
}

TEST(OpenAiRunTest, WhatWasEditedOrAnsweredAnewGoesOnce)
{
    FakeOpenAi openAi("sk-secret-of-openai-run");
    BotRuns runs(openAi, u"openai"_s, openAi.key());
    const Asked first = runs.ask(u"one"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    openAi.setScript({.pieces = {u"Other"_s}});
    runs.askAgain(runs.messages().last().id);
    ASSERT_TRUE(runs.waitUntilIdle());
    const Asked second = runs.ask(u"two"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(saidTo(openAi), (QStringList{u"user=one"_s, u"assistant=Other"_s, u"user=two"_s}));

    runs.ask(u"zwei"_s, second.question.id);
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(saidTo(openAi), (QStringList{u"user=one"_s, u"assistant=Other"_s, u"user=zwei"_s})) << "asked in the place of what it replaces";
    EXPECT_EQ(runs.messages().last().replyTo, runs.messages().at(runs.messages().size() - 2).id);
    runs.ask(u"three"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(saidTo(openAi), (QStringList{u"user=one"_s, u"assistant=Other"_s, u"user=zwei"_s, u"assistant=Other"_s, u"user=three"_s}));
    runs.ask(u"eins"_s, first.question.id);
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(saidTo(openAi), QStringList{u"user=eins"_s});
}

// Everybody in the session can read under which clientMessageId the answer will be stored.
TEST(OpenAiRunTest, NobodyTakesTheAnswersName)
{
    FakeOpenAi openAi("sk-secret-of-openai-run");
    BotRuns runs(openAi, u"openai"_s, openAi.key());
    runs.config.silenceTimeout = 20s;
    openAi.setScript({.gateAfter = 1});
    const Asked asked = runs.ask();
    ASSERT_TRUE(QTest::qWaitFor([&] { return runs.running() && runs.running()->event().firstTokenMs; }, limitMs));
    runs.append({.sessionId = u"s"_s, .clientMessageId = asked.run.clientMessageId, .senderId = u"eve"_s, .content = u"mine"_s});
    openAi.goOn();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record().state, RunState::Failed);
    EXPECT_TRUE(runs.record().error.contains(u"could not be stored"_s)) << qPrintable(runs.record().error);
    EXPECT_EQ(runs.record().answer, u"Hello!"_s) << "what was said is kept with the run";
}

TEST(OpenAiRunTest, WhatHadComeWhenTheNodeDiedIsKept)
{
    FakeOpenAi openAi("sk-secret-of-openai-run");
    BotRuns runs(openAi, u"openai"_s, openAi.key());
    runs.config.silenceTimeout = 20s;
    openAi.setScript({.gateAfter = 1});
    const Asked asked = runs.ask();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !runs.record().answer.isEmpty(); }, limitMs));
    runs.die();
    runs.open();
    runs.runs().takeOver();
    ASSERT_TRUE(QTest::qWaitFor([&] { return isFinal(runs.record(asked.run.runId).state); }, limitMs));
    EXPECT_EQ(runs.record(asked.run.runId).state, RunState::Interrupted);
    EXPECT_EQ(runs.messages().last().content, u"Hel"_s);
    EXPECT_EQ(runs.messages().last().metadata.value(u"runState"), u"interrupted"_s);
    openAi.goOn();
}

} // namespace
