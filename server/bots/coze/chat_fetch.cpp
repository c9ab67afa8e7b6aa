// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/chat_fetch.h"

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

ChatFetch::ChatFetch(const Api &api, Question question) : ChatCall(api, std::move(question))
{
    QTimer::singleShot(0, this, &ChatFetch::begin);
}

void ChatFetch::begin()
{
    if (!chatId().isEmpty())
        retrieve();
    else if (wasAsked())
        findChat([this](bool isThere) {
            if (isThere)
                retrieve();
            else
                ask(); // it never came there
        });
    else
        ask();
}

void ChatFetch::ask()
{
    withQuestion(false, [this](const ApiRequest &request) {
        m_wasSent = true;
        call(request, [this](const Response &response) {
            m_times = response.times;
            if (response.error)
                fail(*response.error, !response.error->code.isEmpty()); // else something on the way may have said so
            else
                onChat(response);
        });
    });
}

void ChatFetch::retrieve()
{
    call({.path = u"/v3/chat/retrieve"_s, .query = {{u"conversation_id"_s, conversationId()}, {u"chat_id"_s, chatId()}}}, [this](const Response &response) {
        if (response.error) {
            retryOrFail(*response.error, [this] { retrieve(); });
            return;
        }
        answered();
        onChat(response);
    });
}

void ChatFetch::onChat(const Response &response)
{
    m_chat = readChat(response.data.toObject(), response.logId);
    if (!m_chat.conversationId.isEmpty())
        place(u"conversationId"_s, m_chat.conversationId);
    if (!m_chat.id.isEmpty())
        place(u"chatId"_s, m_chat.id);
    switch (m_chat.status) {
    case ChatStatus::Running:
        later([this] { retrieve(); });
        break;
    case ChatStatus::NeedsAction:
        if (!canCallTools() || m_chat.toolCalls.isEmpty()) {
            fail(unansweredTools(m_chat.toolCalls, response.logId), true);
            break;
        }
        withToolOutputs(m_chat.toolCalls, false, [this](const ApiRequest &request) {
            call(request, [this](const Response &submitted) {
                if (submitted.error)
                    retryOrFail(*submitted.error, [this] { retrieve(); }); // which tells whether they arrived
                else
                    onChat(submitted);
            });
        });
        break;
    case ChatStatus::Completed:
    case ChatStatus::Failed:
    case ChatStatus::Canceled:
        readMessages(); // what came before a failure is kept
    }
}

void ChatFetch::readMessages()
{
    call({.path = u"/v3/chat/message/list"_s, .query = {{u"conversation_id"_s, conversationId()}, {u"chat_id"_s, chatId()}}}, [this](const Response &response) {
        if (response.error && m_chat.status == ChatStatus::Completed) {
            retryOrFail(*response.error, [this] { readMessages(); });
            return;
        }
        const MessageList messages = readMessageList(response.data.toArray());
        CallOutcome outcome{.end = m_chat.status == ChatStatus::Completed ? CallOutcome::End::Whole : CallOutcome::End::Failed, .answer = messages.answer, .reasoning = messages.reasoning, .isOver = true};
        keepFacts(m_chat, outcome.facts);
        outcome.facts.logId = response.logId;
        outcome.facts.suggestions = messages.suggestions;
        if (m_chat.error)
            outcome.error = *m_chat.error;
        Q_EMIT ended(outcome);
    });
}

} // namespace pipit::bots::coze
