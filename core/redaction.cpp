// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redaction.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

const QString stateType = u"state"_s;

bool saysRedacted(const Message &message)
{
    return message.contentType == stateType && message.content.isEmpty() && message.metadata.value(u"redacted").toBool();
}

} // namespace

Message tombstoneOf(Message message)
{
    message.contentType = stateType;
    message.content = u""_s;
    message.metadata = {{u"redacted"_s, true}};
    return message;
}

bool isTombstone(const Message &message)
{
    return saysRedacted(message) && !message.metadata.contains(u"ids");
}

MessageDraft redactionNotice(const Message &first, const QList<qint64> &ids, const QString &bySub)
{
    QJsonArray list;
    for (const qint64 id : ids)
        list.append(id);
    return {.sessionId = first.sessionId,
            .senderType = SenderType::System,
            .senderId = bySub,
            .contentType = stateType,
            .content = u""_s,
            .metadata = {{u"redacted"_s, true}, {u"ids"_s, list}},
            .replaces = first.id};
}

std::optional<QList<qint64>> redactedIds(const Message &message)
{
    if (message.senderType != SenderType::System || !saysRedacted(message) || !message.metadata.value(u"ids").isArray())
        return std::nullopt;
    QList<qint64> ids;
    for (const QJsonValue &id : message.metadata.value(u"ids").toArray())
        ids << id.toInteger();
    return ids;
}

} // namespace pipit
