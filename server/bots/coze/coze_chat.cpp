// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_chat.h"

#include "core/text_limits.h"
#include "server/bots/coze/coze_response.h"

#include <QJsonDocument>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr qsizetype maxSuggestions = 20;
constexpr qsizetype maxSuggestionUnits = 1'000;

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

void join(QString &whole, const QString &part)
{
    if (!whole.isEmpty() && !part.isEmpty())
        whole += answerGap;
    whole += part;
}

} // namespace

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
    if (chat.status == ChatStatus::Failed)
        chat.error = errorOfChat(object, logId);
    else if (chat.status == ChatStatus::Canceled)
        chat.error = cancelledError(logId);
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

} // namespace pipit::bots::coze
