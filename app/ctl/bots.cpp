// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl bots: the bots of a node.
#include "app/ctl/commands.h"
#include "client/api_client.h"
#include "client/wait_for.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace pipit::ctl {

namespace {

constexpr std::chrono::seconds timeLimit(30);

int bots(const CommandLine &line, bool json)
{
    const auto node = line.nodeUrl();
    if (!node)
        return tell(BadUsage, node.error().message);
    const auto token = line.token();
    if (!token)
        return tell(BadUsage, token.error().message);
    ApiClient api(*node, *token, timeLimit);
    const auto answer = waitFor(api.get(QStringLiteral("/api/bots")));
    if (!answer)
        return tell(answer.error());
    const QJsonArray list = answer->value(u"bots").toArray();
    if (json) {
        print(QJsonDocument(list).toJson(QJsonDocument::Compact) + '\n');
        return Succeeded;
    }
    qsizetype width = 0;
    for (const QJsonValue &bot : list)
        width = std::max(width, bot[u"id"].toString().size());
    for (const QJsonValue &bot : list) {
        QString text = bot[u"id"].toString().leftJustified(width + 2) + bot[u"provider"].toString().leftJustified(8) + bot[u"name"].toString();
        if (const QString reason = bot[u"reason"].toString(); !reason.isEmpty())
            text += QStringLiteral("  (cannot be asked: %1)").arg(reason);
        print(text.toUtf8() + '\n');
    }
    if (list.isEmpty())
        note(QStringLiteral("The node has no bots; [[bots]] in its pipit.toml adds some."));
    return Succeeded;
}

} // namespace

void addBots(CommandLine &line)
{
    auto json = std::make_shared<bool>(false);
    CLI::App *command = line.addCommand("bots", "Lists the bots of the node", [&line, json] { return bots(line, *json); });
    command->add_flag("--json", *json, "Print the list as the node has it");
}

} // namespace pipit::ctl
