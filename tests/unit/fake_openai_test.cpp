// SPDX-License-Identifier: GPL-3.0-or-later
// What the pretended OpenAI server puts on the wire is what the facts of the protocol say.
#include "tests/support/fake_openai.h"

#include "tests/unit/provider_client.h"

#include <gtest/gtest.h>

namespace pipit::test {
namespace {

using namespace Qt::StringLiterals;

class FakeOpenAiTest : public testing::Test
{
protected:
    FakeOpenAi openAi{"sk-of-the-test"};

    ProviderClient ask(const OpenAiScript &script, bool stream = true)
    {
        openAi.scriptNext(script);
        const QJsonObject message{{u"role"_s, u"user"_s}, {u"content"_s, u"hi"_s}};
        const QJsonObject request{{u"model"_s, u"m"_s}, {u"stream"_s, stream}, {u"stream_options"_s, QJsonObject{{u"include_usage"_s, true}}}, {u"messages"_s, QJsonArray{message}}};
        return {openAi, ProviderClient::request("POST", "/v1/chat/completions", openAi.key(), QJsonDocument(request).toJson())};
    }

    // The data of all frames, as JSON; what is none becomes an empty object.
    QList<QJsonObject> chunks(const OpenAiScript &script)
    {
        QList<QJsonObject> chunks;
        for (const Event &event : ask(script).read().events())
            chunks << QJsonDocument::fromJson(event.second).object();
        return chunks;
    }
};

TEST_F(FakeOpenAiTest, AnAnswerIsARowOfChunks)
{
    auto client = ask({.reasoning = {u"hm"_s}, .reasoningField = "reasoning"});
    const auto events = client.read().events();
    ASSERT_EQ(events.size(), 7);
    const auto json = [&](int at) { return QJsonDocument::fromJson(events[at].second).object(); };
    EXPECT_EQ(json(0)[u"choices"][0][u"delta"][u"role"], u"assistant"_s);
    EXPECT_EQ(json(1)[u"choices"][0][u"delta"][u"reasoning"], u"hm"_s);
    EXPECT_EQ(json(2)[u"choices"][0][u"delta"][u"content"], u"Hel"_s);
    EXPECT_EQ(json(4)[u"choices"][0][u"finish_reason"], u"stop"_s);
    EXPECT_EQ(json(5)[u"usage"][u"total_tokens"], 7);
    EXPECT_TRUE(json(5)[u"choices"].toArray().isEmpty());
    EXPECT_EQ(events[6].second, "[DONE]");
    EXPECT_TRUE(client.body().startsWith("data: {"));
    EXPECT_FALSE(client.body().contains("event:"));
    EXPECT_EQ(client.header("x-request-id"), openAi.requests().at(0).answerId);
}

TEST_F(FakeOpenAiTest, DialectsDiffer)
{
    EXPECT_TRUE(chunks({.usage = OpenAiUsage::NullChoices})[4][u"choices"].isNull());
    EXPECT_FALSE(chunks({.usage = OpenAiUsage::NoChoices})[4].contains(u"choices"));
    EXPECT_TRUE(chunks({.usage = OpenAiUsage::OnFinish})[3].contains(u"usage"));
    EXPECT_EQ(chunks({.usage = OpenAiUsage::None}).size(), 5);
    EXPECT_TRUE(chunks({.contentNull = true})[0][u"choices"][0][u"delta"][u"content"].isNull());
    EXPECT_FALSE(ask({.done = false}).read().body().contains("[DONE]"));
    EXPECT_TRUE(ask({.form = {.spaceAfterColon = true, .lastBlankLine = false}}).read().body().endsWith("data: [DONE]\n"));
    EXPECT_TRUE(ask({.commentsFirst = {"keep-alive", ""}}).read().body().startsWith(": keep-alive\n\n:\n\ndata: "));
    EXPECT_EQ(chunks({.secondChoice = {u"x"_s}})[2][u"choices"][0][u"index"], 1);
    const auto tools = chunks({.pieces = {}, .toolCalls = {{u"c1"_s, u"rain"_s, {u"{\"a\""_s, u":1}"_s}}}});
    EXPECT_EQ(tools[1][u"choices"][0][u"delta"][u"tool_calls"][0][u"id"], u"c1"_s);
    EXPECT_EQ(tools[3][u"choices"][0][u"delta"][u"tool_calls"][0][u"function"][u"arguments"], u":1}"_s);
}

TEST_F(FakeOpenAiTest, JsonMayComeInsteadOfAStream)
{
    auto plain = ask({.emptyLinesFirst = 3}, false);
    EXPECT_TRUE(plain.read().body().startsWith("\n\n\n{"));
    EXPECT_EQ(plain.json()[u"choices"][0][u"message"][u"content"], u"Hello!"_s);
    EXPECT_EQ(ask({.ignoresStream = true}).read().header("Content-Type"), "application/json");
}

TEST_F(FakeOpenAiTest, ErrorsComeInManyShapes)
{
    using Shape = OpenAiFailure::Shape;
    const auto failing = [](Shape shape, bool done = false) { return OpenAiScript{.failure = OpenAiFailure{.shape = shape, .afterPieces = 1, .doneAfter = done}}; };
    EXPECT_EQ(chunks(failing(Shape::Object))[2][u"error"][u"code"], 500);
    EXPECT_TRUE(chunks(failing(Shape::String))[2][u"error"].isString());
    EXPECT_EQ(chunks(failing(Shape::FlatObject))[2][u"object"], u"error"_s);
    EXPECT_EQ(chunks(failing(Shape::Finish))[2][u"choices"][0][u"finish_reason"], u"error"_s);
    EXPECT_EQ(ask(failing(Shape::Event)).read().eventNames().last(), "error");
    EXPECT_TRUE(ask(failing(Shape::Field, true)).read().body().contains("\n\nerror: {\"code\":500"));
    EXPECT_TRUE(ask(failing(Shape::Object, true)).read().body().endsWith("data: [DONE]\n\n"));
    EXPECT_EQ(chunks(failing(Shape::EmptyChunk)).size(), 3);

    EXPECT_EQ(ask({.mishap = dropAfter(1)}).read().events().size(), 2);
    openAi.answerNext("/chat/completions", htmlReply(502));
    EXPECT_EQ(ask({}).read().status(), 502);
}

TEST_F(FakeOpenAiTest, KeysAreCheckedAndModelsListed)
{
    ProviderClient wrong(openAi, ProviderClient::request("GET", "/v1/models", "sk-wrong"));
    EXPECT_EQ(wrong.read().status(), 401);
    EXPECT_TRUE(wrong.json()[u"error"].isObject());
    const auto models = [this] { return ProviderClient(openAi, ProviderClient::request("GET", "/any/models", openAi.key())).read().json(); };
    EXPECT_EQ(models()[u"data"][0][u"id"], u"m"_s);
    openAi.setModels({});
    EXPECT_TRUE(models()[u"data"].isNull());
}

} // namespace
} // namespace pipit::test
