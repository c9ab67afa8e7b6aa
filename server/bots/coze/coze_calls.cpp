// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_calls.h"

#include "server/bots/coze/coze_reader.h"
#include "server/bots/provider/stream_call.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr std::chrono::minutes fetchPatience{10}; // of a chat that Coze calls unfinished
constexpr int failuresAtMost = 5;                 // in a row
constexpr int looksForChat = 3;

QByteArray messagesBody()
{
    return R"({"order":"desc","limit":50})";
}

} // namespace

ChatCall::ChatCall(const Api &api, Question question) : m_api(api), m_question(std::move(question)) { }

void ChatCall::place(const QString &key, const QJsonValue &value)
{
    if (m_question.place.value(key) == value)
        return;
    m_question.place.insert(key, value);
    Q_EMIT placed(m_question.place);
}

void ChatCall::call(const QString &path, const Api::Query &query, const QByteArray &body, std::function<void(const Response &)> next)
{
    auto request = m_api.request(path, query, body, m_question.runId);
    if (!request) {
        QTimer::singleShot(0, this, [this, message = request.error().message] { fail({.message = message}); });
        return;
    }
    new JsonCall(std::move(*request), std::move(next), this);
}

void ChatCall::fail(const ProviderError &error)
{
    Q_EMIT ended({.end = CallOutcome::End::Failed, .error = error, .wasSent = m_wasSent});
}

void ChatCall::withConversation(std::function<void()> next)
{
    if (!conversationId().isEmpty()) {
        next();
        return;
    }
    call(u"/v1/conversation/create"_s, {}, conversationBody(m_api.config().botId, m_question.message.sessionId), [this, next = std::move(next)](const Response &response) {
        if (response.error) {
            fail(*response.error);
            return;
        }
        place(u"conversationId"_s, idText(response.data.toObject().value(u"id")));
        next();
    });
}

QByteArray ChatCall::questionBody(bool stream) const
{
    InputMessage message{.text = m_question.message.content};
    if (const QString &type = m_question.message.contentType; type == u"image" || type == u"audio" || type == u"file" || type == u"video") {
        const auto kind = type == u"image" ? Attachment::Kind::Image : type == u"audio" ? Attachment::Kind::Audio : Attachment::Kind::File;
        message = {.text = m_question.message.metadata.value(u"caption").toString(), .attachments = {{.kind = kind, .fileId = {}, .url = m_question.message.content}}};
    }
    return chatBody({.botId = m_api.config().botId, .userId = m_question.userId, .messages = {message}, .stream = stream});
}

ChatStream::ChatStream(const Api &api, Question question) : ChatCall(api, std::move(question))
{
    QTimer::singleShot(0, this, [this] { withConversation([this] { ask(); }); });
}

void ChatStream::ask()
{
    auto request = m_api.request(u"/v3/chat"_s, {{u"conversation_id"_s, conversationId()}}, questionBody(true), m_question.runId);
    if (!request) {
        fail({.message = request.error().message});
        return;
    }
    request->http.headers.emplace_back("Accept", "text/event-stream");
    place(u"asked"_s, true);
    m_stream = std::make_unique<StreamCall>(std::move(*request), StreamDialect{
        .makeReader = [](ReplyReader::TextSink sink, const ProviderCall &call) { return std::make_unique<CozeReader>(std::move(sink), QString::fromLatin1(call.header(logIdHeader))); },
        .errorOf = [](const ProviderCall &call, const QByteArray &body, std::optional<std::chrono::milliseconds> retryAfter) {
            return readResponse(call.status(), body, QString::fromLatin1(call.header(logIdHeader)), retryAfter).error.value_or(ProviderError{.message = u"Coze answered with status %1."_s.arg(call.status())});
        },
        .placeOf = [place = m_question.place](const ReplyFacts &facts) {
            QJsonObject known = place;
            if (!facts.conversationId.isEmpty())
                known.insert(u"conversationId"_s, facts.conversationId);
            if (!facts.chatId.isEmpty())
                known.insert(u"chatId"_s, facts.chatId);
            return known;
        }});
    connect(m_stream.get(), &BotCall::piece, this, &BotCall::piece);
    connect(m_stream.get(), &BotCall::placed, this, &BotCall::placed);
    connect(m_stream.get(), &BotCall::ended, this, &BotCall::ended);
}

ChatFetch::ChatFetch(const Api &api, Question question) : ChatCall(api, std::move(question))
{
    m_clock.start();
    QTimer::singleShot(0, this, &ChatFetch::begin);
}

void ChatFetch::begin()
{
    if (!chatId().isEmpty())
        retrieve();
    else if (wasAsked())
        find(looksForChat);
    else
        withConversation([this] { ask(); });
}

void ChatFetch::ask()
{
    place(u"asked"_s, true);
    m_wasSent = true;
    call(u"/v3/chat"_s, {{u"conversation_id"_s, conversationId()}}, questionBody(false), [this](const Response &response) {
        if (response.error) {
            fail(*response.error);
            return;
        }
        onChat(response);
    });
}

// The question was sent, and nobody knows whether it arrived: the conversation knows.
void ChatFetch::find(int looksLeft)
{
    call(u"/v1/conversation/message/list"_s, {{u"conversation_id"_s, conversationId()}}, messagesBody(), [this, looksLeft](const Response &response) {
        if (response.error) {
            retryOrFail(*response.error, [this, looksLeft] { find(looksLeft); });
            return;
        }
        m_failures = 0;
        QString known;
        // The newest first: the question's own chat stands before whatever was asked earlier.
        for (const QJsonValue &value : response.data.toArray()) {
            const QJsonObject message = value.toObject();
            if (message.value(u"role").toString() != u"user" || message.value(u"content").toString() != m_question.message.content)
                continue;
            known = idText(message.value(u"chat_id"));
            break;
        }
        if (!known.isEmpty()) {
            place(u"chatId"_s, known);
            retrieve();
        } else if (looksLeft > 1) {
            later([this, looksLeft] { find(looksLeft - 1); });
        } else {
            ask(); // it never came there
        }
    });
}

void ChatFetch::retrieve()
{
    call(u"/v3/chat/retrieve"_s, {{u"conversation_id"_s, conversationId()}, {u"chat_id"_s, chatId()}}, {}, [this](const Response &response) {
        if (response.error) {
            retryOrFail(*response.error, [this] { retrieve(); });
            return;
        }
        m_failures = 0;
        onChat(response);
    });
}

void ChatFetch::later(std::function<void()> next)
{
    QTimer::singleShot(m_api.config().pollInterval, this, std::move(next));
}

bool ChatFetch::retryOrFail(const ProviderError &error, std::function<void()> again)
{
    if (!error.passes || ++m_failures > failuresAtMost) {
        fail(error);
        return false;
    }
    QTimer::singleShot(std::max(m_api.config().pollInterval * m_failures, error.retryAfter.value_or(std::chrono::milliseconds(0))), this, std::move(again));
    return true;
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
        if (m_clock.elapsed() > std::chrono::milliseconds(fetchPatience).count())
            fail({.message = u"Coze calls this answer unfinished for %1 minutes now."_s.arg(fetchPatience.count()), .code = u"timeout"_s, .logId = response.logId});
        else
            later([this] { retrieve(); });
        break;
    case ChatStatus::NeedsAction:
        fail(unansweredTools(m_chat.toolCalls, response.logId));
        break;
    case ChatStatus::Completed:
    case ChatStatus::Failed:
    case ChatStatus::Canceled:
        readMessages(); // what came before a failure is kept
    }
}

void ChatFetch::readMessages()
{
    call(u"/v3/chat/message/list"_s, {{u"conversation_id"_s, conversationId()}, {u"chat_id"_s, chatId()}}, {}, [this](const Response &response) {
        if (response.error && m_chat.status == ChatStatus::Completed) {
            retryOrFail(*response.error, [this] { readMessages(); });
            return;
        }
        const MessageList messages = readMessageList(response.data.toArray());
        CallOutcome outcome{.end = m_chat.status == ChatStatus::Completed ? CallOutcome::End::Whole : CallOutcome::End::Failed, .answer = messages.answer, .reasoning = messages.reasoning};
        keepFacts(m_chat, outcome.facts);
        outcome.facts.logId = response.logId;
        outcome.facts.suggestions = messages.suggestions;
        if (m_chat.error)
            outcome.error = *m_chat.error;
        Q_EMIT ended(outcome);
    });
}

} // namespace pipit::bots::coze
