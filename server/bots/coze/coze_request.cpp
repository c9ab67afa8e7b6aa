// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_request.h"

#include "core/text_limits.h"
#include "server/bots/coze/coze_response.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr qsizetype maxMessages = 100;
constexpr qsizetype maxNameUnits = 100;

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
