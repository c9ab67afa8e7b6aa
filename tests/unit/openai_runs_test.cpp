// SPDX-License-Identifier: GPL-3.0-or-later
// Runs on an OpenAI-compatible provider with which anything may go wrong, as coze_runs_test.cpp.
#include "tests/support/fake_openai.h"
#include "tests/unit/bot_runs.h"

using namespace pipit;
using namespace pipit::bots;
using namespace pipit::test;

namespace {

struct OpenAiCase {
    const char *name;
    OpenAiScript script = {};
    Ending ending = {};
    std::function<void(FakeOpenAi &)> prepare = [](FakeOpenAi &) { };
    std::function<void(BotConfig &)> configure = [](BotConfig &) { };
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
    GetParam().configure(runs.config);
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
    OpenAiCase{"Hang", {.mishap = hangAfter(1, 100ms)}, {RunState::Failed, u"Hel"_s, {u"paused"_s}}, [](FakeOpenAi &) { }, hurry},
    OpenAiCase{"HangBeforeTheHead", {.mishap = hangBeforeHead()}, {RunState::Failed, {}, {u"No answer within"_s}}, [](FakeOpenAi &) { }, hurry},
    OpenAiCase{"EmptyStream", {.mishap = emptyStream()}, {RunState::Failed, {}, {u"whole"_s}}},
    OpenAiCase{"ErrorInTheMiddle", {.failure = OpenAiFailure{.code = 400, .afterPieces = 1}}, {RunState::Failed, u"Hel"_s, {u"the model fell over"_s}}},
    OpenAiCase{"ErrorAfterTheReasoning", {.pieces = {}, .reasoning = {u"Hm"_s}, .failure = OpenAiFailure{.code = 500, .afterPieces = 1}}, {RunState::Failed, {}, {u"the model fell over"_s}}},
    OpenAiCase{"ReasoningOnly", {.pieces = {}, .reasoning = {u"Hm"_s}}, {RunState::Failed, {}, {u"has thought"_s}}},
    OpenAiCase{"ReasoningUntilTheLimit", {.pieces = {}, .reasoning = {u"Hm"_s}, .finishReason = u"length"_s}, {RunState::Failed, {}, {u"has thought"_s, u"limit of tokens"_s}}},
    OpenAiCase{"Unauthorized", {}, {RunState::Failed, {}, {u"401"_s}}, [](FakeOpenAi &openAi) { openAi.answerNext("/chat/completions", openAiError(401, u"wrong key"_s, u"invalid_request_error"_s), 9); }},
    OpenAiCase{"TooManyRequestsOnce", {}, whole, [](FakeOpenAi &openAi) { openAi.answerNext("/chat/completions", tooManyRequests({}, 1s)); }},
    OpenAiCase{"HtmlOnce", {}, whole, [](FakeOpenAi &openAi) { openAi.answerNext("/chat/completions", htmlReply(502)); }}),
    [](const auto &one) { return one.param.name; });

TEST(OpenAiRunTest, CancellingClosesTheConnectionWhateverHasCome)
{
    for (const OpenAiScript &script : {OpenAiScript{.mishap = hangBeforeHead()}, OpenAiScript{.gateAfter = 0}, OpenAiScript{.gateAfter = 1}}) {
        FakeOpenAi openAi("sk-secret-of-openai-run");
        BotRuns runs(openAi, u"openai"_s, openAi.key());
        openAi.setScript(script);
        runs.ask();
        const bool hasPiece = script.gateAfter == 1;
        ASSERT_TRUE(QTest::qWaitFor([&] { return openAi.count("/chat/completions") == 1 && (!hasPiece || runs.running()->event().firstTokenMs); }, limitMs));
        runs.running()->cancel();
        ASSERT_TRUE(runs.waitUntilIdle());
        EXPECT_EQ(runs.record().state, RunState::Cancelled);
        EXPECT_EQ(runs.messages().last().content, hasPiece ? u"Hel"_s : u"hello"_s);
        EXPECT_TRUE(QTest::qWaitFor([&] { return openAi.openConnections() == 0; }, limitMs));
        EXPECT_EQ(openAi.count("/chat/completions"), 1);
        openAi.goOn();
    }
}

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

// Models refuse a conversation in which one side speaks twice.
TEST(OpenAiRunTest, WhoSpeaksTwiceIsHeardAsOne)
{
    FakeOpenAi openAi("sk-secret-of-openai-run");
    BotRuns runs(openAi, u"openai"_s, openAi.key());
    openAi.answerNext("/chat/completions", openAiError(400, u"no"_s, u"invalid_request_error"_s));
    runs.ask(u"one"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    runs.append({.sessionId = u"s"_s, .senderId = u"bob"_s, .content = u"and me"_s});
    runs.append({.sessionId = u"s"_s, .senderType = SenderType::System, .contentType = u"notification"_s, .content = u"nobody says this"_s});
    runs.ask(u"two"_s);
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(saidTo(openAi), QStringList{u"user=one\n\nand me\n\ntwo"_s});
}

TEST(OpenAiRunTest, WhatDoesNotFitIsLeftOut)
{
    FakeOpenAi openAi("sk-secret-of-openai-run");
    BotRuns runs(openAi, u"openai"_s, openAi.key());
    runs.config.contextTokens = 40;
    for (int i = 0; i < 3; ++i) {
        runs.ask(QString(80, QChar(u'a' + i)));
        ASSERT_TRUE(runs.waitUntilIdle());
    }
    EXPECT_EQ(saidTo(openAi), (QStringList{u"user="_s + QString(80, u'c')})) << "with the one before it would be more";
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
