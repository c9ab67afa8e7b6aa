// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways to an answer of Coze: as a stream, and by asking whether it is there yet; and the way to have none.
//
// The calls keep in `place` where Coze has the answer: {"conversationId", "fileId"?, "asked"?, "chatId"?}. The conversation is made before the
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
    QString logId() const override { return m_logId; }

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
    void fail(ProviderError error, bool isOver = false);
    // The question was sent, and nobody knows whether it arrived: its chat's id as the conversation has it, empty where there is none.
    void findChat(std::function<void(const QString &chatId)> next) { findChat(looksForChat, std::move(next)); }
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

    void findChat(int looksLeft, std::function<void(const QString &chatId)> next);

    std::function<void()> m_whenAsked;
    QElapsedTimer m_clock;
    int m_toolRounds = 0;
    int m_failures = 0; // in a row
};

class ChatStream final : public ChatCall
{
    Q_OBJECT

public:
    ChatStream(const Api &api, Question question);
    CallTimes times() const override { return m_stream && !m_askedTimes ? m_stream->times() : m_askedTimes.value_or(CallTimes()); }
    QString logId() const override { return m_stream && !m_stream->logId().isEmpty() ? m_stream->logId() : m_logId; }

private:
    void ask();
    void open(const ApiRequest &request);
    void onStreamEnded(const CallOutcome &outcome, const ApiRequest &request, const QByteArray &token);

    void goOnWithTools(const CallOutcome &outcome);
    void dropStream();

    std::unique_ptr<BotCall> m_stream;
    std::optional<CallTimes> m_askedTimes; // once tools were wanted
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
    CallTimes times() const override { return m_times; }

private:
    void begin();
    void ask();
    void retrieve();
    void onChat(const Response &response);
    void readMessages();

    CallTimes m_times;
    Chat m_chat;
};

// Coze goes on with an answer whose stream was closed, and takes no other question in the conversation until it is done. Ends with
// nothing but that it has ended.
class ChatCancel final : public ChatCall
{
    Q_OBJECT

public:
    ChatCancel(const Api &api, Question question);

private:
    void cancel();
};

} // namespace pipit::bots::coze
