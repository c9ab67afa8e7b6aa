// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/node_stream.h"

#include <QDateTime>
#include <QJsonArray>

namespace pipit {

namespace {

qint64 timeOf(const QJsonValue &value)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

std::optional<qint64> integer(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
}

} // namespace

NodeStream NodeStream::fromJson(const QJsonObject &json)
{
    NodeStream stream{.id = json.value(u"id").toInteger(),
                      .transport = json.value(u"transport").toString(),
                      .state = json.value(u"state").toString(),
                      .caller = json.value(u"caller").toString(),
                      .name = json.value(u"name").toString(),
                      .address = json.value(u"address").toString(),
                      .agent = json.value(u"agent").toString(),
                      .isOfMessages = json.value(u"ofMessages").toBool(true),
                      .all = json.value(u"all").toBool(),
                      .sessions = {},
                      .sessionCount = json.value(u"sessionCount").toInt(),
                      .sinceMs = timeOf(json.value(u"since")),
                      .cursor = json.value(u"cursor").toInteger(),
                      .lag = json.value(u"lag").toInteger(),
                      .queuedBytes = json.value(u"queuedBytes").toInteger(),
                      .mostQueuedBytes = json.value(u"mostQueuedBytes").toInteger(),
                      .blocked = json.value(u"blocked").toInt(),
                      .delivered = json.value(u"delivered").toInteger(),
                      .after = integer(json.value(u"after")),
                      .resume = json.value(u"resume").toString(),
                      .replayed = json.value(u"replayed").toInt(),
                      .liveMs = integer(json.value(u"liveMs")),
                      .endedMs = timeOf(json.value(u"ended")),
                      .reason = json.value(u"reason").toString(),
                      .why = json.value(u"why").toString()};
    const QJsonArray sessions = json.value(u"sessions").toArray();
    for (const QJsonValue session : sessions)
        stream.sessions << session.toString();
    return stream;
}

QList<NodeStream> NodeStream::listFrom(const QJsonObject &data)
{
    QList<NodeStream> list;
    const QJsonArray connections = data.value(u"connections").toArray();
    for (const QJsonValue connection : connections)
        list << fromJson(connection.toObject());
    return list;
}

} // namespace pipit
