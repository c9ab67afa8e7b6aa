// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl bots: the bots of a node, and what their providers have to choose from.
#include "app/ctl/commands.h"
#include "client/api_client.h"
#include "client/wait_for.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace pipit::ctl {

namespace {

struct BotsOptions {
    bool json = false;
    std::string offersOf;
};

QStringList botRow(const QJsonValue &bot)
{
    QString last = bot[u"name"].toString();
    if (const QString reason = bot[u"reason"].toString(); !reason.isEmpty())
        last += QStringLiteral("  (cannot be asked: %1)").arg(reason);
    return {bot[u"id"].toString(), bot[u"provider"].toString(), last};
}

QStringList offerRow(const QJsonValue &offer)
{
    return {offer[u"id"].toString(), offer[u"group"].toString(), offer[u"name"].toString()};
}

int bots(const CommandLine &line, const BotsOptions &options)
{
    const auto caller = line.caller();
    if (!caller)
        return tell(BadUsage, caller.error().message);
    ApiClient api(caller->node, caller->token, answerTime);
    const bool forOffers = !options.offersOf.empty();
    const QString bot = QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(options.offersOf)));
    const auto answer = waitFor(api.get(forOffers ? QStringLiteral("/api/bots/%1/offers").arg(bot) : QStringLiteral("/api/bots")));
    if (!answer)
        return tell(answer.error());
    const QJsonArray list = answer->value(forOffers ? u"offers" : u"bots").toArray();
    if (options.json) {
        print(QJsonDocument(list).toJson(QJsonDocument::Compact) + '\n');
        return Succeeded;
    }
    QList<QStringList> rows;
    for (const QJsonValue &entry : list)
        rows << (forOffers ? offerRow(entry) : botRow(entry));
    printTable(rows);
    if (list.isEmpty())
        note(forOffers ? QStringLiteral("Its provider has nothing to choose from: no model is installed, or no bot is published.") : QStringLiteral("The node has no bots; [[bots]] in its pipit.toml adds some."));
    return Succeeded;
}

} // namespace

void addBots(CommandLine &line)
{
    auto options = std::make_shared<BotsOptions>();
    CLI::App *command = line.addNodeCommand("bots", "List the bots of the node, and ask their providers whether they would answer", [&line, options] { return bots(line, *options); });
    command->add_option("--offers", options->offersOf, "List what the provider of this bot has to choose from, for `model` or `bot_id` (operators)")->type_name("BOT");
    command->add_flag("--json", options->json, "Print the list as the node has it");
}

} // namespace pipit::ctl
