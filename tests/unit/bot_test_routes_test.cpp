// SPDX-License-Identifier: GPL-3.0-or-later
// POST /api/bots/test: bots of pretended providers, configured or yet to be, asked outside of every session.
#include "server/bots/bot_trial.h"
#include "tests/support/fake_coze.h"
#include "tests/support/fake_openai.h"
#include "tests/support/files_with.h"
#include "tests/unit/node_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace pipit;
using namespace pipit::test;
using namespace Qt::StringLiterals;

namespace {

class BotTestRoutesTest : public NodeFixture
{
protected:
    FakeOpenAi openAi{"sk-of-this-test"};
    FakeCoze coze{"pat-of-this-test"};

    void SetUp() override
    {
        const QString file = written(u"openai.token"_s, openAi.key());
        config.bots.push_back({.id = u"local"_s, .provider = u"openai"_s, .name = u"Local"_s, .baseUrl = openAi.url(u"/v1"_s).toString(), .model = u"m"_s, .tokenFile = file, .rawLog = true});
        start();
    }

    http::Answer test(const QJsonObject &body) { return ask(operators(), "POST /api/bots/test", QJsonDocument(body).toJson(QJsonDocument::Compact)); }

    // "STATUS FIELD MESSAGE" of a refusal.
    static QString faultIn(const http::Answer &answer)
    {
        const QJsonObject error = QJsonDocument::fromJson(answer.body).object().value(u"error").toObject();
        return u"%1 %2: %3"_s.arg(answer.status).arg(error.value(u"field").toString(), error.value(u"message").toString());
    }

    QJsonObject draft(const QString &provider) const
    {
        return provider == u"coze" ? QJsonObject{{u"provider"_s, u"coze"_s}, {u"base_url"_s, coze.url().toString()}, {u"bot_id"_s, u"7566252531572473891"_s}, {u"poll_interval_ms"_s, 100}}
                                   : QJsonObject{{u"provider"_s, u"openai"_s}, {u"base_url"_s, openAi.url(u"/v1"_s).toString()}, {u"model"_s, u"m"_s}};
    }
};

TEST_F(BotTestRoutesTest, ABotOfTheNodeAnswers)
{
    openAi.setScript({.pieces = {u"Hi"_s, u" there."_s}, .reasoning = {u"hm"_s}});
    const http::Answer answer = test({{u"id"_s, u"local"_s}});
    ASSERT_EQ(answer.status, 200) << answer.body.constData();
    EXPECT_EQ(dataOf(answer).value(u"answer"), u"Hi there."_s);
    EXPECT_GE(dataOf(answer).value(u"firstTokenMs").toInteger(-1), 0);
    EXPECT_GE(dataOf(answer).value(u"totalMs").toInteger(), dataOf(answer).value(u"firstTokenMs").toInteger());
    EXPECT_TRUE(dataOf(test({{u"id"_s, u"echo"_s}})).value(u"answer").toString().contains(u"Say hello"));
    // Nothing of it is in any session.
    EXPECT_EQ(dataOf(ask(operators(), "GET /api/sessions")).value(u"sessions").toArray().size(), 0);
}

TEST_F(BotTestRoutesTest, ADraftIsAskedWithATokenThatIsKeptNowhere)
{
    for (const auto &[provider, token] : {std::pair(u"openai"_s, openAi.key()), std::pair(u"coze"_s, coze.token())}) {
        const http::Answer answer = test({{u"bot"_s, draft(provider)}, {u"token"_s, QString::fromLatin1(token)}});
        EXPECT_EQ(dataOf(answer).value(u"answer"), u"Hello!"_s) << answer.body.constData();
    }
    EXPECT_TRUE(filesWith(directory.path(), QString::fromLatin1(coze.token())).isEmpty());
    EXPECT_EQ(openAi.requests("/chat/completions").last().header("Authorization"), "Bearer " + openAi.key());
    EXPECT_EQ(coze.chats().size(), 1);
}

TEST_F(BotTestRoutesTest, TheProvidersOwnWordsAreTold)
{
    const QString secret = u"sk-a-wrong-secret-of-somebody"_s;
    openAi.answerNext("/chat/completions", openAiError(401, u"Incorrect API key provided: sk-a-wrong-secret-of-somebody"_s, u"invalid_request_error"_s));
    const QString refused = faultIn(test({{u"bot"_s, draft(u"openai"_s)}, {u"token"_s, secret}}));
    EXPECT_TRUE(refused.startsWith(u"503 : ") && refused.contains(u"Incorrect API key provided") && !refused.contains(secret)) << qPrintable(refused);
    coze.answerNext("/v3/chat", cozeError(4015, u"The bot_id 7566252531572473891 has not been published to the channel Agent As API."_s));
    const QString unpublished = faultIn(test({{u"bot"_s, draft(u"coze"_s)}, {u"token"_s, QString::fromLatin1(coze.token())}}));
    EXPECT_TRUE(unpublished.contains(u"has not been published") && unpublished.contains(u"publish the bot to the channel")) << qPrintable(unpublished);
    QJsonObject nobody = draft(u"openai"_s);
    openAi.goAway();
    const QString away = faultIn(test({{u"bot"_s, nobody}}));
    EXPECT_TRUE(away.startsWith(u"503 : The provider at 127.0.0.1") && away.contains(u"Check that it runs")) << qPrintable(away);
    openAi.comeBack();
    openAi.setScript({.pieces = {}});
    EXPECT_EQ(faultIn(test({{u"id"_s, u"local"_s}})), u"503 : The bot gave an empty answer."_s);
}

TEST_F(BotTestRoutesTest, AStreamThatBreaksIsFetched)
{
    coze.setScript({.mishap = dropAfter(1)});
    const QString token = QString::fromLatin1(coze.token());
    EXPECT_EQ(dataOf(test({{u"bot"_s, draft(u"coze"_s)}, {u"token"_s, token}})).value(u"answer"), u"Hello!"_s);
    QJsonObject streamOnly = draft(u"coze"_s);
    streamOnly.insert(u"streaming"_s, u"stream"_s);
    EXPECT_EQ(test({{u"bot"_s, streamOnly}, {u"token"_s, token}}).status, 503);
    QJsonObject polled = draft(u"coze"_s);
    polled.insert(u"streaming"_s, u"poll"_s);
    EXPECT_EQ(dataOf(test({{u"bot"_s, polled}, {u"token"_s, token}})).value(u"answer"), u"Hello!"_s);
    EXPECT_FALSE(coze.chats().last().streamed);
}

TEST_F(BotTestRoutesTest, WhatIsWrongInADraftIsNamed)
{
    QJsonObject bot = draft(u"openai"_s);
    bot.remove(u"base_url"_s);
    EXPECT_TRUE(faultIn(test({{u"bot"_s, bot}})).startsWith(u"400 bot.base_url: Test: bots.base_url of bot test is missing"_s)) << qPrintable(faultIn(test({{u"bot"_s, bot}})));
    bot.insert(u"base_url"_s, u"nonsense"_s);
    EXPECT_TRUE(faultIn(test({{u"bot"_s, bot}})).startsWith(u"400 bot.base_url: base_url must be an http"_s));
    EXPECT_TRUE(faultIn(test({{u"bot"_s, QJsonObject{{u"provider"_s, u"cozy"_s}}}})).startsWith(u"400 bot.provider: "_s));
    EXPECT_TRUE(faultIn(test({{u"bot"_s, draft(u"coze"_s)}})).startsWith(u"400 bot.token_env: "_s));
    EXPECT_TRUE(faultIn(test({{u"bot"_s, draft(u"coze"_s)}, {u"token"_s, u"a\nb"_s}})).startsWith(u"400 token: "_s));
    EXPECT_TRUE(faultIn(test({{u"id"_s, u"nobody"_s}})).startsWith(u"404 id: "_s));
    EXPECT_TRUE(faultIn(test({{u"id"_s, u"local"_s}, {u"token"_s, u"x"_s}})).startsWith(u"400 token: "_s));
    EXPECT_TRUE(faultIn(test({})).startsWith(u"400 bot: "_s));
    EXPECT_TRUE(faultIn(test({{u"id"_s, u"local"_s}, {u"more"_s, 1}})).startsWith(u"400 more: "_s));
}

// Else whoever may test bots could read the node's environment, files and keychain, by having them sent somewhere.
TEST_F(BotTestRoutesTest, TheNodesOwnSecretsGoOnlyWhereTheyGoAlready)
{
    QJsonObject bot = draft(u"openai"_s);
    bot.insert(u"token_file"_s, config.bots.back().tokenFile);
    bot.insert(u"model"_s, u"another"_s);
    EXPECT_EQ(test({{u"bot"_s, bot}}).status, 200);
    FakeOpenAi elsewhere;
    bot.insert(u"base_url"_s, elsewhere.url(u"/v1"_s).toString());
    EXPECT_TRUE(faultIn(test({{u"bot"_s, bot}})).startsWith(u"400 bot.token_file: "_s));
    for (const QString &key : {u"token_env"_s, u"token_file"_s, u"token_keychain"_s, u"oauth_key_file"_s, u"ca_file"_s}) {
        QJsonObject other = draft(u"openai"_s);
        other.insert(key, u"/etc/hostname"_s);
        EXPECT_TRUE(faultIn(test({{u"bot"_s, other}})).startsWith(u"400 bot.%1: "_s.arg(key))) << qPrintable(key);
    }
    EXPECT_EQ(elsewhere.count(""), 0);
}

TEST_F(BotTestRoutesTest, WhatThereIsToChooseFromIsKnownBeforeABotIsSetUp)
{
    openAi.setModels({u"qwen3"_s, u"llama"_s});
    QJsonObject bot = draft(u"openai"_s);
    bot.remove(u"model"_s);
    const auto asked = [&](const QJsonObject &body) { return ask(operators(), "POST /api/bots/offers", QJsonDocument(body).toJson(QJsonDocument::Compact)); };
    const QJsonArray offers = dataOf(asked({{u"bot"_s, bot}, {u"token"_s, QString::fromLatin1(openAi.key())}})).value(u"offers").toArray();
    ASSERT_EQ(offers.size(), 2);
    EXPECT_EQ(offers[0][u"id"], u"qwen3"_s);
    EXPECT_EQ(dataOf(asked({{u"id"_s, u"local"_s}})).value(u"offers").toArray(), offers);
    EXPECT_TRUE(faultIn(asked({{u"bot"_s, bot}, {u"token"_s, u"sk-wrong-and-long"_s}})).startsWith(u"503 : "_s));
}

TEST_F(BotTestRoutesTest, OneIsTestedAtATime)
{
    openAi.scriptNext({.gateAfter = 1});
    http::TestClient first(port());
    first.send(requestOf("POST /api/bots/test", operators(), R"({"id":"local"})"));
    ASSERT_TRUE(http::waitUntil([&] { return openAi.waiting() == 1; }, std::chrono::seconds(10)));
    EXPECT_EQ(test({{u"id"_s, u"echo"_s}}).status, 429);
    openAi.goOn();
    EXPECT_EQ(first.next().status, 200);
    EXPECT_EQ(test({{u"id"_s, u"echo"_s}}).status, 200);
}

TEST_F(BotTestRoutesTest, ANodeThatStopsDoesNotWaitForIt)
{
    openAi.scriptNext({.gateAfter = 1});
    http::TestClient client(port());
    client.send(requestOf("POST /api/bots/test", operators(), R"({"id":"local"})"));
    ASSERT_TRUE(http::waitUntil([&] { return openAi.waiting() == 1; }, std::chrono::seconds(10)));
    server->stop();
    EXPECT_EQ(client.next().status, 503);
    server.reset();
    EXPECT_TRUE(http::waitUntil([&] { return openAi.openConnections() == 0; }, std::chrono::seconds(10)));
}

TEST_F(BotTestRoutesTest, WhoTakesTooLongIsToldThatNobodyWaits)
{
    coze.setScript({.gateAfter = 1});
    const BotConfig slow{.id = u"slow"_s, .provider = u"coze"_s, .baseUrl = coze.url().toString(), .botId = u"7566252531572473891"_s, .token = coze.token()};
    bots::BotTrial trial(std::move(*bots::BotRegistry::make({slow}, directory.path())));
    trial.start(u"ann"_s, std::chrono::milliseconds(700));
    ASSERT_TRUE(http::waitUntil([&] { return trial.ended().isFinished(); }, std::chrono::seconds(20)));
    ASSERT_FALSE(trial.result().ok());
    EXPECT_TRUE(trial.result().error().message.contains(u"began after"_s)) << qPrintable(trial.result().error().message);
    EXPECT_EQ(coze.chats().last().cancels, 1);
    coze.goOn();
}

} // namespace
