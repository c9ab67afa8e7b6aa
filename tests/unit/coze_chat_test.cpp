// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_chat.h"

#include <QJsonDocument>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace pipit::bots;
using namespace pipit::bots::coze;

namespace {

QJsonObject object(const char *json)
{
    return QJsonDocument::fromJson(json).object();
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

} // namespace
