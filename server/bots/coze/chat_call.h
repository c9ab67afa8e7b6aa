// SPDX-License-Identifier: GPL-3.0-or-later
// What the ways to an answer of Coze share (chat_stream.h, chat_fetch.h), and the way to have none (chat_cancel.h).
//
// The calls keep in `place` where Coze has the answer: {"conversationId", "fileId"?, "asked"?, "chatId"?}. The conversation is made before the
// question is sent, so that a chat whose stream broke before it said its id can still be found. A file that was uploaded for the
// question is there as "fileId".
// Thread rule and errors: as BotCall.
#pragma once

#include "server/bots/coze/attachment.h"
#include "server/bots/coze/coze_api.h"
#include "server/bots/coze/tool_calls.h"
#include "server/bots/provider/bot.h"

#include <QElapsedTimer>

namespace pipit::bots::coze {

class ChatCall : public BotCall
{
    Q_OBJECT

public:
    ChatCall(const Api &api, Question question);
    void onKept(const QJsonObject &place) override;
    QString logId() const override { return m_logId; }

protected:
    QString conversationId() const { return m_question.place.value(u"conversationId").toString(); }
    QString chatId() const { return m_question.place.value(u"chatId").toString(); }
    bool wasAsked() const { return m_question.place.value(u"asked").toBool(); }
    void place(const QString &key, const QJsonValue &value);
    // Goes on with the question as soon as Coze has the file that it is and a conversation for it, and it is kept that it may have
    // been sent: what a node's end leaves behind can be found.
    void withQuestion(bool stream, std::function<void(const ApiRequest &)> next);
    void call(ApiRequest request, std::function<void(const Response &)> next);
    void fail(ProviderError error, bool isOver = false);
    // The question was sent, and nobody knows whether it arrived: its chat's place as the conversation has it. False: there is none.
    void findChat(std::function<void(bool isThere)> next) { findChat(looksForChat, std::move(next)); }
    // In a little while: the longer it has been, the longer.
    void later(std::function<void()> next);
    // Asks the same again a little later where that may help, and else ends.
    void retryOrFail(const ProviderError &error, std::function<void()> again);
    void answered() { m_failures = 0; }
    // Has the tools run that the bot waits for, then goes on with the request that gives it their outputs.
    void withToolOutputs(const QList<ToolCall> &calls, bool stream, std::function<void(const ApiRequest &)> next);
    bool canCallTools() const { return !m_api.config().toolCallbackUrl.isEmpty(); }

    const Api &m_api;
    Question m_question;
    bool m_wasSent = false;
    QString m_logId; // the newest

private:
    static constexpr int looksForChat = 3;

    // Goes on as soon as it is kept that the question may have been sent.
    void whenAsked(std::function<void()> next);
    // Makes the conversation where there is none, then goes on.
    void withConversation(std::function<void()> next);
    // Gives Coze the file that the message is, where it cannot get that itself, then goes on.
    void withAttachment(std::function<void()> next);
    QByteArray questionBody(bool stream) const;
    bool isQuestion(const QString &content) const; // of a message as Coze keeps it
    void findChat(int looksLeft, std::function<void(bool isThere)> next);

    std::function<void()> m_whenAsked;
    QElapsedTimer m_clock;
    int m_toolRounds = 0;
    int m_failures = 0; // in a row
};

} // namespace pipit::bots::coze
