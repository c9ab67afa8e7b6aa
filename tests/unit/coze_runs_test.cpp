// SPDX-License-Identifier: GPL-3.0-or-later
// Runs on a Coze with which anything may go wrong: whoever asked sees the whole answer, or one clear error; nothing hangs, and no
// run stays open.
#include "tests/unit/coze_runs.h"

using namespace pipit;
using namespace pipit::bots;
using namespace pipit::test;

namespace {

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
    EXPECT_LE(coze.chats().size(), 1) << "asked twice";
    const QList<ProviderRequest> requests = coze.requests();
    if (GetParam().ending.state == RunState::Failed && !requests.isEmpty()) {
        const auto isNamed = [error = runs.record().error](const ProviderRequest &request) { return error.contains(QString::fromLatin1(request.answerId)); };
        EXPECT_TRUE(std::ranges::any_of(requests, isNamed)) << "no log id in: " << qPrintable(runs.record().error);
    }
}

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
    CozeCase{"HangBeforeTheHead", {.mishap = hangBeforeHead()}, whole, [](FakeCoze &) { }, hurry},
    CozeCase{"HangInTheMiddle", {.mishap = hangAfter(1)}, whole, [](FakeCoze &) { }, hurry},
    CozeCase{"HangWithComments", {.mishap = hangAfter(1, 100ms)}, whole, [](FakeCoze &) { }, hurry},
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
    CozeCase{"HtmlThoughItHasTheQuestion", {.mishap = badGateway(), .retrievesInProgress = 2}},
    CozeCase{"HtmlForEver", {}, {RunState::Failed, {}, {u"502"_s}}, [](FakeCoze &coze) { coze.answerNext("/v3/chat", htmlReply(502), 99); }},
    CozeCase{"RetrieveFailsOnce", {.mishap = dropAfter(0)}, whole, [](FakeCoze &coze) { coze.answerNext("/v3/chat/retrieve", htmlReply(500)); }},
    CozeCase{"ListFailsOnce", {.mishap = dropAfter(0)}, whole, [](FakeCoze &coze) { coze.answerNext("/v3/chat/message/list", noAnswer()); }},
    CozeCase{"ErrorEvent", {.failure = CozeFailure{.code = 4000, .message = u"bad parameter"_s, .afterPieces = 1, .asErrorEvent = true}}, {RunState::Failed, u"Hel"_s, {u"4000"_s, u"bad parameter"_s}}},
    CozeCase{"FailedChat", {.failure = CozeFailure{.code = 4011, .message = u"balance empty"_s, .afterPieces = 1}}, {RunState::Failed, u"Hel"_s, {u"4011"_s, u"balance empty"_s}}},
    CozeCase{"ReasoningOnly", {.pieces = {}, .reasoning = {u"Hm."_s}}, {RunState::Failed, {}, {u"has thought"_s}}},
    CozeCase{"TooSlow", {.mishap = hangAfter(1)}, {RunState::Failed, u"Hel"_s, {u"answer_timeout_ms"_s}}, [](FakeCoze &) { }, [](BotConfig &config) { config.answerTimeout = 2s; }},
    CozeCase{"NeverReady", {.mishap = dropAfter(1), .retrievesInProgress = 100'000}, {RunState::Failed, u"Hel"_s, {u"2.5 s"_s}}, [](FakeCoze &) { }, [](BotConfig &config) { config.answerTimeout = 2'500ms; }},
    CozeCase{"NobodyToFetchFrom", {.mishap = dropAfter(1)}, {RunState::Failed, u"Hel"_s, {u"2 s"_s}}, [](FakeCoze &coze) { coze.answerNext("/v3/chat/retrieve", noAnswer(), 99); }, [](BotConfig &config) { config.answerTimeout = 2s; }},
    CozeCase{"ToolThatNobodyRuns", {.toolCalls = {{}}}, {RunState::Failed, {}, {u"get_rain"_s}}, [](FakeCoze &coze) { coze.answerNext("/tools", noAnswer(), 9); }, [](BotConfig &config) { config.toolCallbackUrl = config.baseUrl + u"/tools"; }},
    CozeCase{"RefusedWhilePolling", {.mishap = dropAfter(0)}, whole, [](FakeCoze &coze) { coze.answerNext("/v3/chat/retrieve", cozeError(4020, u"too many requests"_s), 7); }},
    CozeCase{"ListRefusedWhilePolling", {.mishap = dropAfter(0)}, whole, [](FakeCoze &coze) { coze.answerNext("/v3/chat/message/list", cozeError(5000, u"internal"_s), 7); }},
    CozeCase{"HtmlThoughItHasTheQuestionAndStreamOnly", {.mishap = badGateway(), .retrievesInProgress = 99}, {RunState::Failed, {}, {u"502"_s}}, [](FakeCoze &) { }, [](BotConfig &config) { config.streaming = u"stream"_s; }},
    CozeCase{"RequiresAction", {.toolCalls = {{}}}, {RunState::Failed, {}, {u"get_rain"_s}}}),
    [](const auto &one) { return one.param.name; });

class CozeRunTest : public CozeRuns
{
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
    expectInOrder(metadata, {u"sentMs"_s, u"acceptedMs"_s, u"firstByteMs"_s, u"firstTokenMs"_s, u"lastTokenMs"_s, u"durationMs"_s});
    EXPECT_EQ(runs.record().figures.value(u"rawLog"), u"raw/bot.log"_s);
    const QByteArray raw = runs.rawLog();
    EXPECT_TRUE(raw.contains("POST ") && raw.contains("conversation.message.delta") && raw.contains(runs.record().runId.toLatin1())) << raw.constData();
}

TEST_F(CozeRunTest, AnAnswerThatIsFetchedHasItsTimesToo)
{
    runs.config.streaming = u"poll"_s;
    coze.setScript({.reasoning = {u"Hm."_s}, .retrievesInProgress = 2});
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    const QJsonObject metadata = runs.messages().last().metadata;
    expectInOrder(metadata, {u"sentMs"_s, u"acceptedMs"_s, u"firstByteMs"_s, u"firstTokenMs"_s, u"lastTokenMs"_s, u"durationMs"_s});
    EXPECT_GE(metadata.value(u"firstTokenMs").toInteger(), metadata.value(u"acceptedMs").toInteger() + 200) << "after two looks";
    EXPECT_EQ(metadata.value(u"outputTokens").toInt(), 10);
    EXPECT_FALSE(metadata.contains(u"tokensPerSecond")) << "nobody saw it being written";
}

TEST_F(CozeRunTest, QuestionsOfOneConversationWaitForEachOther)
{
    coze.setScript({.gateAfter = 1});
    const Asked first = runs.ask(u"one"_s);
    EXPECT_EQ(first.run.state, RunState::Streaming);
    ASSERT_TRUE(waitForPiece());
    const Asked second = runs.ask(u"two"_s), third = runs.ask(u"three"_s);
    EXPECT_EQ(second.run.state, RunState::Queued);
    QTest::qWait(300);
    EXPECT_EQ(coze.count("/v3/chat"), 1);
    EXPECT_EQ(runs.record(second.run.runId).state, RunState::Queued);
    runs.runs().find(second.run.runId)->cancel();
    ASSERT_TRUE(QTest::qWaitFor([&] { return isFinal(runs.record(second.run.runId).state); }, limitMs));
    coze.setScript({});
    coze.goOn();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record(first.run.runId).state, RunState::Completed);
    EXPECT_EQ(runs.record(second.run.runId).state, RunState::Cancelled);
    EXPECT_EQ(runs.record(third.run.runId).state, RunState::Completed);
    EXPECT_EQ(coze.chats().size(), 2);
    EXPECT_EQ(coze.chats().last().questions.last()[u"content"], u"three"_s);
}

TEST_F(CozeRunTest, NotMoreThanTwentyWait)
{
    coze.setScript({.gateAfter = 1});
    for (int i = 0; i < 21; ++i)
        runs.ask(u"question %1"_s.arg(i));
    const MessageDraft draft{.sessionId = u"s"_s, .clientMessageId = uuid(), .senderId = u"ann"_s, .content = u"one more"_s};
    const auto refused = QCoro::waitFor(runs.tryToAsk(draft));
    ASSERT_FALSE(refused->ok());
    EXPECT_EQ(refused->error().code, ErrorCode::Unavailable);
    EXPECT_TRUE(refused->error().message.contains(u"20 questions"_s)) << qPrintable(refused->error().message);
    MessageDraft elsewhere = draft;
    elsewhere.sessionId = u"elsewhere"_s;
    EXPECT_TRUE(QCoro::waitFor(runs.tryToAsk(elsewhere))->ok());
    QCoro::waitFor(runs.runs().stop());
    coze.goOn();
}

// A chat that has failed is left behind also where nothing may be fetched.
TEST_F(CozeRunTest, AChatThatFailedForNowIsAskedAnewInAStreamToo)
{
    runs.config.streaming = u"stream"_s;
    coze.scriptNext({.failure = CozeFailure{.code = 4013, .message = u"model error"_s, .afterPieces = 0}});
    coze.setScript({.gateAfter = 0});
    runs.ask();
    ASSERT_TRUE(QTest::qWaitFor([&] { return coze.waiting() == 1 && coze.chats().size() == 2; }, limitMs));
    ASSERT_TRUE(QTest::qWaitFor([&] { return runs.record().provider.value(u"chatId") == coze.chats().last().id; }, limitMs));
    coze.goOn();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.messages().last().content, u"Hello!"_s);
}

// One that waits is asked in the node's next life, and by then once.
TEST_F(CozeRunTest, WhatWasNotAskedYetIsAskedLater)
{
    coze.setScript({.gateAfter = 1});
    const Asked first = runs.ask(u"one"_s);
    ASSERT_TRUE(waitForPiece());
    const Asked second = runs.ask(u"two"_s);
    QCoro::waitFor(runs.runs().stop());
    EXPECT_EQ(runs.record(second.run.runId).state, RunState::Queued);
    runs.die();
    coze.setScript({});
    coze.goOn();
    runs.open();
    runs.runs().takeOver();
    ASSERT_TRUE(QTest::qWaitFor([&] { return isFinal(runs.record(second.run.runId).state); }, limitMs));
    for (const Asked &asked : {first, second})
        EXPECT_EQ(runs.record(asked.run.runId).state, RunState::Completed) << qPrintable(runs.record(asked.run.runId).error);
    EXPECT_EQ(coze.chats().size(), 2);
    EXPECT_EQ(runs.messages().size(), 4);
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

// Nothing is wrong with its streams.
TEST_F(CozeRunTest, AProviderThatWasAwayIsAskedForAStreamAgain)
{
    runs.ask(u"one"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    coze.goAway();
    runs.ask(u"two"_s);
    QTest::qWait(300);
    coze.comeBack();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record().state, RunState::Completed) << qPrintable(runs.record().error);
    ASSERT_EQ(coze.chats().size(), 2);
    EXPECT_TRUE(coze.chats().last().streamed);

    coze.goAway();
    runs.ask(u"three"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record().state, RunState::Failed);
    EXPECT_TRUE(runs.record().error.contains(u"127.0.0.1"_s)) << qPrintable(runs.record().error);
    coze.comeBack();
}

TEST_F(CozeRunTest, ANodeThatDiedLeavesAnAnswerThatBecomesWhole)
{
    coze.setScript({.gateAfter = 1});
    const Asked asked = runs.ask();
    ASSERT_TRUE(waitForPiece());
    ASSERT_TRUE(QTest::qWaitFor([&] { return runs.record().provider.contains(u"chatId"); }, limitMs));
    QTest::qWait(200);
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
    // What its first life has measured counts.
    const QJsonObject metadata = runs.messages().last().metadata;
    expectInOrder(metadata, {u"sentMs"_s, u"acceptedMs"_s, u"firstTokenMs"_s, u"lastTokenMs"_s, u"durationMs"_s});
    EXPECT_LT(metadata.value(u"firstTokenMs").toInteger() + 100, metadata.value(u"lastTokenMs").toInteger());
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
    EXPECT_EQ(again.run.replaces, first.id) << "so that a reader can show it in its place from the beginning";
    EXPECT_EQ(again.run.replyTo, first.replyTo);
    ASSERT_TRUE(runs.waitUntilIdle());
    const QList<Message> all = runs.messages();
    ASSERT_EQ(all.size(), 3) << "the question is not said again";
    EXPECT_EQ(all[2].content, u"Other"_s);
    EXPECT_EQ(all[2].replaces, first.id);
    EXPECT_EQ(all[2].replyTo, all[0].id);
}

TEST_F(CozeRunTest, AQuestionIsAnsweredAgainBesideItsAnswer)
{
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    const Message question = runs.messages().first();
    coze.setScript({.pieces = {u"Other"_s}});
    const Asked again = runs.askAgain(question.id);
    EXPECT_FALSE(again.run.replaces);
    EXPECT_EQ(again.run.replyTo, question.id);
    ASSERT_TRUE(runs.waitUntilIdle());
    const QList<Message> all = runs.messages();
    ASSERT_EQ(all.size(), 3);
    EXPECT_EQ(all[2].content, u"Other"_s);
    EXPECT_EQ(all[2].replaces, std::nullopt);
    EXPECT_EQ(all[2].replyTo, question.id);
}

TEST_F(CozeRunTest, ABusyConversationIsWaitedFor)
{
    coze.answerNext("/v3/chat", cozeError(4016, u"conversation is busy"_s), 4);
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record().state, RunState::Completed) << qPrintable(runs.record().error);
}

// A gateway refuses what it has handed on: the answer is looked for, and nobody is asked twice.
TEST_F(CozeRunTest, AGatewaysRefusalIsLookedInto)
{
    coze.setScript({.mishap = badGateway()});
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.messages().last().content, u"Hello!"_s);
    EXPECT_EQ(coze.chats().size(), 1);
}

// The stream broke in the middle of the thoughts.
TEST_F(CozeRunTest, ReasoningThatIsFetchedIsWholeToo)
{
    coze.setScript({.reasoning = {u"Let me "_s, u"think"_s}, .mishap = dropAfter(1)});
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.messages().last().content, u"Hello!"_s);
    EXPECT_EQ(runs.messages().last().metadata.value(u"reasoning"), u"Let me think"_s);
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

    // Nor where the database does not say at once which one that is.
    coze.setScript({.pieces = {u"Third"_s}, .mishap = dropBeforeHead()});
    runs.store().refusedRunLists = 1;
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_LT(runs.store().refusedRunLists, 0);
    EXPECT_EQ(runs.messages().last().content, u"Third"_s);
}

} // namespace
