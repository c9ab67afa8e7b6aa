// SPDX-License-Identifier: GPL-3.0-or-later
// The chats and the messages of the Coze v3 API, as far as streaming and polling share them.
//
// What Coze says is never trusted: a member that is missing, null or of another type is read as if it were empty.
// Thread rule: functions without state, plain values. Source: the official SDKs and the documentation of Coze v3.
#pragma once

#include "server/bots/provider/reply_reader.h"

#include <QJsonArray>
#include <QJsonObject>

namespace pipit::bots::coze {

// Between two answers to one question.
inline constexpr QStringView answerGap = u"\n\n";

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

} // namespace pipit::bots::coze
