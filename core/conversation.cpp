// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace pipit {

namespace {

// A message that others may replace, or the newest of those.
struct Place {
    Message message;
    std::pair<qint64, qint64> at; // an answer to an edit stands behind the question that was edited
};

bool isBot(const Message &message)
{
    return message.senderType == SenderType::Bot;
}

// It was stopped, or broke off.
bool isPartial(const Message &message)
{
    return message.metadata.contains(u"runState");
}

} // namespace

QList<Message> conversationBefore(const Message &question, const QList<Message> &history)
{
    QHash<qint64, qint64> first; // by id: the message that it replaces in the end
    QHash<qint64, Place> places; // by the id of the first
    const auto firstOf = [&first](const Message &message) {
        return message.replaces ? first.value(*message.replaces, *message.replaces) : message.id;
    };
    for (const Message &message : history) {
        const qint64 id = firstOf(message);
        first.insert(message.id, id);
        const auto known = places.find(id);
        if (known == places.end()) {
            const qint64 asked = isBot(message) && message.replyTo ? first.value(*message.replyTo, *message.replyTo) : id;
            const bool isOfEdit = isBot(message) && message.replyTo && asked != *message.replyTo;
            places.insert(id, {message, isOfEdit ? std::pair(asked, id) : std::pair(id, qint64(0))});
        } else if (!isPartial(message) || isPartial(known->message)) {
            known->message = message;
        }
    }
    const auto isEdited = [&](qint64 id) {
        const auto found = places.constFind(first.value(id));
        return found != places.cend() && found->message.id != id;
    };

    QSet<qint64> answered;
    for (const Place &place : std::as_const(places)) {
        if (isBot(place.message) && place.message.replyTo && !isEdited(*place.message.replyTo))
            answered << *place.message.replyTo;
    }
    QList<Place> order = places.values();
    std::ranges::sort(order, {}, &Place::at);
    const std::pair end(firstOf(question), qint64(0));
    QList<Message> conversation;
    for (const auto &[message, at] : std::as_const(order)) {
        const bool isStale = isBot(message) && message.replyTo && isEdited(*message.replyTo) && answered.contains(places.value(first.value(*message.replyTo)).message.id);
        if (at < end && !isStale)
            conversation << message;
    }
    return conversation;
}

} // namespace pipit
