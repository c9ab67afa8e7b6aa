// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON of the Coze v3 chat API, as far as streaming and polling share it: envelopes and errors, chats, message lists,
// the bodies of requests. For both clouds and for Coze Studio, whose dialect is read as well.
//
// Whether an answer is an error is decided by its `code`, not by its HTTP status: Coze refuses a token with 200.
// Ids are texts, also where Coze writes them as bare integers: they go beyond 2^53.
// What Coze says is never trusted: a member that is missing, null or of another type is read as if it were empty.
// Thread rule: functions without state, plain values. Source: the official SDKs and the documentation of Coze v3.
#pragma once

#include "server/bots/provider/call_times.h"
#include "server/bots/provider/reply_reader.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

namespace pipit::bots::coze {

// Between two answers to one question.
inline constexpr QStringView answerGap = u"\n\n";

// The object in these bytes; nothing if they are anything else, or only the beginning of one.
std::optional<QJsonObject> parseObject(QByteArrayView json);

// A text, or an integer of up to 64 bits as its digits. Empty: neither.
QString idText(const QJsonValue &value);

// An answer that is one JSON document.
struct Response {
    QJsonObject object; // the whole of it, for the members that stand beside `data`
    QJsonValue data;    // without an envelope, the whole as well
    QString logId;
    std::optional<ProviderError> error;
    bool refusesToken = false;
    CallTimes times = {};
};

// `logId` is the header x-tt-logid. A body that is no JSON is an error, whatever the status.
Response readResponse(int httpStatus, QByteArrayView body, const QString &logId, std::optional<std::chrono::milliseconds> retryAfter = {});

// The error in an object of {code, msg} or, as the paths of OAuth have it, {error_code, error_message, error}.
ProviderError errorIn(const QJsonObject &object, const QString &logId, int httpStatus = 200, std::optional<std::chrono::milliseconds> retryAfter = {});
bool isError(const QJsonObject &object);
// Whether another token might be taken.
bool isTokenRefused(const QString &code, int httpStatus);

enum class ChatStatus {
    Running, // also a status of a name that is not known: whoever polls has a deadline
    Completed,
    Failed,
    NeedsAction,
    Canceled,
};

ChatStatus chatStatusFromName(QStringView name);

struct Chat {
    QString id;
    QString conversationId;
    ChatStatus status = ChatStatus::Running;
    std::optional<ProviderError> error; // of a chat that Failed or was Canceled; the latter has the code "canceled"
    std::optional<Usage> usage;         // nothing while all counts are zero
    QList<ToolCall> toolCalls;
};

// `status`: where something else than the object tells it, such as the name of an event.
Chat readChat(const QJsonObject &object, const QString &logId, std::optional<ChatStatus> status = {});

// What the chat tells anew; what it leaves open stays as it is.
void keepFacts(const Chat &chat, ReplyFacts &facts);

// Whether the content of a message is text of the answer: the other types are Coze's own affairs.
bool isAnswer(const QJsonObject &message);
bool isAnswerText(const QJsonObject &message);

// At most 20, each once.
void addSuggestion(QStringList &suggestions, const QString &text);

struct MessageList {
    QString answer;
    QString reasoning;
    QStringList suggestions;
};

// The messages of one chat, in any order.
MessageList readMessageList(const QJsonArray &messages);

struct Attachment {
    enum class Kind { Image, File, Audio };
    Kind kind = Kind::File;
    QString fileId; // as the upload gave it; without one, the URL counts
    QString url = {};
};

struct InputMessage {
    QString text;
    bool isAssistant = false; // of an answer that is given as context
    QList<Attachment> attachments = {};
};

// Whether a message as Coze keeps it has this attachment.
bool hasAttachment(const QString &content, const Attachment &attachment);

struct ChatRequest {
    QString botId;
    QString userId;
    QList<InputMessage> messages; // the last one is the question; of more than 100, the last 100 are sent
    bool stream = true;
};

struct ToolOutput {
    QString toolCallId;
    QString output;
};

// The conversation's id goes into the query. History is always saved: without it, a broken stream could not be found again.
QByteArray chatBody(const ChatRequest &request);
QByteArray cancelBody(const QString &conversationId, const QString &chatId);
QByteArray toolOutputsBody(const QList<ToolOutput> &outputs, bool stream);
// A name of more than 100 characters is cut.
QByteArray conversationBody(const QString &botId, const QString &name = {});

} // namespace pipit::bots::coze
