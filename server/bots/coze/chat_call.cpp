// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/chat_call.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr std::chrono::hours clockSkew{1};              // at most, of Coze's clock and this one
constexpr int failuresAtMost = 5;                       // in a row
constexpr std::chrono::seconds pollSlower{30};          // so much time is a poll interval more between two looks
constexpr int slowestPoll = 5;                          // intervals
constexpr int toolRoundsAtMost = 10;

QByteArray messagesBody()
{
    return R"({"order":"desc","limit":50})";
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

void ChatCall::withQuestion(bool stream, std::function<void(const ApiRequest &)> next)
{
    const auto ask = [this, stream, next = std::move(next)] {
        next({.path = u"/v3/chat"_s, .query = {{u"conversation_id"_s, conversationId()}}, .body = questionBody(stream), .runId = m_question.runId});
    };
    withAttachment([this, ask] { withConversation([this, ask] { whenAsked(ask); }); });
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

void ChatCall::findChat(int looksLeft, std::function<void(bool isThere)> next)
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
            place(u"chatId"_s, chat);
            next(true);
            return;
        }
        if (looksLeft > 1)
            later([this, looksLeft, next] { findChat(looksLeft - 1, next); });
        else
            next(false);
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
    if (!error.passes || ++m_failures > failuresAtMost || wait > longestRetryAfter)
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

} // namespace pipit::bots::coze
