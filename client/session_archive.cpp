// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/session_archive.h"

#include "core/redaction.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr int newestVersion = 1;
// Any fixed UUID serves: what is derived from it must only be the same every time.
constexpr QUuid importNamespace(0x3f0c2f2e, 0x7a0b, 0x4d58, 0x9a, 0x41, 0x6b, 0x1c, 0x8e, 0x52, 0xd7, 0x90);

Error unreadable(const QString &field, const QString &why)
{
    return {ErrorCode::InvalidRequest, QStringLiteral("This is no session that Pipit has exported as JSON: %1.").arg(why), field};
}

bool isLeftOut(const Message &message)
{
    return isTombstone(message) || redactedIds(message);
}

} // namespace

QByteArray SessionArchive::toJsonText() const
{
    const QJsonObject session{{u"id"_s, sessionId}, {u"title"_s, title}};
    const QJsonObject head{{u"exportedAt"_s, isoTime(exportedAtMs)}, {u"format"_s, u"pipit-session"_s}, {u"session"_s, session}, {u"version"_s, newestVersion}};
    QByteArray text = QJsonDocument(head).toJson(QJsonDocument::Compact);
    text.chop(1);
    text += ",\"messages\":[";
    bool isFirst = true;
    for (const Message &message : messages) {
        if (isLeftOut(message))
            continue;
        text += isFirst ? "\n" : ",\n";
        text += message.toJsonText();
        isFirst = false;
    }
    text += "\n]}\n";
    return text;
}

Result<SessionArchive> SessionArchive::fromJsonText(const QByteArray &text)
{
    if (text.size() > mostBytes)
        return Error{ErrorCode::TooLarge, QStringLiteral("The file is larger than %1 MiB, which is all that can be imported at once.").arg(mostBytes >> 20)};
    QJsonParseError fault;
    const QJsonObject root = QJsonDocument::fromJson(text, &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return unreadable({}, QStringLiteral("%1 at byte %2").arg(fault.errorString()).arg(fault.offset));
    if (root.value(u"format").toString() != u"pipit-session")
        return unreadable(u"format"_s, u"it does not say \"format\":\"pipit-session\""_s);
    if (const int version = root.value(u"version").toInt(); version < 1 || version > newestVersion)
        return unreadable(u"version"_s, QStringLiteral("its version is %1, and this program knows %2; a newer Pipit may read it").arg(version).arg(newestVersion));
    const QJsonObject session = root.value(u"session").toObject();
    SessionArchive archive{.sessionId = session.value(u"id").toString(), .title = session.value(u"title").toString()};
    if (archive.sessionId.isEmpty())
        return unreadable(u"session.id"_s, u"session.id is missing"_s);
    archive.exportedAtMs = QDateTime::fromString(root.value(u"exportedAt").toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
    if (!root.value(u"messages").isArray())
        return unreadable(u"messages"_s, u"messages is missing"_s);
    const QJsonArray messages = root.value(u"messages").toArray();
    if (messages.size() > mostMessages)
        return Error{ErrorCode::TooLarge, QStringLiteral("The file has %1 messages; at most %2 can be imported at once.").arg(messages.size()).arg(mostMessages), u"messages"_s};
    qint64 before = 0;
    for (qsizetype i = 0; i < messages.size(); ++i) {
        auto message = Message::fromJson(messages[i].toObject());
        const QString field = QStringLiteral("messages[%1]").arg(i);
        if (!message)
            return unreadable(field, field + u": "_s + message.error().message);
        if (message->id <= before)
            return unreadable(field, QStringLiteral("%1: its id is not larger than the one before").arg(field));
        before = message->id;
        if (isLeftOut(*message))
            continue; // posted, it would be believed
        archive.messages.push_back(*std::move(message));
    }
    return archive;
}

QString SessionArchive::importedId() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(sessionId.toUtf8());
    for (const Message &message : messages)
        hash.addData(message.toJsonText());
    return u"import-"_s + QString::fromLatin1(hash.result().toHex().first(16));
}

std::optional<ImportedOrigin> originOf(const Message &message)
{
    const QJsonObject imported = message.metadata.value(u"imported").toObject();
    const QDateTime createdAt = QDateTime::fromString(imported.value(u"createdAt").toString(), Qt::ISODateWithMs);
    if (!createdAt.isValid())
        return std::nullopt;
    return ImportedOrigin{imported.value(u"senderId").toString(), std::min(createdAt.toMSecsSinceEpoch(), message.createdAtMs)};
}

QString saidBy(const Message &message)
{
    const auto origin = originOf(message);
    return origin ? origin->senderId : message.senderId;
}

qint64 saidAt(const Message &message)
{
    const auto origin = originOf(message);
    return origin ? origin->createdAtMs : message.createdAtMs;
}

MessageDraft importDraft(const Message &message, const QString &sessionId, const QHash<qint64, qint64> &newIds)
{
    const auto found = [&newIds](std::optional<qint64> id) -> std::optional<qint64> {
        const auto known = id ? newIds.constFind(*id) : newIds.cend();
        return known == newIds.cend() ? std::nullopt : std::optional(*known);
    };
    QJsonObject metadata = message.metadata;
    // Imported twice: who really said it, and when, is the first word.
    if (!metadata.contains(u"imported"))
        metadata.insert(u"imported"_s, QJsonObject{{u"senderId"_s, message.senderId}, {u"createdAt"_s, isoTime(message.createdAtMs)}});
    return {.sessionId = sessionId,
            .clientMessageId = QUuid::createUuidV5(importNamespace, sessionId + u'/' + QString::number(message.id)).toString(QUuid::WithoutBraces),
            .senderType = message.senderType,
            .senderName = message.senderName,
            .contentType = message.contentType,
            .content = message.content,
            .metadata = metadata,
            .replyTo = found(message.replyTo),
            .replaces = found(message.replaces)};
}

} // namespace pipit
