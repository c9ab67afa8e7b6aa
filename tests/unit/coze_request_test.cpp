// SPDX-License-Identifier: GPL-3.0-or-later
// What Coze is asked.
#include "server/bots/coze/coze_request.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace pipit::bots;
using namespace pipit::bots::coze;

namespace {

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

std::string text(const QByteArray &bytes)
{
    return bytes.toStdString();
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
    const QJsonObject message = objectOf(body).value(u"additional_messages"_s).toArray().at(0).toObject();
    EXPECT_EQ(message.value(u"content_type"_s).toString(), u"object_string");
    EXPECT_EQ(message.value(u"content"_s).toString(), uR"([{"text":"what?","type":"text"},{"file_id":"7501","type":"image"},{"file_url":"https://x/y","type":"file"}])");
}

TEST(CozeBodyTest, ChatHasAtMostTheLastHundredMessages)
{
    ChatRequest request;
    for (int i = 0; i < 130; ++i)
        request.messages << InputMessage{.text = QString::number(i)};
    const QJsonArray messages = objectOf(chatBody(request)).value(u"additional_messages"_s).toArray();
    ASSERT_EQ(messages.size(), 100);
    EXPECT_EQ(messages.last().toObject().value(u"content"_s).toString(), u"129");
}

TEST(CozeBodyTest, Others)
{
    EXPECT_EQ(text(cancelBody(u"1"_s, u"2"_s)), R"({"chat_id":"2","conversation_id":"1"})");
    EXPECT_EQ(text(toolOutputsBody({{u"call1"_s, u"{\"p\":0.5}"_s}}, true)), R"({"stream":true,"tool_outputs":[{"output":"{\"p\":0.5}","tool_call_id":"call1"}]})");
    EXPECT_EQ(text(conversationBody(u"7"_s)), R"({"bot_id":"7"})");
    EXPECT_EQ(objectOf(conversationBody(u"7"_s, QString(200, u'n'))).value(u"name"_s).toString().size(), 100);
}

} // namespace
