// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways to an answer of Coze: as a stream, and by asking whether it is there yet.
//
// Both keep in `place` where Coze has the answer: {"conversationId", "fileId"?, "asked"?, "chatId"?}. The conversation is made before the
// question is sent, so that a chat whose stream broke before it said its id can still be found. A file that was uploaded for the
// question is there as "fileId".
// Thread rule and errors: as BotCall.
#pragma once

#include "server/bots/provider/bot.h"
#include "server/bots/coze/attachment.h"
#include "server/bots/coze/coze_api.h"
#include "server/bots/coze/tool_calls.h"

#include <QElapsedTimer>

namespace pipit::bots::coze {

class ChatCall : public BotCall
{
    Q_OBJECT

public:
    ChatCall(const Api &api, Question question);
    void onKept(const QJsonObject &place) override;

protected:
    QString conversationId() const { return m_question.place.value(u"conversationId").toString(); }
    QString chatId() const { return m_question.place.value(u"chatId").toString(); }
    bool wasAsked() const { return m_question.place.value(u"asked").toBool(); }
    void place(const QString &key, const QJsonValue &value);
    // Goes on as soon as it is kept that the question may have been sent: what a node's end leaves behind can be found.
    void whenAsked(std::function<void()> next);

    // Makes the conversation where there is none, then goes on.
    void withConversation(std::function<void()> next);
    // Gives Coze the file that the message is, where it cannot get that itself, then goes on.
    void withAttachment(std::function<void()> next);
    QByteArray questionBody(bool stream) const;
    bool isQuestion(const QString &content) const; // of a message as Coze keeps it
    void call(ApiRequest request, std::function<void(const Response &)> next);
    void fail(const ProviderError &error);
    // Has the tools run that the bot waits for, then goes on with the request that gives it their outputs.
    void withToolOutputs(const QList<ToolCall> &calls, bool stream, std::function<void(const ApiRequest &)> next);
    bool canCallTools() const { return !m_api.config().toolCallbackUrl.isEmpty(); }

    const Api &m_api;
    Question m_question;
    bool m_wasSent = false;

private:
    std::function<void()> m_whenAsked;
    int m_toolRounds = 0;
};

class ChatStream final : public ChatCall
{
    Q_OBJECT

public:
    ChatStream(const Api &api, Question question);

private:
    void ask();
    void open(const ApiRequest &request);
    void onStreamEnded(const CallOutcome &outcome, const ApiRequest &request, const QByteArray &token);

    void goOnWithTools(const CallOutcome &outcome);
    void dropStream();

    std::unique_ptr<BotCall> m_stream;
    QString m_answer, m_reasoning; // of the streams before, which ended where tools were wanted
    bool m_isGapDue = false;
    int m_refusal = 0;        // the status of an answer that refused
    bool m_isRenewed = false; // the token was
};

class ChatFetch final : public ChatCall
{
    Q_OBJECT

public:
    ChatFetch(const Api &api, Question question);

private:
    void begin();
    void ask();
    void find(int looksLeft);
    void retrieve();
    void later(std::function<void()> next);
    void onChat(const Response &response);
    void readMessages();
    // Asks the same again a little later where that may help, and else ends.
    bool retryOrFail(const ProviderError &error, std::function<void()> again);

    QElapsedTimer m_clock;
    int m_failures = 0; // in a row
    Chat m_chat;
};

} // namespace pipit::bots::coze
