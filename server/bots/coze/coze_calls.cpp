// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_calls.h"

#include "server/bots/coze/coze_reader.h"
#include "server/bots/provider/stream_call.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr std::chrono::hours clockSkew{1}; // at most, of Coze's clock and this one
constexpr int failuresAtMost = 5;                       // in a row
constexpr std::chrono::seconds pollSlower{30};          // so much time is a poll interval more between two looks
constexpr int slowestPoll = 5;                          // intervals
constexpr std::chrono::milliseconds longestWait{60'000}; // that Coze may ask for
constexpr int toolRoundsAtMost = 10;

QByteArray messagesBody()
{
    return R"({"order":"desc","limit":50})";
}

QString joined(const QString &before, const QString &after)
{
    return before.isEmpty() || after.isEmpty() ? QString(before + after) : QString(before + answerGap + after);
}

} // namespace

ChatCall::ChatCall(const Api &api, Question question) : m_api(api), m_question(std::move(question))
{
    m_clock.start();
}

void ChatCall::place(const QString &key, const QJsonValue &value)
{
    if (m_question.place.value(key) == value)
        return;
    m_question.place.insert(key, value);
    Q_EMIT placed(m_question.place);
}

void ChatCall::whenAsked(std::function<void()> next)
{
    if (wasAsked()) {
        next();
        return;
    }
    m_whenAsked = std::move(next);
    place(u"asked"_s, true);
}

void ChatCall::onKept(const QJsonObject &place)
{
    if (m_whenAsked && place.value(u"asked").toBool())
        std::exchange(m_whenAsked, {})();
}

void ChatCall::call(ApiRequest request, std::function<void(const Response &)> next)
{
    request.runId = m_question.runId;
    m_api.call(request, this, [this, next = std::move(next)](const Response &response) {
        if (!response.logId.isEmpty())
            m_logId = response.logId;
        next(response);
    });
}

void ChatCall::fail(ProviderError error, bool isOver)
{
    if (error.logId.isEmpty())
        error.logId = m_logId;
    Q_EMIT ended({.end = CallOutcome::End::Failed, .error = std::move(error), .wasSent = m_wasSent, .isOver = isOver});
}

void ChatCall::findChat(int looksLeft, std::function<void(const QString &chatId)> next)
{
    call({.path = u"/v1/conversation/message/list"_s, .query = {{u"conversation_id"_s, conversationId()}}, .body = messagesBody()}, [this, looksLeft, next = std::move(next)](const Response &response) {
        if (response.error) {
            retryOrFail(*response.error, [this, looksLeft, next] { findChat(looksLeft, next); });
            return;
        }
        answered();
        // The newest first: the question's own chat stands before whatever was asked earlier.
        for (const QJsonValue &value : response.data.toArray()) {
            const QJsonObject message = value.toObject();
            if (message.value(u"role").toString() != u"user" || !isQuestion(message.value(u"content").toString()))
                continue;
            const QString chat = idText(message.value(u"chat_id"));
            const qint64 chatMs = message.value(u"created_at").toInteger() * 1'000; // by Coze's clock
            if (chatMs > 0 && chatMs < m_question.message.createdAtMs - std::chrono::milliseconds(clockSkew).count())
                continue; // it is older than this question
            const auto isThere = [&chat](const QJsonObject &place) { return place.value(u"chatId") == chat; };
            if (chat.isEmpty() || std::ranges::any_of(m_question.otherPlaces, isThere))
                continue; // the same was asked before
            next(chat);
            return;
        }
        if (looksLeft > 1)
            later([this, looksLeft, next] { findChat(looksLeft - 1, next); });
        else
            next({});
    });
}

void ChatCall::later(std::function<void()> next)
{
    const int intervals = int(std::min<qint64>(1 + m_clock.elapsed() / std::chrono::milliseconds(pollSlower).count(), slowestPoll));
    QTimer::singleShot(m_api.config().pollInterval * intervals, this, std::move(next));
}

void ChatCall::retryOrFail(const ProviderError &error, std::function<void()> again)
{
    const std::chrono::milliseconds wait = error.retryAfter.value_or(std::chrono::milliseconds(0));
    if (!error.passes || ++m_failures > failuresAtMost || wait > longestWait)
        fail(error);
    else
        QTimer::singleShot(std::max(m_api.config().pollInterval * m_failures, wait), this, std::move(again));
}

void ChatCall::withToolOutputs(const QList<ToolCall> &calls, bool stream, std::function<void(const ApiRequest &)> next)
{
    if (++m_toolRounds > toolRoundsAtMost) {
        fail({.message = u"The bot wanted tools called more than %1 times for one answer; change its prompt so that it comes to an end."_s.arg(toolRoundsAtMost), .code = u"requires_action"_s});
        return;
    }
    new ToolCalls(m_api.config(), m_question, calls, this, [this, stream, next = std::move(next)](const ToolCalls::Answer &answer) {
        if (answer.error) {
            fail(*answer.error);
            return;
        }
        next({.path = u"/v3/chat/submit_tool_outputs"_s, .query = {{u"conversation_id"_s, conversationId()}, {u"chat_id"_s, chatId()}}, .body = toolOutputsBody(answer.outputs, stream), .runId = m_question.runId});
    });
}

void ChatCall::withConversation(std::function<void()> next)
{
    if (!conversationId().isEmpty()) {
        next();
        return;
    }
    call({.path = u"/v1/conversation/create"_s, .body = conversationBody(m_api.config().botId, m_question.message.sessionId)}, [this, next = std::move(next)](const Response &response) {
        if (response.error) {
            fail(*response.error);
            return;
        }
        place(u"conversationId"_s, idText(response.data.toObject().value(u"id")));
        next();
    });
}

void ChatCall::withAttachment(std::function<void()> next)
{
    const auto attachment = attachmentOf(m_question.message);
    if (attachment && !isPublic(QUrl(attachment->url)) && !m_api.config().fetchPrivateUrls) {
        fail({.message = u"The file of the question is at an address that Coze cannot reach. With fetch_private_urls = true for this bot, the node fetches it and hands it on."_s, .code = u"private_url"_s});
        return;
    }
    if (!attachment || isPublic(QUrl(attachment->url)) || m_question.place.contains(u"fileId")) {
        next();
        return;
    }
    const QString name = fileNameOf(m_question.message);
    new Download(QUrl(attachment->url), m_api.config(), this, [this, name, next = std::move(next)](const Download::File &file) {
        if (file.error) {
            fail(*file.error);
            return;
        }
        const MultipartFile upload = multipartFile(name, file.type, file.bytes);
        call({.path = u"/v1/files/upload"_s, .body = upload.body, .contentType = upload.contentType}, [this, next](const Response &response) {
            if (response.error) {
                ProviderError error = *response.error;
                error.message = u"The file of this message could not be given to Coze: "_s + error.message;
                fail(error);
                return;
            }
            place(u"fileId"_s, idText(response.data.toObject().value(u"id")));
            next();
        });
    });
}

QByteArray ChatCall::questionBody(bool stream) const
{
    InputMessage message{.text = m_question.message.content};
    if (auto attachment = attachmentOf(m_question.message)) {
        attachment->fileId = m_question.place.value(u"fileId").toString();
        message = {.text = m_question.message.metadata.value(u"caption").toString(), .attachments = {*attachment}};
    }
    return chatBody({.botId = m_api.config().botId, .userId = m_question.userId, .messages = {message}, .stream = stream});
}

bool ChatCall::isQuestion(const QString &content) const
{
    auto attachment = attachmentOf(m_question.message);
    if (!attachment)
        return content == m_question.message.content;
    attachment->fileId = m_question.place.value(u"fileId").toString();
    return hasAttachment(content, *attachment);
}

ChatStream::ChatStream(const Api &api, Question question) : ChatCall(api, std::move(question))
{
    QTimer::singleShot(0, this, [this] { withAttachment([this] { withConversation([this] { whenAsked([this] { ask(); }); }); }); });
}

void ChatStream::ask()
{
    open({.path = u"/v3/chat"_s, .query = {{u"conversation_id"_s, conversationId()}}, .body = questionBody(true), .runId = m_question.runId});
}

void ChatStream::open(const ApiRequest &request)
{
    m_api.prepare(request, this, [this, request](PreparedRequest prepared) {
        if (!prepared.request) {
            fail(prepared.error);
            return;
        }
        const QByteArray token = prepared.request->secret;
        prepared.request->http.headers.emplace_back("Accept", "text/event-stream");
        m_stream = std::make_unique<StreamCall>(std::move(*prepared.request), StreamDialect{
            .makeReader = [](ReplyReader::TextSink sink, const ProviderCall &call) { return std::make_unique<CozeReader>(std::move(sink), QString::fromLatin1(call.header(logIdHeader))); },
            .errorOf = [this](const ProviderCall &call, const QByteArray &body, std::optional<std::chrono::milliseconds> retryAfter) {
                m_refusal = call.status();
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
        connect(m_stream.get(), &BotCall::piece, this, [this](const QString &text, bool reasoning) {
            if (!reasoning && std::exchange(m_isGapDue, false))
                Q_EMIT piece(answerGap.toString(), false);
            Q_EMIT piece(text, reasoning);
        });
        connect(m_stream.get(), &BotCall::placed, this, [this](const QJsonObject &place) {
            m_question.place = place;
            Q_EMIT placed(place);
        });
        connect(m_stream.get(), &BotCall::ended, this, [this, request, token](const CallOutcome &outcome) { onStreamEnded(outcome, request, token); });
    });
}

void ChatStream::onStreamEnded(const CallOutcome &outcome, const ApiRequest &request, const QByteArray &token)
{
    const bool isFailed = outcome.end == CallOutcome::End::Failed;
    const bool saidNothing = outcome.answer.isEmpty() && outcome.reasoning.isEmpty();
    if (isFailed && saidNothing && !m_isRenewed && isTokenRefused(outcome.error.code, m_refusal) && m_api.renew(token)) {
        m_isRenewed = true;
        m_refusal = 0;
        dropStream();
        open(request);
    } else if (isFailed && outcome.error.code == u"requires_action" && canCallTools() && !outcome.facts.toolCalls.isEmpty() && !chatId().isEmpty()) {
        goOnWithTools(outcome);
    } else {
        CallOutcome whole = outcome;
        whole.wasSent = whole.wasSent || m_wasSent;
        whole.isOver = whole.isOver && !(m_askedTimes && outcome.facts.chatId.isEmpty()); // tools' outputs that were refused are waited for
        whole.answer = joined(m_answer, outcome.answer);
        whole.reasoning = joined(m_reasoning, outcome.reasoning);
        Q_EMIT ended(whole);
    }
}

void ChatStream::goOnWithTools(const CallOutcome &outcome)
{
    m_answer = joined(m_answer, outcome.answer);
    m_reasoning = joined(m_reasoning, outcome.reasoning);
    m_isGapDue = !m_answer.isEmpty();
    m_isRenewed = false;
    m_wasSent = true;
    if (!m_askedTimes)
        m_askedTimes = m_stream->times();
    dropStream();
    withToolOutputs(outcome.facts.toolCalls, true, [this](const ApiRequest &request) { open(request); });
}

// Not at once: it is called from its signal.
void ChatStream::dropStream()
{
    m_logId = logId();
    m_stream->disconnect(this);
    m_stream.release()->deleteLater();
}

ChatFetch::ChatFetch(const Api &api, Question question) : ChatCall(api, std::move(question))
{
    QTimer::singleShot(0, this, &ChatFetch::begin);
}

void ChatFetch::begin()
{
    if (!chatId().isEmpty())
        retrieve();
    else if (wasAsked())
        findChat([this](const QString &chat) {
            if (chat.isEmpty()) {
                ask(); // it never came there
            } else {
                place(u"chatId"_s, chat);
                retrieve();
            }
        });
    else
        withAttachment([this] { withConversation([this] { whenAsked([this] { ask(); }); }); });
}

void ChatFetch::ask()
{
    m_wasSent = true;
    call({.path = u"/v3/chat"_s, .query = {{u"conversation_id"_s, conversationId()}}, .body = questionBody(false)}, [this](const Response &response) {
        m_times = response.times;
        if (response.error) {
            fail(*response.error, !response.error->code.isEmpty()); // else something on the way may have said so
            return;
        }
        onChat(response);
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

ChatCancel::ChatCancel(const Api &api, Question question) : ChatCall(api, std::move(question))
{
    QTimer::singleShot(abandonTime, this, [this] {
        if (chatId().isEmpty())
            Q_EMIT ended({.end = CallOutcome::End::Broken});
    });
    QTimer::singleShot(0, this, [this] {
        if (!chatId().isEmpty())
            cancel();
        else if (wasAsked() && !conversationId().isEmpty())
            findChat([this](const QString &chat) {
                if (chat.isEmpty()) {
                    Q_EMIT ended({.end = CallOutcome::End::Whole}); // it never came there
                } else {
                    place(u"chatId"_s, chat);
                    cancel();
                }
            });
        else
            Q_EMIT ended({.end = CallOutcome::End::Whole});
    });
}

void ChatCancel::cancel()
{
    call({.path = u"/v3/chat/cancel"_s, .body = cancelBody(conversationId(), chatId())}, [this](const Response &response) {
        if (response.error)
            retryOrFail(*response.error, [this] { cancel(); }); // 4104 is final: it has ended by itself
        else
            Q_EMIT ended({.end = CallOutcome::End::Whole});
    });
}

} // namespace pipit::bots::coze
