// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways to an answer of Coze: as a stream, and by asking whether it is there yet.
//
// Both keep in `place` where Coze has the answer: {"conversationId", "asked"?, "chatId"?}. The conversation is made before the
// question is sent, so that a chat whose stream broke before it said its id can still be found.
// Thread rule and errors: as BotCall.
#pragma once

#include "server/bots/provider/bot.h"
#include "server/bots/coze/coze_api.h"

#include <QElapsedTimer>

namespace pipit::bots::coze {

class ChatCall : public BotCall
{
    Q_OBJECT

public:
    ChatCall(const Api &api, Question question);

protected:
    QString conversationId() const { return m_question.place.value(u"conversationId").toString(); }
    QString chatId() const { return m_question.place.value(u"chatId").toString(); }
    bool wasAsked() const { return m_question.place.value(u"asked").toBool(); }
    void place(const QString &key, const QJsonValue &value);

    // Makes the conversation where there is none, then goes on.
    void withConversation(std::function<void()> next);
    QByteArray questionBody(bool stream) const;
    void call(const QString &path, const Api::Query &query, const QByteArray &body, std::function<void(const Response &)> next);
    void fail(const ProviderError &error);

    const Api &m_api;
    Question m_question;
    bool m_wasSent = false;
};

class ChatStream final : public ChatCall
{
    Q_OBJECT

public:
    ChatStream(const Api &api, Question question);

private:
    void ask();

    std::unique_ptr<BotCall> m_stream;
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
