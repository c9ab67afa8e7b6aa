// SPDX-License-Identifier: GPL-3.0-or-later
// What Coze says in single documents, and what it is asked.
#include "server/bots/coze/coze_protocol.h"

#include <QJsonDocument>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pipit::bots;
using namespace pipit::bots::coze;

namespace {

QJsonObject object(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

std::string text(const QByteArray &bytes)
{
    return bytes.toStdString();
}

TEST(CozeResponseTest, HandsOutTheDataOfASuccess)
{
    const Response response = readResponse(200, R"({"code":0,"msg":"","data":{"id":"1"},"has_more":true,"detail":{"logid":"L"}})", u"header"_s);
    EXPECT_FALSE(response.error);
    EXPECT_EQ(response.data.toObject().value(u"id"_s).toString(), u"1");
    EXPECT_TRUE(response.object.value(u"has_more"_s).toBool());
    EXPECT_EQ(response.logId, u"L");
}

TEST(CozeResponseTest, TakesTheLogIdOfTheHeaderWhereThereIsNoOther)
{
    EXPECT_EQ(readResponse(200, R"({"code":0})", u"header"_s).logId, u"header");
    EXPECT_EQ(readResponse(200, R"({"code":4000})", u"header"_s).error->logId, u"header");
    EXPECT_EQ(readResponse(502, "<html>", u"header"_s).error->logId, u"header");
}

TEST(CozeResponseTest, WithoutAnEnvelopeTheWholeIsTheData)
{
    const Response response = readResponse(200, R"({"access_token":"t","expires_in":1760003600})", {});
    EXPECT_FALSE(response.error);
    EXPECT_EQ(response.data.toObject().value(u"access_token"_s).toString(), u"t");
}

struct ErrorSample {
    int httpStatus;
    const char *body;
    const char *code;
    bool passes;
    const char *begin; // of the message
    const char *step;  // and what it holds as well
};

const std::vector<ErrorSample> errorSamples{
    {200, R"({"code":4101,"msg":"The token\nis wrong.","detail":{"logid":"L"}})", "4101", false, R"(Coze says "The token is wrong." (code 4101, log id L); )", "api.coze.cn"},
    {200, R"({"code":4100,"msg":"x"})", "4100", false, R"(Coze says "x" (code 4100); )", "token"},
    {401, R"({"code":700012006,"msg":"x"})", "700012006", false, R"(Coze says "x" (code 700012006, HTTP 401); )", "token"},
    {200, R"({"code":4200,"msg":"x"})", "4200", false, "Coze says", "bot's id"},
    {200, R"({"code":4015,"msg":"x"})", "4015", false, "Coze says", "publish"},
    {200, R"({"code":4016,"msg":"x"})", "4016", true, "Coze says", "busy"},
    {200, R"({"code":4008,"msg":"x"})", "4008", true, "Coze says", "daily limit"},
    {200, R"({"code":4009,"msg":"x"})", "4009", true, "Coze says", "too many requests"},
    {200, R"({"code":4020,"msg":"x"})", "4020", true, "Coze says", "too many requests"},
    {429, R"({"code":4020,"msg":"x"})", "4020", true, "Coze says", "too many requests"},
    {200, R"({"code":429,"msg":"x"})", "429", true, "Coze says", "too many requests"},
    {429, "slow down", "", true, R"(Coze says "slow down" (HTTP 429); )", "too many requests"},
    {200, R"({"code":4013,"msg":"x"})", "4013", true, "Coze says", "again"},
    {500, R"({"code":5000,"msg":"x"})", "5000", true, R"(Coze says "x" (code 5000, HTTP 500).)", ""},
    {500, R"({"code":4000,"msg":"x"})", "4000", false, "Coze says", ""},
    {404, R"({"code":4000,"msg":"x"})", "4000", false, "Coze says", "base URL"},
    {503, R"({"code":103100001,"msg":"x"})", "103100001", true, "Coze says", ""},
    {200, R"({"code":720701013,"msg":"x"})", "720701013", false, "Coze says", ""},
    {400, R"({"code":400,"msg":"x"})", "400", false, "Coze says", ""},
    {200, R"({"code":"4101","msg":"x"})", "4101", false, "Coze says", "token"},
    {200, R"({"code":4000})", "4000", false, "Coze reported an error and gave no reason (code 4000).", ""},
    {401, R"({"error_code":"invalid_client","error_message":"x","error":"y"})", "invalid_client", false, R"(Coze says "x" (code invalid_client, HTTP 401); )", "token"},
    {400, R"({"error_code":"expired"})", "expired", false, "Coze reported", ""},
    {400, R"({"error":"access_denied"})", "access_denied", false, "Coze reported", ""},
    {502, "<html>\n<h1>502</h1></html>", "", true, "Coze answered with a web page instead of JSON (HTTP 502).", ""},
    {200, "\n<!DOCTYPE html>", "", false, "Coze answered with a web page instead of JSON; ", "base URL"},
    {504, "upstream timeout", "", true, R"(Coze says "upstream timeout" (HTTP 504).)", ""},
    {404, R"({"message":"no route"})", "", false, R"(Coze says "{"message":"no route"}" (HTTP 404); )", "base URL"},
    {403, "", "", false, "Coze reported an error and gave no reason (HTTP 403); ", "token"},
    {200, "", "", true, "Coze answered with nothing; ", ""},
    {200, R"({"code":0,"da)", "", true, "Coze answered with something that is no whole JSON; ", ""},
    {200, "[1]", "", true, "Coze answered with something that is no whole JSON; ", ""},
};

TEST(CozeResponseTest, TellsErrorsWithTheirNamesAndWhatToDo)
{
    for (const ErrorSample &sample : errorSamples) {
        SCOPED_TRACE(std::to_string(sample.httpStatus) + " " + sample.body);
        const Response response = readResponse(sample.httpStatus, sample.body, {}, 7s);
        ASSERT_TRUE(response.error);
        const std::string told = response.error->message.toStdString();
        EXPECT_EQ(response.error->code.toStdString(), sample.code);
        EXPECT_EQ(response.error->passes, sample.passes);
        EXPECT_EQ(response.error->retryAfter, 7s);
        EXPECT_TRUE(told.starts_with(sample.begin)) << told;
        EXPECT_NE(told.find(sample.step), std::string::npos) << told;
        EXPECT_TRUE(told.ends_with(".")) << told;
        EXPECT_TRUE(response.data.isNull() || response.data.isUndefined());
    }
}

TEST(CozeResponseTest, DecidesByTheCodeNotTheStatus)
{
    EXPECT_FALSE(readResponse(500, R"({"code":0,"data":{}})", {}).error);
    EXPECT_TRUE(readResponse(200, R"({"code":1,"data":{}})", {}).error);
}

TEST(CozeResponseTest, ErrorsAreShortAndHaveNoControlCharacters)
{
    const ProviderError error = *readResponse(500, QByteArray(100'000, 'x'), u"a\nb"_s).error;
    EXPECT_LT(error.message.size(), 1'000);
    EXPECT_FALSE(error.message.contains(u'\n'));
    const QByteArray body = R"({"code":"c\nd","msg":"a\u0000b\u009b\u001bc\ud83d"})";
    EXPECT_EQ(readResponse(200, body, {}).error->message, u"Coze says \"ab c\" (code (unprintable)).");
}

TEST(CozeIdTest, IsATextBeyondDoubles)
{
    const QJsonObject ids = object(R"({"text":"7501234567890123457","number":7501234567890123457,"small":5,"zero":0,"minus":-1,"null":null,"list":[],"half":0.5,"large":1e300})");
    const auto id = [&ids](const char *name) { return idText(ids.value(QLatin1StringView(name))).toStdString(); };
    EXPECT_EQ(id("text"), "7501234567890123457");
    EXPECT_EQ(id("number"), "7501234567890123457");
    EXPECT_EQ(id("small"), "5");
    EXPECT_EQ(id("zero"), "0");
    EXPECT_EQ(id("minus"), "-1");
    for (const char *none : {"null", "list", "half", "large", "missing"})
        EXPECT_EQ(id(none), "") << none;
}

TEST(CozeChatTest, KnowsEverySpellingOfAStatus)
{
    const std::vector<std::pair<QString, ChatStatus>> names{
        {u"created"_s, ChatStatus::Running},          {u"in_progress"_s, ChatStatus::Running},         {u"completed"_s, ChatStatus::Completed},   {u"failed"_s, ChatStatus::Failed},
        {u"requires_action"_s, ChatStatus::NeedsAction}, {u"required_action"_s, ChatStatus::NeedsAction}, {u"canceled"_s, ChatStatus::Canceled},     {u"cancelled"_s, ChatStatus::Canceled},
        {u"expired"_s, ChatStatus::Failed},           {u"deleted"_s, ChatStatus::Failed},              {u"something_new"_s, ChatStatus::Running}, {QString(), ChatStatus::Running}};
    for (const auto &[name, status] : names) {
        const Chat chat = readChat({{u"status"_s, name}}, u"L"_s);
        EXPECT_EQ(chat.status, status) << name.toStdString();
        EXPECT_EQ(chat.error.has_value(), status == ChatStatus::Failed || status == ChatStatus::Canceled) << name.toStdString();
        EXPECT_EQ(chat.error.value_or(ProviderError{.message = {}, .logId = u"L"_s}).logId, u"L") << name.toStdString();
    }
    EXPECT_EQ(readChat({{u"status"_s, u"canceled"_s}}, {}).error->code, u"canceled");
    EXPECT_TRUE(readChat({{u"status"_s, u"expired"_s}}, {}).error->message.contains(u"expired"));
}

TEST(CozeChatTest, ReadsTheWhole)
{
    const Chat chat = readChat(object(R"({"id":"2","conversation_id":1,"status":"failed","last_error":{"code":4013,"msg":"model error"},"usage":{"token_count":30,"output_count":10,"input_count":20}})"), {});
    EXPECT_EQ(chat.id, u"2");
    EXPECT_EQ(chat.conversationId, u"1");
    ASSERT_TRUE(chat.usage);
    EXPECT_EQ(chat.usage->inputTokens, 20);
    EXPECT_EQ(chat.usage->outputTokens, 10);
    EXPECT_EQ(chat.error->code, u"4013");
    EXPECT_TRUE(chat.error->passes);
}

TEST(CozeChatTest, ReadsTheOtherNamesOfUsage)
{
    const Chat chat = readChat(object(R"({"usage":{"output_tokens":10,"input_tokens":20}})"), {});
    ASSERT_TRUE(chat.usage);
    EXPECT_EQ(chat.usage->inputTokens, 20);
    EXPECT_EQ(chat.usage->outputTokens, 10);
    EXPECT_FALSE(readChat(object(R"({"usage":{"output_count":0,"input_count":0}})"), {}).usage);
    EXPECT_FALSE(readChat(object(R"({"usage":null})"), {}).usage);
    EXPECT_FALSE(readChat(object(R"({"usage":{"output_count":-3,"input_count":"x"}})"), {}).usage);
}

TEST(CozeChatTest, BearsRequiredActionsThatAreNone)
{
    for (const char *json : {R"({"required_action":null})", R"({"required_action":{"type":""}})", R"({"required_action":{"submit_tool_outputs":null}})",
                             R"({"required_action":{"submit_tool_outputs":{"tool_calls":null}}})", R"({"required_action":{"submit_tool_outputs":{"tool_calls":[null,{}]}}})"})
        EXPECT_TRUE(readChat(object(json), {}).toolCalls.isEmpty()) << json;
}

TEST(CozeChatTest, ReadsToolCallsWithArgumentsAsTextOrObject)
{
    const Chat chat = readChat(object(R"({"status":"requires_action","required_action":{"submit_tool_outputs":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{ }"}},{"id":2,"function":{"name":"g","arguments":{"x":1}}}]}}})"), {});
    EXPECT_EQ(chat.status, ChatStatus::NeedsAction);
    ASSERT_EQ(chat.toolCalls.size(), 2);
    EXPECT_EQ(chat.toolCalls[0].arguments, u"{ }");
    EXPECT_EQ(chat.toolCalls[1].id, u"2");
    EXPECT_EQ(chat.toolCalls[1].name, u"g");
    EXPECT_EQ(chat.toolCalls[1].arguments, u"{\"x\":1}");
    const Chat unfit = readChat(object(R"({"status":"requires_action","required_action":{"submit_tool_outputs":{"tool_calls":[{"id":"a\u0000","function":{"name":"f\ud800","arguments":"{\u0000}"}}]}}})"), {});
    ASSERT_EQ(unfit.toolCalls.size(), 1);
    EXPECT_EQ(unfit.toolCalls[0].id, u"a");
    EXPECT_EQ(unfit.toolCalls[0].name, u"f");
    EXPECT_EQ(unfit.toolCalls[0].arguments, u"{}");
}

TEST(CozeChatTest, WhatIsLeftOpenStays)
{
    ReplyFacts facts;
    keepFacts(readChat(object(R"({"id":"2","conversation_id":"1","usage":{"output_count":10},"required_action":{"submit_tool_outputs":{"tool_calls":[{"id":"a"}]}}})"), {}), facts);
    keepFacts(readChat(object(R"({"id":"3"})"), {}), facts);
    EXPECT_EQ(facts.chatId, u"3");
    EXPECT_EQ(facts.conversationId, u"1");
    EXPECT_EQ(facts.usage->outputTokens, 10);
    EXPECT_EQ(facts.toolCalls.size(), 1);
}

TEST(CozeMessageListTest, IsPutInOrder)
{
    const MessageList list = readMessageList(QJsonDocument::fromJson(R"([
        {"type":"follow_up","content":"2?","created_at":9}, {"type":"verbose","content":"{}","created_at":1}, {"type":"answer","content":"third","content_type":"text","created_at":1760000005},
        {"type":"answer","content":"first","content_type":"text","created_at":"1760000001","reasoning_content":"because"}, {"type":"answer","content":"{\"card\":1}","content_type":"card","created_at":1760000005},
        {"type":"answer","content":"","content_type":"text","created_at":1760000003}, {"type":"answer","content":"AAEC","content_type":"audio","created_at":1}, {"type":"function_call","content":"f"},
        {"type":"follow_up","content":"1?","created_at":8}, {"type":"answer","content":"sec\u0000ond","created_at":1760000003}, {"type":"answer","content":null}, null])").array());
    EXPECT_EQ(list.answer, u"first\n\nsecond\n\nthird\n\n{\"card\":1}");
    EXPECT_EQ(list.reasoning, u"because");
    EXPECT_EQ(list.suggestions, QStringList({u"1?"_s, u"2?"_s}));
}

TEST(CozeMessageListTest, SuggestionsAreFewAndShort)
{
    QStringList suggestions;
    addSuggestion(suggestions, QString(5'000, u'x'));
    EXPECT_EQ(suggestions.constFirst().size(), 1'000);
    for (int i = 0; i < 100; ++i)
        addSuggestion(suggestions, QString::number(i));
    EXPECT_EQ(suggestions.size(), 20);
}

TEST(CozeBodyTest, Chat)
{
    EXPECT_EQ(text(chatBody({.botId = u"7"_s, .userId = u"u"_s, .messages = {{.text = u"before"_s, .isAssistant = true}, {.text = u"你好"_s}}})),
              R"({"additional_messages":[{"content":"before","content_type":"text","role":"assistant","type":"answer"},{"content":"你好","content_type":"text","role":"user","type":"question"}],)"
              R"("auto_save_history":true,"bot_id":"7","stream":true,"user_id":"u"})");
    EXPECT_NE(text(chatBody({.botId = {}, .userId = {}, .messages = {}, .stream = false})).find(R"("stream":false)"), std::string::npos);
}

TEST(CozeBodyTest, ChatWithAttachmentsHasAStringOfJson)
{
    const QByteArray body = chatBody({.botId = u"7"_s, .userId = u"u"_s, .messages = {{.text = u"what?"_s, .attachments = {{.kind = Attachment::Kind::Image, .fileId = u"7501"_s}, {.fileId = {}, .url = u"https://x/y"_s}}}}});
    const QJsonObject message = object(body.constData()).value(u"additional_messages"_s).toArray().at(0).toObject();
    EXPECT_EQ(message.value(u"content_type"_s).toString(), u"object_string");
    EXPECT_EQ(message.value(u"content"_s).toString(), uR"([{"text":"what?","type":"text"},{"file_id":"7501","type":"image"},{"file_url":"https://x/y","type":"file"}])");
}

TEST(CozeBodyTest, ChatHasAtMostTheLastHundredMessages)
{
    ChatRequest request;
    for (int i = 0; i < 130; ++i)
        request.messages << InputMessage{.text = QString::number(i)};
    const QJsonArray messages = object(chatBody(request).constData()).value(u"additional_messages"_s).toArray();
    ASSERT_EQ(messages.size(), 100);
    EXPECT_EQ(messages.last().toObject().value(u"content"_s).toString(), u"129");
}

TEST(CozeBodyTest, Others)
{
    EXPECT_EQ(text(cancelBody(u"1"_s, u"2"_s)), R"({"chat_id":"2","conversation_id":"1"})");
    EXPECT_EQ(text(toolOutputsBody({{u"call1"_s, u"{\"p\":0.5}"_s}}, true)), R"({"stream":true,"tool_outputs":[{"output":"{\"p\":0.5}","tool_call_id":"call1"}]})");
    EXPECT_EQ(text(conversationBody(u"7"_s)), R"({"bot_id":"7"})");
    EXPECT_EQ(object(conversationBody(u"7"_s, QString(200, u'n')).constData()).value(u"name"_s).toString().size(), 100);
}

} // namespace
