// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation.h"

#include <QHash>
#include <QSet>

namespace pipit {

QList<Message> conversationBefore(const Message &question, const QList<Message> &history)
{
    QHash<qint64, qint64> first; // by id: the message that it replaces in the end
    QHash<qint64, Message> latest; // by the id of the first
    QList<qint64> order;
    const auto firstOf = [&first](const Message &message) {
        return message.replaces ? first.value(*message.replaces, *message.replaces) : message.id;
    };
    for (const Message &message : history) {
        const qint64 place = firstOf(message);
        first.insert(message.id, place);
        if (!latest.contains(place))
            order << place;
        latest.insert(place, message);
    }
    const auto isEdited = [&](qint64 id) {
        const auto found = latest.constFind(first.value(id));
        return found != latest.cend() && found->id != id;
    };

    QSet<qint64> answered;
    for (const Message &message : std::as_const(latest)) {
        if (message.senderType == SenderType::Bot && message.replyTo && !isEdited(*message.replyTo))
            answered << *message.replyTo;
    }
    const qint64 end = firstOf(question);
    QList<Message> conversation;
    for (const qint64 place : std::as_const(order)) {
        if (place >= end)
            continue;
        const Message message = latest.value(place);
        const bool isStale = message.senderType == SenderType::Bot && message.replyTo && isEdited(*message.replyTo) && answered.contains(latest.value(first.value(*message.replyTo)).id);
        if (!isStale)
            conversation << message;
    }
    return conversation;
}

} // namespace pipit
