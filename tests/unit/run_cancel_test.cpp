// SPDX-License-Identifier: GPL-3.0-or-later
// A run that nobody wants any more ends, whatever it was at; its provider is told, and its conversation is free.
#include "tests/unit/coze_runs.h"

using namespace pipit;
using namespace pipit::bots;
using namespace pipit::test;

namespace {

// What a run is at when it is cancelled.
struct Moment {
    const char *name;
    std::function<void(FakeCoze &, BotConfig &)> prepare;
    std::function<bool(const FakeCoze &, const Run &)> hasCome;
    int chats = 1; // each of them is told
    QString answer = {};
};

class RunCancelTest : public CozeRuns
{
protected:
    void expectNextAnswer()
    {
        coze.setScript({});
        coze.goOn();
        runs.ask(u"the next one"_s);
        ASSERT_TRUE(runs.waitUntilIdle());
        EXPECT_EQ(runs.record().state, RunState::Completed) << qPrintable(runs.record().error);
        EXPECT_EQ(runs.messages().last().content, u"Hello!"_s);
    }
};

class RunCancelMomentTest : public RunCancelTest, public testing::WithParamInterface<Moment>
{
};

TEST_P(RunCancelMomentTest, EndsItEverywhere)
{
    const Moment &moment = GetParam();
    moment.prepare(coze, runs.config);
    runs.ask();
    ASSERT_TRUE(QTest::qWaitFor([&] { return runs.running() && moment.hasCome(coze, *runs.running()); }, limitMs));
    QElapsedTimer time;
    time.start();
    runs.running()->cancel();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_LT(time.elapsed(), 5'000);
    EXPECT_EQ(runs.record().state, RunState::Cancelled);
    EXPECT_EQ(runs.messages().size(), moment.answer.isEmpty() ? 1 : 2);
    EXPECT_EQ(runs.messages().last().content, moment.answer.isEmpty() ? u"hello"_s : moment.answer);
    EXPECT_EQ(coze.chats().size(), moment.chats);
    if (moment.chats > 0) {
        EXPECT_TRUE(QTest::qWaitFor([&] { return coze.chats().last().cancels == 1; }, limitMs));
        EXPECT_EQ(coze.chats().last().status, u"canceled"_s);
    }
    EXPECT_TRUE(QTest::qWaitFor([&] { return coze.openConnections() == 0; }, limitMs));
    expectNextAnswer();
}

INSTANTIATE_TEST_SUITE_P(Moments, RunCancelMomentTest, testing::Values(
    Moment{"WhileTheConversationIsMade", [](FakeCoze &coze, BotConfig &) { coze.answerNext("/v1/conversation/create", silence()); },
           [](const FakeCoze &coze, const Run &) { return coze.count("/v1/conversation/create") == 1; }, 0},
    Moment{"BeforeTheHead", [](FakeCoze &coze, BotConfig &) { coze.setScript({.mishap = hangBeforeHead(), .retrievesInProgress = 100}); },
           [](const FakeCoze &coze, const Run &) { return !coze.chats().isEmpty(); }},
    Moment{"BeforeTheFirstToken", [](FakeCoze &coze, BotConfig &) { coze.setScript({.gateAfter = 0}); },
           [](const FakeCoze &coze, const Run &) { return coze.waiting() == 1; }},
    Moment{"InTheMiddle", [](FakeCoze &coze, BotConfig &) { coze.setScript({.gateAfter = 1}); },
           [](const FakeCoze &, const Run &run) { return run.event().firstTokenMs.has_value(); }, 1, u"Hel"_s},
    Moment{"WhilePolling", [](FakeCoze &coze, BotConfig &) { coze.setScript({.mishap = dropAfter(0), .retrievesInProgress = 100'000}); },
           [](const FakeCoze &coze, const Run &) { return !coze.chats().isEmpty() && coze.chats().last().retrieves > 1; }},
    Moment{"BetweenTwoAttempts", [](FakeCoze &coze, BotConfig &) { coze.answerNext("/v3/chat", tooManyRequests({}, 30s)); },
           [](const FakeCoze &coze, const Run &) { return coze.count("/v3/chat") == 1 && coze.openConnections() == 0; }, 0}),
    [](const auto &one) { return one.param.name; });

// Coze cannot cancel what waits for tools (4104), and takes the next question.
TEST_F(RunCancelTest, WhileAToolIsCalled)
{
    runs.config.toolCallbackUrl = coze.url(u"/tools"_s).toString();
    coze.answerNext("/tools", silence());
    coze.setScript({.toolCalls = {{}}});
    runs.ask();
    ASSERT_TRUE(QTest::qWaitFor([&] { return coze.count("/tools") == 1; }, limitMs));
    runs.running()->cancel();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record().state, RunState::Cancelled);
    EXPECT_TRUE(QTest::qWaitFor([&] { return coze.openConnections() == 0 && coze.chats().last().cancels == 1; }, limitMs));
    EXPECT_EQ(coze.count("/submit_tool_outputs"), 0);
    expectNextAnswer();
}

// The same was asked before: that answer is not the one that is cancelled.
TEST_F(RunCancelTest, OnlyTheChatOfThisRunIsCancelled)
{
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    coze.setScript({.mishap = hangBeforeHead()});
    runs.ask();
    ASSERT_TRUE(QTest::qWaitFor([&] { return coze.chats().size() == 2; }, limitMs));
    runs.running()->cancel();
    ASSERT_TRUE(QTest::qWaitFor([&] { return coze.chats().last().cancels == 1; }, limitMs));
    EXPECT_EQ(coze.chats().first().cancels, 0);
}

// Nor the one of the same question that comes next, while Coze is still asked for the one that never came there.
TEST_F(RunCancelTest, TheNextOneIsNotCancelledInItsPlace)
{
    coze.answerNext("/v3/chat", tooManyRequests({}, 30s));
    const Asked first = runs.ask();
    ASSERT_TRUE(QTest::qWaitFor([&] { return coze.count("/v3/chat") == 1 && coze.openConnections() == 0; }, limitMs));
    runs.running()->cancel();
    const Asked second = runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.record(first.run.runId).state, RunState::Cancelled);
    EXPECT_EQ(runs.record(second.run.runId).state, RunState::Completed) << qPrintable(runs.record().error);
    ASSERT_EQ(coze.chats().size(), 1);
    EXPECT_EQ(coze.chats().first().cancels, 0);
}

// It was taken over, and another run of its conversation goes first.
TEST_F(RunCancelTest, OneThatWaitsToBeTakenUpIsCancelledAtItsProvider)
{
    coze.setScript({.gateAfter = 1});
    const Asked asked = runs.ask();
    ASSERT_TRUE(QTest::qWaitFor([&] { return runs.record().provider.contains(u"chatId"); }, limitMs));
    const store::RunRecord behind{.runId = u"behind"_s, .sessionId = u"s"_s, .botId = u"bot"_s, .clientMessageId = uuid(), .questionId = asked.question.id, .state = RunState::Streaming, .provider = runs.record().provider};
    QTest::qWait(5); // it is the younger one
    ASSERT_TRUE(runs.store().createRun(behind).result().ok());
    runs.die();
    runs.open();
    runs.runs().takeOver();
    ASSERT_TRUE(QTest::qWaitFor([&] { return runs.runs().find(u"behind"_s) != nullptr; }, limitMs));
    runs.runs().find(u"behind"_s)->cancel();
    EXPECT_TRUE(QTest::qWaitFor([&] { return coze.chats().first().cancels == 1; }, limitMs));
    EXPECT_TRUE(QTest::qWaitFor([&] { return runs.record(u"behind"_s).state == RunState::Cancelled; }, limitMs));
    coze.goOn();
}

TEST_F(RunCancelTest, WhatEndsBeforeItsProviderIsCancelledThere)
{
    runs.config.answerTimeout = 2s;
    coze.setScript({.gateAfter = 0});
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    ASSERT_FALSE(coze.chats().isEmpty());
    EXPECT_EQ(runs.record().state, RunState::Failed);
    EXPECT_TRUE(QTest::qWaitFor([&] { return coze.chats().last().cancels == 1; }, limitMs));
    coze.goOn();

    // A bot whose answers are not to be fetched.
    runs.die();
    runs.config.answerTimeout = 30s;
    runs.config.streaming = u"stream"_s;
    coze.setScript({.mishap = dropAfter(1), .retrievesInProgress = 100});
    runs.ask();
    ASSERT_TRUE(runs.waitUntilIdle());
    EXPECT_EQ(runs.messages().last().content, u"Hel"_s);
    EXPECT_TRUE(QTest::qWaitFor([&] { return coze.chats().last().cancels == 1; }, limitMs));
}

// Its node has died, and somebody cancels before anybody has taken it over.
TEST_F(RunCancelTest, ARunThatNobodyHasIsCancelledByWhoeverTakesIt)
{
    for (const bool isLost : {false, true}) {
        coze.setScript({.gateAfter = isLost ? 0 : 1, .form = {.bytesPerWrite = isLost ? 1 : 0}, .mishap = isLost ? hangBeforeHead() : Mishap{}});
        const Asked asked = runs.ask(uuid());
        const qsizetype chat = coze.chats().size();
        ASSERT_TRUE(QTest::qWaitFor([&] { return isLost ? coze.chats().size() > chat : !runs.record().answer.isEmpty() && runs.record().provider.contains(u"chatId"); }, limitMs));
        runs.die();
        runs.open();
        const auto cancelled = QCoro::waitFor(runs.cancel(asked.run.runId));
        ASSERT_TRUE(cancelled->ok());
        EXPECT_EQ(cancelled->value().state, RunState::Cancelled);
        ASSERT_TRUE(QTest::qWaitFor([&] { return isFinal(runs.record(asked.run.runId).state); }, limitMs));
        EXPECT_EQ(runs.record(asked.run.runId).state, RunState::Cancelled);
        EXPECT_EQ(runs.messages().last().content == u"Hel"_s, !isLost);
        EXPECT_TRUE(QTest::qWaitFor([&] { return coze.chats().last().cancels == 1; }, limitMs));
        coze.goOn();
    }
    EXPECT_EQ(QCoro::waitFor(runs.cancel(u"nothing"_s))->error().code, ErrorCode::NotFound);
}

} // namespace
