// SPDX-License-Identifier: GPL-3.0-or-later
// The tools that a bot of Coze wants run.
#include "tests/unit/coze_bot_fixture.h"

using namespace pipit;
using namespace pipit::bots;
using namespace pipit::test;
using namespace Qt::StringLiterals;

namespace {

class CozeToolTest : public CozeBotTest
{
protected:
    void SetUp() override
    {
        CozeBotTest::SetUp();
        config.toolCallbackUrl = tools.url(u"/tools"_s).toString();
        tools.reply = {.contentType = "text/plain", .body = "rain: 0.5"};
        coze.setScript({.toolCalls = {{}, {.id = u"call2"_s, .name = u"get_wind"_s}}});
    }

    QString outputOf(int index) const { return coze.chats().last().toolOutputs.at(index).toObject().value(u"output").toString(); }

    FakeFiles tools;
};

TEST_F(CozeToolTest, ToolsAreRunAndTheAnswerGoesOn)
{
    for (const bool fetch : {false, true}) {
        const auto heard = begin(fetch);
        expectAnswer(endOf(heard));
        EXPECT_EQ(heard->text, fetch ? QString() : u"Hello!"_s);
        ASSERT_EQ(coze.chats().last().toolOutputs.size(), 2);
        EXPECT_EQ(outputOf(1), u"rain: 0.5"_s);
    }
    ASSERT_EQ(tools.count("/tools"), 4);
    EXPECT_EQ(tools.requests().first().json(), (QJsonObject{{u"runId"_s, u"run-1"_s}, {u"sessionId"_s, u"s"_s}, {u"botId"_s, u"bot"_s}, {u"toolCallId"_s, u"call1"_s}, {u"name"_s, u"get_rain"_s}, {u"arguments"_s, uR"({"city":"Paris"})"_s}}));
    EXPECT_FALSE(tools.requests().first().headers.contains("authorization"));
    EXPECT_TRUE(coze.requests("/submit_tool_outputs").first().json().value(u"stream").toBool());
}

TEST_F(CozeToolTest, AContinuationThatBreaksIsFetched)
{
    coze.setScript({.toolCalls = {{}}, .continuationMishap = dropAfter(1)});
    const auto heard = begin();
    EXPECT_EQ(endOf(heard).end, CallOutcome::End::Broken);
    EXPECT_EQ(heard->text, u"Hel"_s);
    question.place = heard->place;
    expectAnswer(ask(true));
    EXPECT_EQ(tools.count("/tools"), 1);
}

TEST_F(CozeToolTest, AToolThatFailsSaysSoToTheBot)
{
    tools.answerNext("/tools", htmlReply(500));
    expectAnswer(ask());
    EXPECT_TRUE(outputOf(0).contains(u"500")) << qPrintable(outputOf(0));
    EXPECT_EQ(outputOf(1), u"rain: 0.5"_s);
    tools.answerNext("/tools", {.body = QByteArray(300 << 10, 'x')});
    expectAnswer(ask());
    EXPECT_TRUE(outputOf(0).contains(u"256 KiB"));
}

TEST_F(CozeToolTest, NobodyRunsTheTools)
{
    for (const bool fetch : {false, true}) {
        tools.answerNext("/tools", noAnswer());
        const CallOutcome outcome = ask(fetch);
        EXPECT_EQ(outcome.end, CallOutcome::End::Failed);
        EXPECT_TRUE(outcome.error.message.contains(u"get_rain") && outcome.error.message.contains(u"tool_callback_url")) << qPrintable(outcome.error.message);
        EXPECT_TRUE(coze.chats().last().toolOutputs.isEmpty());
    }
}

TEST_F(CozeToolTest, WithoutTheSettingItSaysWhatIsMissing)
{
    config.toolCallbackUrl.clear();
    for (const bool fetch : {false, true})
        EXPECT_TRUE(ask(fetch).error.message.contains(u"get_rain, get_wind"));
    EXPECT_EQ(tools.requests().size(), 0);
}

} // namespace
