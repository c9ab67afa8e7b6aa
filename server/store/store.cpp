// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store.h"

using namespace Qt::StringLiterals;

namespace pipit::store {

QJsonObject SessionRecord::toJson() const
{
    QJsonObject object{{u"id"_s, id},
                       {u"title"_s, title},
                       {u"archived"_s, archived},
                       {u"createdAt"_s, isoTime(createdAtMs)},
                       {u"updatedAt"_s, isoTime(updatedAtMs)},
                       {u"lastMessage"_s, lastMessage ? QJsonValue(lastMessage->toJson()) : QJsonValue()}};
    if (purgedTo > 0)
        object.insert(u"erasedTo", purgedTo);
    return object;
}

} // namespace pipit::store
