// SPDX-License-Identifier: GPL-3.0-or-later
// What Coze's v3 API is asked with: the bodies of requests, as JSON.
// Thread rule: functions without state, plain values. Source: the official SDKs and the documentation of Coze v3.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace pipit::bots::coze {

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
