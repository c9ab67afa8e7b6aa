// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl stats: what the node counts.
#include "app/ctl/commands.h"
#include "client/api_client.h"
#include "client/wait_for.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace pipit::ctl {

namespace {

void appendRow(QByteArray &out, const char *name, const QString &value)
{
    out += QByteArray(name).leftJustified(24) + value.toUtf8() + '\n';
}

QString number(const QJsonObject &object, QStringView name)
{
    return QString::number(object.value(name).toInteger());
}

QByteArray tableOf(const QJsonObject &stats)
{
    const QJsonObject node = stats.value(u"node").toObject();
    const QJsonObject connections = stats.value(u"connections").toObject();
    const QJsonObject messages = stats.value(u"messages").toObject();
    const QJsonObject latency = stats.value(u"commitToWireMs").toObject();
    const qint64 uptime = node.value(u"uptimeS").toInteger();

    QByteArray out;
    appendRow(out, "version", node.value(u"version").toString());
    appendRow(out, "up for", QStringLiteral("%1 h %2 min %3 s").arg(uptime / 3600).arg(uptime / 60 % 60).arg(uptime % 60));
    appendRow(out, "store", node.value(u"store").toString());
    appendRow(out, "position", number(node, u"position"));
    appendRow(out, "open streams", number(connections, u"open"));
    appendRow(out, "streams so far", number(connections, u"opened"));
    const QJsonObject closed = connections.value(u"closed").toObject();
    for (auto it = closed.begin(); it != closed.end(); ++it) {
        if (it.value().toInteger() > 0)
            appendRow(out, qPrintable(QString(u"  closed: " + it.key())), QString::number(it.value().toInteger()));
    }
    appendRow(out, "published", number(messages, u"published"));
    appendRow(out, "deliveries", number(messages, u"deliveries"));
    if (latency.value(u"count").toInteger() > 0) {
        const auto ms = [&latency](QStringView name) { return QString::number(latency.value(name).toDouble(), 'f', 2); };
        appendRow(out, "commit to wire", QStringLiteral("p50 %1 ms, p90 %2 ms, p99 %3 ms").arg(ms(u"p50"), ms(u"p90"), ms(u"p99")));
    }
    appendRow(out, "answers under way", number(stats.value(u"runs").toObject(), u"active"));
    return out;
}

int showStats(const CommandLine &line, bool json)
{
    const auto caller = line.caller();
    if (!caller)
        return tell(BadUsage, caller.error().message);
    ApiClient api(caller->node, caller->token, answerTime);
    const auto stats = waitFor(api.get(QStringLiteral("/api/sse/stats")));
    if (!stats)
        return tell(stats.error());
    print(json ? QJsonDocument(*stats).toJson(QJsonDocument::Compact) + '\n' : tableOf(*stats));
    return Succeeded;
}

} // namespace

void addStats(CommandLine &line)
{
    auto json = std::make_shared<bool>(false);
    CLI::App *command = line.addNodeCommand("stats", "Show the node's connections, messages and latency", [&line, json] { return showStats(line, *json); });
    command->add_flag("--json", *json, "Print everything that the node says");
}

} // namespace pipit::ctl
