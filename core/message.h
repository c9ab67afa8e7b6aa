// SPDX-License-Identifier: GPL-3.0-or-later
// A message of the log, and the draft that becomes one.
//
// A message is never changed once stored: an edit, a retraction or a new state is another message that `replaces` it.
// Thread rule: plain values. Source: Pipit's contracts of the message log and of POST /api/messages.
#pragma once

#include "core/receipt.h"
#include "core/result.h"

#include <QJsonObject>
#include <QString>

#include <array>
#include <optional>

namespace pipit {

enum class SenderType { User, Bot, System };

QLatin1StringView senderTypeName(SenderType type);
std::optional<SenderType> senderTypeFromName(QStringView name);

// The kinds that this version knows. A message read from elsewhere may be of another kind: it is shown by name and text.
inline constexpr std::array contentTypes{"text", "markdown", "image", "audio", "video", "file", "notification", "progress", "state", "comment"};
bool isKnownContentType(QStringView name);

struct MessageLimits {
    qsizetype contentBytes = 1 << 20;   // UTF-8
    qsizetype metadataBytes = 64 << 10; // compact JSON
    qsizetype nameBytes = 200;          // UTF-8, senderName and senderId
};

// What a sender says. The sender's id and, where it is not said, the name come from the caller.
struct MessageDraft {
    QString sessionId;
    QString clientMessageId = {}; // a UUID in lower case; empty: none was given
    SenderType senderType = SenderType::User;
    QString senderId = {};
    QString senderName = {};
    QString contentType = QStringLiteral("text");
    QString content;
    QJsonObject metadata = {};
    std::optional<qint64> replyTo = {};
    std::optional<qint64> replaces = {};
    std::optional<qint64> ifLatest = {}; // only of a `state`
    ReceiptPtr receipt = {};

    // The body of POST /api/messages. Errors: InvalidRequest or TooLarge with `field`; an unknown member is one.
    static Result<MessageDraft> fromJson(const QJsonObject &object, const MessageLimits &limits = {});
    QJsonObject toJson() const;
};

struct Message {
    qint64 id = 0; // the position in the log
    QString sessionId;
    QString clientMessageId = {};
    SenderType senderType = SenderType::User;
    QString senderId = {};
    QString senderName = {};
    QString contentType = QStringLiteral("text");
    QString content;
    QJsonObject metadata = {};
    std::optional<qint64> replyTo = {};
    std::optional<qint64> replaces = {};
    qint64 createdAtMs = 0; // since 1970 UTC
    ReceiptPtr receipt = {}; // where it was published on this node

    QJsonObject toJson() const;
    // The same, compact, as UTF-8: what goes to streams and into answers.
    QByteArray toJsonText() const;

    // Reads what a node sent; lenient towards members and kinds that it does not know. Error: Protocol.
    static Result<Message> fromJson(const QJsonObject &object);
    bool operator==(const Message &) const = default;
};

// "2026-11-21T08:30:00.123Z"; a time outside the years 1 to 9999 is told as the nearest within.
QString isoTime(qint64 msSinceEpoch);

} // namespace pipit
