// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/ops_run.h"

#include "core/result.h"

#include <QDateTime>
#include <QJsonArray>

namespace pipit {

std::optional<OpsRun> OpsRun::fromJson(const QJsonObject &json)
{
    auto event = RunEvent::fromJson(json);
    if (!event)
        return std::nullopt;
    OpsRun run{.run = std::move(*event), .provider = json.value(u"provider").toString(), .askedMs = QDateTime::fromString(json.value(u"askedAt").toString(), Qt::ISODateWithMs).toMSecsSinceEpoch(),
                .attempts = json.value(u"attempts").toInt(), .errorCode = json.value(u"errorCode").toString(), .logId = json.value(u"logId").toString()};
    if (const QDateTime ended = QDateTime::fromString(json.value(u"endedAt").toString(), Qt::ISODateWithMs); ended.isValid())
        run.endedMs = ended.toMSecsSinceEpoch();
    const QJsonObject figures = json.value(u"figures").toObject();
    for (const auto &[name, value] : {std::pair(u"sentMs", &run.sentMs), std::pair(u"acceptedMs", &run.acceptedMs), std::pair(u"firstByteMs", &run.firstByteMs), std::pair(u"firstTokenMs", &run.firstTokenMs),
                                      std::pair(u"lastTokenMs", &run.lastTokenMs), std::pair(u"durationMs", &run.durationMs), std::pair(u"inputTokens", &run.inputTokens), std::pair(u"outputTokens", &run.outputTokens)}) {
        if (const QJsonValue figure = figures.value(QStringView(name)); figure.isDouble())
            *value = figure.toInteger();
    }
    return run;
}

QList<OpsRun> OpsRun::listFrom(const QJsonObject &data)
{
    QList<OpsRun> list;
    const QJsonArray runs = data.value(u"runs").toArray();
    for (const QJsonValue run : runs) {
        if (auto read = fromJson(run.toObject()))
            list << std::move(*read);
    }
    return list;
}

} // namespace pipit
