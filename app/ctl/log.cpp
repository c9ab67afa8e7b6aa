// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl log: from which level on a running node logs each area.
#include "app/ctl/commands.h"
#include "client/api_client.h"
#include "client/wait_for.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace pipit::ctl {

namespace {

struct LogOptions {
    std::vector<std::string> levels;
    bool reset = false;
};

int showOrSet(const CommandLine &line, const LogOptions &options)
{
    const auto caller = line.caller();
    if (!caller)
        return tell(BadUsage, caller.error().message);
    const auto levels = QJsonArray::fromStringList(listOf(options.levels));
    ApiClient api(caller->node, caller->token, answerTime);
    const bool sets = options.reset || !levels.isEmpty();
    const auto answer = waitFor(sets ? api.patch(u"/api/ops/log"_s, {{u"levels"_s, levels}}) : api.get(u"/api/ops/log"_s));
    if (!answer)
        return tell(answer.error());
    for (const QJsonValue level : answer->value(u"levels").toArray())
        print(level.toString().toUtf8() + '\n');
    return Succeeded;
}

} // namespace

void addLog(CommandLine &line)
{
    auto options = std::make_shared<LogOptions>();
    CLI::App *command = line.addNodeCommand("log", "Show from which level on the node logs its areas, where that is not info, or change it until the node ends", [&line, options] { return showOrSet(line, *options); });
    CLI::Option *levels = command->add_option("LEVELS", options->levels, "Log this area, and all below it, from this level on (debug, info, warning, critical or off), such as pipit.http.requests=debug; what was set before is given up")->type_name("AREA=LEVEL");
    command->add_flag("--reset", options->reset, "Log all areas from info on")->excludes(levels);
}

} // namespace pipit::ctl
