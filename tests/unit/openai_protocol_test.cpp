// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses as people paste them, requests, the history that is sent, the models list, and errors in every shape.
#include "server/bots/openai/openai_error.h"
#include "server/bots/openai/openai_protocol.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "server/bots/provider/secret.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::bots::openai {
namespace {

// --- Addresses ---------------------------------------------------------------------------------------------------------------

TEST(OpenAiAddresses, AreReadAsPeoplePasteThem)
{
    struct {
        const char *pasted;
        const char *base;
        const char *query = "";
    } const samples[]{
        {"https://api.openai.com/v1", "https://api.openai.com/v1"},
        {"https://api.openai.com/v1/", "https://api.openai.com/v1"},
        {"https://api.openai.com/v1///", "https://api.openai.com/v1"},
        {"https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"},
        {"https://api.openai.com/v1/chat/completions/", "https://api.openai.com/v1"},
        {"https://api.openai.com/v1//chat/completions", "https://api.openai.com/v1"},
        {"  https://api.openai.com/v1\n", "https://api.openai.com/v1"},
        {"https://api.deepseek.com", "https://api.deepseek.com/v1"},
        {"https://api.deepseek.com/", "https://api.deepseek.com/v1"},
        {"https://api.deepseek.com/chat/completions", "https://api.deepseek.com"}, // whoever writes all of it means it
        {"http://localhost:11434", "http://localhost:11434/v1"},
        {"http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"},
        {"http://[::1]:8000/", "http://[::1]:8000/v1"},
        {"HTTP://LocalHost:8000", "http://localhost:8000/v1"},
        {"https://ark.example.com/api/v3", "https://ark.example.com/api/v3"},
        {"https://ark.example.com/api/v3/", "https://ark.example.com/api/v3"},
        {"https://ark.example.com/api/v3/chat/completions", "https://ark.example.com/api/v3"},
        {"https://gateway.example.com/openai", "https://gateway.example.com/openai"},
        {"https://gateway.example.com/a%2Fb/v1", "https://gateway.example.com/a%2Fb/v1"},
        {"https://gateway.example.com/d/chat/completions?api-version=2026-01#top", "https://gateway.example.com/d", "?api-version=2026-01"},
    };
    for (const auto &sample : samples) {
        SCOPED_TRACE(sample.pasted);
        const auto endpoints = endpointsOf(QString::fromUtf8(sample.pasted));
        ASSERT_TRUE(endpoints.ok());
        EXPECT_EQ(endpoints->chatCompletions.toEncoded().toStdString(), std::string(sample.base) + "/chat/completions" + sample.query);
        EXPECT_EQ(endpoints->models.toEncoded().toStdString(), std::string(sample.base) + "/models" + sample.query);
    }
}

TEST(OpenAiAddresses, ThatAreNoneAreRefused)
{
    for (const char *pasted : {"", "  ", "api.deepseek.com", "localhost:11434/v1", "ftp://example.com/v1", "https://", "https:///v1", "http://host:99999", "https://user:s3cret@example.com/v1"}) {
        const auto endpoints = endpointsOf(QString::fromUtf8(pasted));
        ASSERT_FALSE(endpoints.ok()) << pasted;
        EXPECT_EQ(endpoints.error().code, ErrorCode::InvalidRequest);
        EXPECT_EQ(endpoints.error().field, u"base_url");
        EXPECT_FALSE(endpoints.error().message.contains("s3cret"_L1));
    }
}

// --- Requests ----------------------------------------------------------------------------------------------------------------

TEST(OpenAiRequest, HasTheSystemPromptFirstAndAsksForUsage)
{
    const QByteArray body = requestBody({.model = u"qwen3"_s, .systemPrompt = u"Be brief."_s, .messages = {{Role::User, u"Hi"_s}, {Role::Assistant, u"你好"_s}, {Role::User, u"\"why\"?"_s}}});
    const QByteArray expected = R"({"model":"qwen3","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},{"role":"assistant","content":"你好"},
        {"role":"user","content":"\"why\"?"}],"stream":true,"stream_options":{"include_usage":true}})";
    EXPECT_EQ(QJsonDocument::fromJson(body), QJsonDocument::fromJson(expected)) << body.constData();
}

TEST(OpenAiRequest, WithoutAStreamHasNoStreamOptions)
{
    const QByteArray body = requestBody({.model = u"m"_s, .messages = {{Role::User, u"Hi"_s}}, .stream = false});
    EXPECT_EQ(QJsonDocument::fromJson(body), QJsonDocument::fromJson(R"({"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":false})")) << body.constData();
}

// --- History -----------------------------------------------------------------------------------------------------------------

TEST(OpenAiHistory, TokensAreEstimatedByScript)
{
    EXPECT_EQ(estimatedTokens(u""), 0);
    EXPECT_EQ(estimatedTokens(u"a"), 1);
    EXPECT_EQ(estimatedTokens(u"four"), 1);
    EXPECT_EQ(estimatedTokens(u"fours"), 2);
    EXPECT_EQ(estimatedTokens(u"你好世界"), 4);
    EXPECT_EQ(estimatedTokens(u"你好 four!"), 2 + 2);
    EXPECT_EQ(estimatedTokens(u"\U00020000\U00020001"), 2); // CJK beyond the first plane: letters, not halves
    EXPECT_EQ(estimatedTokens(u"👋👋👋👋"), 1);
}

const ChatMessage oldQuestion{Role::User, u"天气怎么样"_s};   // 5 + 4
const ChatMessage oldAnswer{Role::Assistant, u"今天晴朗"_s}; // 4 + 4
const ChatMessage question{Role::User, u"明天呢"_s};         // 3 + 4

TEST(OpenAiHistory, TakesWhatFits)
{
    EXPECT_EQ(historyWithin({oldQuestion, oldAnswer, question}, 24), (QList{oldQuestion, oldAnswer, question}));
}

TEST(OpenAiHistory, DropsAnAnswerWhoseQuestionDidNotFit)
{
    EXPECT_EQ(historyWithin({oldQuestion, oldAnswer, question}, 23), QList{question});
    EXPECT_EQ(historyWithin({oldAnswer, question}, 1'000), QList{question});
}

TEST(OpenAiHistory, AlwaysHasTheQuestion)
{
    EXPECT_EQ(historyWithin({oldQuestion, oldAnswer, question}, 0), QList{question});
    EXPECT_EQ(historyWithin({oldAnswer}, 0), QList{oldAnswer});
    EXPECT_TRUE(historyWithin({}, 1'000).isEmpty());
}

TEST(OpenAiHistory, HasNoGap)
{
    const ChatMessage large{Role::User, QString(4'000, u'x')};
    EXPECT_EQ(historyWithin({oldQuestion, oldAnswer, large, oldAnswer, oldQuestion, oldAnswer, question}, 100), (QList{oldQuestion, oldAnswer, question}));
}

TEST(OpenAiHistory, ChineseCostsMoreThanEnglishOfTheSameLength)
{
    const QString chinese = QString(100, QChar(u'好'));
    const QString english = QString(100, u'a');
    EXPECT_EQ(historyWithin({{Role::User, chinese}, question}, 7 + 4 + 99), QList{question});
    EXPECT_EQ(historyWithin({{Role::User, chinese}, question}, 7 + 4 + 100).size(), 2);
    EXPECT_EQ(historyWithin({{Role::User, english}, question}, 7 + 4 + 24), QList{question});
    EXPECT_EQ(historyWithin({{Role::User, english}, question}, 7 + 4 + 25).size(), 2);
}

// --- Models ------------------------------------------------------------------------------------------------------------------

TEST(OpenAiModels, AreListedInTheProvidersOrder)
{
    const auto models = modelsIn(R"({"object":"list","data":[{"id":"qwen3","object":"model","owned_by":"library"},{"id":"/models/a b.gguf","permission":[]},{"id":"qwen3"},{"id":""},
        {"id":7},{},"x",{"id":"two\nlines"},{"id":"ns/模型:7b"}]})");
    ASSERT_TRUE(models.ok());
    EXPECT_EQ(*models, (QStringList{u"qwen3"_s, u"/models/a b.gguf"_s, u"ns/模型:7b"_s}));
}

TEST(OpenAiModels, MayBeNone)
{
    for (const char *body : {R"({"object":"list","data":null})", R"({"object":"list"})", R"({"data":[]})", R"({"data":{}})", "[]"}) {
        const auto models = modelsIn(body);
        ASSERT_TRUE(models.ok()) << body;
        EXPECT_TRUE(models->isEmpty()) << body;
    }
}

TEST(OpenAiModels, ThatAreNoListAreAnError)
{
    for (const char *body : {"", "<html></html>", R"({"data":[)", R"({"error":{"message":"no"}})"}) {
        const auto models = modelsIn(body);
        ASSERT_FALSE(models.ok()) << body;
        EXPECT_EQ(models.error().code, ErrorCode::Protocol);
        EXPECT_FALSE(models.error().message.isEmpty());
    }
}

// --- Errors ------------------------------------------------------------------------------------------------------------------

TEST(OpenAiErrors, OfEveryShapeBecomeASentence)
{
    struct {
        int status;
        const char *body;
        const char *code;
        bool passes;
        const char *message;
    } const samples[]{
        {401, R"({"error":{"message":"Incorrect API key","type":"invalid_request_error","param":null,"code":"invalid_api_key"}})", "invalid_api_key", false,
         "The provider does not accept the key: \"Incorrect API key\" (HTTP 401, invalid_api_key); check the bot's token and that it belongs to this base_url."},
        {402, R"({"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}})", "invalid_request_error", false,
         "The provider's account has no balance left: \"Insufficient Balance\" (HTTP 402, invalid_request_error); top it up, or choose another bot."},
        {404, R"({"error":{"message":"model 'x' not found","type":"not_found_error","param":null,"code":null}})", "not_found_error", false,
         "The provider does not have this model or address: \"model 'x' not found\" (HTTP 404, not_found_error); check the bot's model and base_url."},
        {400, R"({"object":"error","message":"bad role","type":"BadRequestError","param":null,"code":400})", "400", false,
         "The provider did not understand the request: \"bad role\" (HTTP 400); check the bot's model and settings."},
        {404, R"({"error":"model not found"})", "404", false, "The provider does not have this model or address: \"model not found\" (HTTP 404); check the bot's model and base_url."},
        {401, R"({"detail":"Not authenticated"})", "401", false,
         "The provider does not accept the key: \"Not authenticated\" (HTTP 401); check the bot's token and that it belongs to this base_url."},
        {422, R"({"detail":[{"loc":["body","messages",0],"msg":"Field required","type":"missing"}]})", "422", false,
         "The provider does not accept a parameter: \"body.messages.0: Field required\" (HTTP 422); check the bot's model and settings."},
        {422, R"({"detail":{"why":"so"}})", "422", false, "The provider does not accept a parameter: \"{\"why\":\"so\"}\" (HTTP 422); check the bot's model and settings."},
        {401, R"({"message":"No API key found","request_id":"r-7"})", "401", false,
         "The provider does not accept the key: \"No API key found\" (HTTP 401, request r-7); check the bot's token and that it belongs to this base_url."},
        {400, R"([{"error":{"code":400,"message":"wrong","status":"INVALID_ARGUMENT"}}])", "400", false,
         "The provider did not understand the request: \"wrong\" (HTTP 400); check the bot's model and settings."},
        {400, R"({"error":{"code":400,"message":"too many tokens","type":"exceed_context_size_error"}})", "400", false,
         "The conversation is longer than this model can take: \"too many tokens\" (HTTP 400); begin a new session, or send less history."},
        {400, R"({"error":{"message":"long","type":"invalid_request_error","code":"context_length_exceeded"}})", "context_length_exceeded", false,
         "The conversation is longer than this model can take: \"long\" (HTTP 400, context_length_exceeded); begin a new session, or send less history."},
        {429, R"({"error":{"message":"You exceeded your quota","type":"insufficient_quota","code":"insufficient_quota"}})", "insufficient_quota", false,
         "The provider's account has no balance left: \"You exceeded your quota\" (HTTP 429, insufficient_quota); top it up, or choose another bot."},
        {429, R"({"error":{"message":"slow down","type":"rate_limit_error","code":null}})", "rate_limit_error", true,
         "The provider takes no more requests for now: \"slow down\" (HTTP 429, rate_limit_error); ask again later."},
        {500, R"({"error":{"code":500,"message":"parse error","type":"server_error"}})", "500", true,
         "The provider had a fault of its own: \"parse error\" (HTTP 500); ask again, and look into the provider's log if it stays."},
        {503, R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})", "503", true,
         "The provider is overloaded, or still loads the model: \"Loading model\" (HTTP 503); ask again in a moment."},
        {502, "<html>\r\n<head><TITLE>502 Bad\n Gateway</title></head><body>nginx</body></html>", "502", true,
         "The provider's gateway could not reach the model: \"502 Bad Gateway\" (HTTP 502); ask again later."},
        {502, "<!doctype html><p>no title", "502", true, "The provider's gateway could not reach the model and sent a web page (HTTP 502); ask again later."},
        {504, "upstream timed out\n", "504", true, "The model did not answer the provider's gateway in time: \"upstream timed out\" (HTTP 504); ask again later."},
        {503, "", "503", true, "The provider is overloaded, or still loads the model (HTTP 503); ask again in a moment."},
        {500, "\n\n{\"error\":\"\xFF oops\"}", "500", true,
         "The provider had a fault of its own: \"\uFFFD oops\" (HTTP 500); ask again, and look into the provider's log if it stays."},
        {418, "{}", "418", false, "The provider answered with an error (HTTP 418); check the bot's base_url, or ask again later."},
        {301, "", "301", false, "The provider answered with an error (HTTP 301); check the bot's base_url, or ask again later."},
    };
    for (const auto &sample : samples) {
        const ProviderError error = parseError(sample.status, sample.body);
        EXPECT_EQ(error.message.toStdString(), sample.message);
        EXPECT_EQ(error.code.toStdString(), sample.code) << sample.body;
        EXPECT_EQ(error.passes, sample.passes) << sample.body;
        EXPECT_FALSE(error.retryAfter);
    }
    EXPECT_EQ(parseError(401, R"({"message":"No","request_id":"r-7"})").logId, u"r-7");
}

TEST(OpenAiErrors, SayWhenToComeAgain)
{
    const ProviderError error = parseError(429, R"({"error":{"message":"slow down","type":"rate_limit_error"}})", 19'500ms);
    EXPECT_EQ(error.retryAfter, std::optional(19'500ms));
    EXPECT_TRUE(error.passes);
    EXPECT_TRUE(error.message.endsWith("; ask again in 20 s."_L1)) << error.message.toStdString();
}

TEST(OpenAiErrors, AreShortAndOfOneLine)
{
    const QByteArray body = "{\"error\":{\"message\":\"a\\u0000b\\n" + QByteArray(1 << 20, 'x') + "\",\"code\":\"" + QByteArray(1'000, 'c') + "\"}}";
    const ProviderError error = parseError(500, body);
    EXPECT_LT(error.message.size(), 600);
    EXPECT_LT(error.code.size(), 100);
    EXPECT_TRUE(error.message.contains("ab xxx"_L1)) << error.message.toStdString();
    EXPECT_TRUE(parseErrorEvent(R"({"error":"a\u001b[2J\u009bb"})").message.contains("\"a [2J b\""_L1));
}

TEST(OpenAiErrors, InsideAStreamAreToldByTheirCodeOrType)
{
    EXPECT_TRUE(parseErrorEvent(R"({"error":{"code":429,"message":"slow"}})").passes);
    EXPECT_TRUE(parseErrorEvent(R"({"error":{"type":"server_error","message":"oom"}})").passes);
    EXPECT_TRUE(parseErrorEvent(R"({"object":"error","message":"oom","type":"InternalServerError","code":500})").passes);
    EXPECT_FALSE(parseErrorEvent(R"({"error":{"code":400,"message":"bad"}})").passes);
    EXPECT_FALSE(parseErrorEvent("something").passes);
    EXPECT_EQ(parseErrorEvent("something").message, u"The provider broke off with an error: \"something\"; ask again, and look into the provider's log if it stays.");
}

TEST(OpenAiErrors, AreNotSeenWhereThereIsNone)
{
    for (const char *text : {"{}", R"({"error":null,"choices":[]})", R"({"error":"","choices":[]})", R"({"choices":[{"index":0}],"error":{"message":"","type":"","code":null}})",
                             R"({"object":"list","data":[]})", R"({"choices":[{"index":0}],"message":"ok","code":0})"})
        EXPECT_FALSE(errorIn(QJsonDocument::fromJson(text).object())) << text;
    for (const char *text : {R"({"error":"x"})", R"({"error":{}})", R"({"choices":[{"index":0}],"error":{"message":"","code":502}})", R"({"object":"error","message":"x"})", R"({"detail":"x"})",
                             R"({"message":"x","code":"InvalidParameter"})"})
        EXPECT_TRUE(errorIn(QJsonDocument::fromJson(text).object())) << text;
}

} // namespace
// An error is cut before the secret is looked for, and may end in its middle.
TEST(SecretTest, IsStruckOutAlsoWhereItIsCut)
{
    const QByteArray secret = "sk-0123456789abcdef";
    EXPECT_EQ(struckOut(QByteArray("key sk-0123456789abcdef, again sk-0123456789abcdef."), secret), "key ***, again ***.");
    EXPECT_EQ(struckOut(u"Incorrect key sk-0123456789"_s, secret), u"Incorrect key ***"_s);
    EXPECT_EQ(struckOut(u"sk-01234 and sk-0123456789abcdeX"_s, secret), u"*** and ***"_s);
    EXPECT_EQ(struckOut(u"sk-0123 is no part that tells"_s, secret), u"sk-0123 is no part that tells"_s);
    EXPECT_EQ(struckOut(u"short"_s, "short"), u"***"_s);
    EXPECT_EQ(struckOut(u"nothing"_s, {}), u"nothing"_s);
}

} // namespace pipit::bots::openai
