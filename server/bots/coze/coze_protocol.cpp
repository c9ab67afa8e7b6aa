// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_protocol.h"

#include "core/text_limits.h"
#include "core/utf8.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr qsizetype maxSuggestions = 20;
constexpr qsizetype maxSuggestionUnits = 1'000;
constexpr qsizetype maxErrorUnits = 500;
constexpr qsizetype maxMessages = 100;
constexpr qsizetype maxNameUnits = 100;

struct Failure {
    QString text = {};
    QString code = {};
    QString logId = {};
    int httpStatus = 200;
    std::optional<std::chrono::milliseconds> retryAfter = {};
};

bool isSuccess(int httpStatus) { return httpStatus / 100 == 2; }

QString nextStep(qint64 code, int httpStatus)
{
    switch (code) {
    case 4100:
    case 4101:
    case 700012006:
        return u"check that the token is valid and has the permissions needed, and that the base URL is of the cloud that made it (api.coze.cn and api.coze.com know only their own)"_s;
    case 4006:
    case 4200:
        return u"check the bot's id, and that the base URL is of the cloud where the bot lives"_s;
    case 4008:
        return u"the daily limit of this user is reached: ask again tomorrow or raise the limit in Coze"_s;
    case 4009:
    case 4020:
    case 429:
        return u"too many requests: wait a little and ask again, or raise the limit in Coze"_s;
    case 4010:
        return u"ask a shorter question or begin a new conversation"_s;
    case 4011:
    case 4019:
    case 4022:
        return u"top up the Coze account"_s;
    case 4013:
        return u"the bot's model failed: ask again"_s;
    case 4015:
        return u"publish the bot to the channel \"API\" in Coze"_s;
    case 4016:
        return u"the conversation is still busy with another answer: wait for it or cancel it"_s;
    default:
        break;
    }
    switch (httpStatus) {
    case 401:
    case 403:
        return nextStep(4101, 0);
    case 404:
        return u"check the base URL"_s;
    case 429:
        return nextStep(429, 0);
    default:
        return {};
    }
}

bool mayPass(qint64 code, int httpStatus)
{
    switch (code) {
    case 429:
    case 4008:
    case 4009:
    case 4013:
    case 4016:
    case 4020:
    case 5000:
        return true;
    default:
        break;
    }
    const bool isFinal = code >= 4000 && code < 5000;
    const auto isPassing = [](qint64 status) { return status == 408 || status == 429 || (status >= 500 && status < 600); };
    return !isFinal && (isPassing(httpStatus) || isPassing(code));
}

// One sentence: what happened, by which names it is found again, what to do about it.
QString sentence(const QString &what, const Failure &failure, const QString &step)
{
    QStringList names;
    if (!failure.code.isEmpty())
        names << u"code "_s + failure.code;
    if (!isSuccess(failure.httpStatus))
        names << u"HTTP "_s + QString::number(failure.httpStatus);
    if (!failure.logId.isEmpty())
        names << u"log id "_s + failure.logId;
    QString text = what;
    if (!names.isEmpty())
        text += u" ("_s + names.join(u", ") + u')';
    if (!step.isEmpty())
        text += u"; "_s + step;
    return text + u'.';
}

ProviderError toError(Failure failure)
{
    failure.code = forEcho(failure.code);
    failure.logId = forEcho(failure.logId);
    const qint64 code = failure.code.toLongLong();
    const QString text = leftOfText(inOneLine(failure.text), maxErrorUnits);
    const QString what = text.isEmpty() ? u"Coze reported an error and gave no reason"_s : u"Coze says \""_s + text + u'"';
    return {.message = sentence(what, failure, nextStep(code, failure.httpStatus)),
            .code = failure.code,
            .logId = failure.logId,
            .passes = mayPass(code, failure.httpStatus),
            .retryAfter = failure.retryAfter};
}

// Of a body that is no JSON object: a page of whatever stands in front of Coze, a line of text, or a part of an answer.
ProviderError errorOfBody(QByteArrayView body, const Failure &failure)
{
    const QByteArrayView text = body.trimmed();
    if (text.startsWith('<')) {
        const bool isWrongPlace = isSuccess(failure.httpStatus);
        ProviderError error = toError(failure);
        error.message = sentence(u"Coze answered with a web page instead of JSON"_s, failure, isWrongPlace ? nextStep(0, 404) : nextStep(0, failure.httpStatus));
        return error;
    }
    if (!isSuccess(failure.httpStatus)) {
        Failure told = failure;
        told.text = QString::fromUtf8(text.first(std::min(text.size(), 4 * maxErrorUnits)));
        return toError(told);
    }
    ProviderError error = toError(failure);
    error.message = sentence(text.isEmpty() ? u"Coze answered with nothing"_s : u"Coze answered with something that is no whole JSON"_s, failure, u"ask again"_s);
    error.passes = true;
    return error;
}

QString logIdIn(const QJsonObject &object, const QString &fallback)
{
    const QString logId = idText(object.value("detail"_L1).toObject().value("logid"_L1));
    return logId.isEmpty() ? fallback : logId;
}

qint64 integerIn(const QJsonObject &object, QLatin1StringView name, QLatin1StringView otherName)
{
    const QJsonValue value = object.value(name);
    return std::max<qint64>(0, idText(value.isUndefined() ? object.value(otherName) : value).toLongLong());
}

std::optional<Usage> usageIn(const QJsonObject &object)
{
    const Usage usage{.inputTokens = integerIn(object, "input_count"_L1, "input_tokens"_L1), .outputTokens = integerIn(object, "output_count"_L1, "output_tokens"_L1)};
    return usage.inputTokens == 0 && usage.outputTokens == 0 ? std::nullopt : std::optional(usage);
}

QList<ToolCall> toolCallsIn(const QJsonObject &requiredAction)
{
    QList<ToolCall> calls;
    const QJsonArray array = requiredAction.value("submit_tool_outputs"_L1).toObject().value("tool_calls"_L1).toArray();
    for (const QJsonValue &value : array) {
        const QJsonObject call = value.toObject();
        const QJsonObject function = call.value("function"_L1).toObject();
        const QJsonValue arguments = function.value("arguments"_L1);
        ToolCall toolCall{.id = idText(call.value("id"_L1)), .name = withoutFaults(function.value("name"_L1).toString()), .arguments = withoutFaults(arguments.toString())};
        if (arguments.isObject())
            toolCall.arguments = QString::fromUtf8(QJsonDocument(arguments.toObject()).toJson(QJsonDocument::Compact));
        if (!toolCall.id.isEmpty())
            calls << toolCall;
    }
    return calls;
}

ProviderError errorOfChat(const QJsonObject &chat, const QString &logId)
{
    const QJsonObject lastError = chat.value("last_error"_L1).toObject();
    if (isError(lastError) || !lastError.value("msg"_L1).toString().isEmpty())
        return errorIn(lastError, logId);
    ProviderError error = errorIn(chat, logId);
    const QString status = chat.value("status"_L1).toString();
    if (error.code.isEmpty() && (status == u"expired" || status == u"deleted"))
        error.message = sentence(u"Coze says that the chat is "_s + status, {.logId = error.logId}, u"ask again"_s);
    return error;
}

void join(QString &whole, const QString &part)
{
    if (!whole.isEmpty() && !part.isEmpty())
        whole += answerGap;
    whole += part;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject toJson(const Attachment &attachment)
{
    constexpr std::array kinds{"image"_L1, "file"_L1, "audio"_L1};
    QJsonObject part{{u"type"_s, kinds[std::size_t(attachment.kind)]}};
    if (attachment.fileId.isEmpty())
        part.insert("file_url"_L1, attachment.url);
    else
        part.insert("file_id"_L1, attachment.fileId);
    return part;
}

QJsonObject toJson(const InputMessage &message)
{
    QString content = message.text;
    if (!message.attachments.isEmpty()) {
        QJsonArray parts;
        if (!message.text.isEmpty())
            parts << QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, message.text}};
        for (const Attachment &attachment : message.attachments)
            parts << toJson(attachment);
        content = QString::fromUtf8(QJsonDocument(parts).toJson(QJsonDocument::Compact));
    }
    return {{u"role"_s, message.isAssistant ? u"assistant"_s : u"user"_s},
            {u"type"_s, message.isAssistant ? u"answer"_s : u"question"_s},
            {u"content"_s, content},
            {u"content_type"_s, message.attachments.isEmpty() ? u"text"_s : u"object_string"_s}};
}

} // namespace

std::optional<QJsonObject> parseObject(QByteArrayView json)
{
    // Ill-formed UTF-8 would make Qt refuse the whole.
    const std::string_view bytes(json.data(), std::size_t(json.size()));
    std::string mended;
    if (wellFormedUtf8Prefix(bytes) != bytes.size()) {
        mended = decodeUtf8(bytes);
        json = QByteArrayView(mended.data(), qsizetype(mended.size()));
    }
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(json.data(), json.size()));
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

QString idText(const QJsonValue &value)
{
    if (!value.isDouble())
        return withoutFaults(value.toString());
    const qint64 integer = value.toInteger(-1);
    // Not every number is an integer: then two different fallbacks come back.
    return integer == -1 && value.toInteger(0) == 0 ? QString() : QString::number(integer);
}

bool isError(const QJsonObject &object)
{
    const QString code = idText(object.value("code"_L1));
    return (!code.isEmpty() && code != u"0") || !idText(object.value("error_code"_L1)).isEmpty() || !object.value("error"_L1).toString().isEmpty();
}

bool isTokenRefused(const QString &code, int httpStatus)
{
    return httpStatus == 401 || code == u"4100" || code == u"4101" || code == u"700012006";
}

ProviderError errorIn(const QJsonObject &object, const QString &logId, int httpStatus, std::optional<std::chrono::milliseconds> retryAfter)
{
    const auto firstOf = [&object](std::initializer_list<QLatin1StringView> names) {
        for (const auto name : names) {
            if (const QString text = idText(object.value(name)); !text.isEmpty())
                return text;
        }
        return QString();
    };
    QString code = firstOf({"code"_L1, "error_code"_L1, "error"_L1});
    if (code == u"0")
        code.clear();
    return toError({.text = firstOf({"msg"_L1, "error_message"_L1}), .code = code, .logId = logIdIn(object, logId), .httpStatus = httpStatus, .retryAfter = retryAfter});
}

Response readResponse(int httpStatus, QByteArrayView body, const QString &logId, std::optional<std::chrono::milliseconds> retryAfter)
{
    Response response;
    response.logId = logId;
    const auto object = parseObject(body);
    if (object) {
        response.object = *object;
        response.logId = logIdIn(*object, logId);
    }
    const bool hasEnvelope = response.object.contains("code"_L1);
    if (isError(response.object))
        response.error = errorIn(response.object, logId, httpStatus, retryAfter);
    else if (!object || (!hasEnvelope && !isSuccess(httpStatus)))
        response.error = errorOfBody(body, {.logId = forEcho(response.logId), .httpStatus = httpStatus, .retryAfter = retryAfter});
    else
        response.data = hasEnvelope ? response.object.value("data"_L1) : QJsonValue(response.object);
    response.refusesToken = response.error && isTokenRefused(response.error->code, httpStatus);
    return response;
}

ChatStatus chatStatusFromName(QStringView name)
{
    if (name == u"completed")
        return ChatStatus::Completed;
    if (name == u"failed" || name == u"expired" || name == u"deleted")
        return ChatStatus::Failed;
    if (name == u"requires_action" || name == u"required_action")
        return ChatStatus::NeedsAction;
    if (name == u"canceled" || name == u"cancelled")
        return ChatStatus::Canceled;
    return ChatStatus::Running;
}

Chat readChat(const QJsonObject &object, const QString &logId, std::optional<ChatStatus> status)
{
    Chat chat{.id = idText(object.value("id"_L1)),
              .conversationId = idText(object.value("conversation_id"_L1)),
              .status = status ? *status : chatStatusFromName(object.value("status"_L1).toString()),
              .error = {},
              .usage = usageIn(object.value("usage"_L1).toObject()),
              .toolCalls = toolCallsIn(object.value("required_action"_L1).toObject())};
    if (chat.status == ChatStatus::Failed) {
        chat.error = errorOfChat(object, logId);
    } else if (chat.status == ChatStatus::Canceled) {
        const QString shownLogId = forEcho(logId);
        chat.error = ProviderError{.message = sentence(u"The answer was cancelled in Coze"_s, {.logId = shownLogId}, {}), .code = u"canceled"_s, .logId = shownLogId};
    }
    return chat;
}

void keepFacts(const Chat &chat, ReplyFacts &facts)
{
    if (!chat.id.isEmpty())
        facts.chatId = chat.id;
    if (!chat.conversationId.isEmpty())
        facts.conversationId = chat.conversationId;
    if (chat.usage)
        facts.usage = chat.usage;
    if (!chat.toolCalls.isEmpty())
        facts.toolCalls = chat.toolCalls;
}

bool isAnswer(const QJsonObject &message)
{
    return message.value("type"_L1).toString() == u"answer";
}

bool isAnswerText(const QJsonObject &message)
{
    const QString contentType = message.value("content_type"_L1).toString();
    return isAnswer(message) && (contentType.isEmpty() || contentType == u"text" || contentType == u"card");
}

void addSuggestion(QStringList &suggestions, const QString &text)
{
    const QString suggestion = leftOfText(withoutFaults(text), maxSuggestionUnits).trimmed();
    if (!suggestion.isEmpty() && suggestions.size() < maxSuggestions && !suggestions.contains(suggestion))
        suggestions << suggestion;
}

MessageList readMessageList(const QJsonArray &messages)
{
    struct Item {
        qint64 createdAt;
        QJsonObject message;
    };
    std::vector<Item> items;
    for (const QJsonValue &value : messages) {
        const QJsonObject message = value.toObject();
        items.push_back({idText(message.value("created_at"_L1)).toLongLong(), message});
    }
    std::ranges::stable_sort(items, {}, &Item::createdAt);

    MessageList list;
    for (const Item &item : items) {
        const QString content = item.message.value("content"_L1).toString();
        if (isAnswerText(item.message)) {
            join(list.answer, withoutFaults(content));
            join(list.reasoning, withoutFaults(item.message.value("reasoning_content"_L1).toString()));
        } else if (item.message.value("type"_L1).toString() == u"follow_up") {
            addSuggestion(list.suggestions, content);
        }
    }
    return list;
}

bool hasAttachment(const QString &content, const Attachment &attachment)
{
    const QJsonArray parts = QJsonDocument::fromJson(content.toUtf8()).array();
    return std::ranges::any_of(parts, [&attachment](const QJsonValue &part) {
        return attachment.fileId.isEmpty() ? part[u"file_url"].toString() == attachment.url : idText(part[u"file_id"]) == attachment.fileId;
    });
}

QByteArray chatBody(const ChatRequest &request)
{
    QJsonArray messages;
    for (const InputMessage &message : request.messages.mid(std::max<qsizetype>(0, request.messages.size() - maxMessages)))
        messages << toJson(message);
    return compact({{u"bot_id"_s, request.botId}, {u"user_id"_s, request.userId}, {u"stream"_s, request.stream}, {u"auto_save_history"_s, true}, {u"additional_messages"_s, messages}});
}

QByteArray cancelBody(const QString &conversationId, const QString &chatId)
{
    return compact({{u"conversation_id"_s, conversationId}, {u"chat_id"_s, chatId}});
}

QByteArray toolOutputsBody(const QList<ToolOutput> &outputs, bool stream)
{
    QJsonArray array;
    for (const ToolOutput &output : outputs)
        array << QJsonObject{{u"tool_call_id"_s, output.toolCallId}, {u"output"_s, output.output}};
    return compact({{u"stream"_s, stream}, {u"tool_outputs"_s, array}});
}

QByteArray conversationBody(const QString &botId, const QString &name)
{
    QJsonObject body{{u"bot_id"_s, botId}};
    if (!name.isEmpty())
        body.insert("name"_L1, leftOfText(name, maxNameUnits));
    return compact(body);
}

} // namespace pipit::bots::coze
