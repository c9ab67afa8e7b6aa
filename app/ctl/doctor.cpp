// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl doctor: looks a database over, and says what to do.
#include "app/ctl/commands.h"
#include "app/ctl/database_option.h"
#include "app/ctl/event_line.h"
#include "app/ctl/terminal.h"

#include "server/ops/doctor.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace pipit::ctl {

namespace {

using Level = ops::Finding::Level;

struct LevelSign {
    const char *text;
    const char *colour;
};
constexpr LevelSign signs[] = {{"✓ good   ", "\033[32m"}, {"! warning", "\033[33m"}, {"✗ failure", "\033[1;31m"}};

// Names and statements of other programs stand in the findings: nothing of them may steer the terminal.
QByteArray lineOf(const ops::Finding &finding, bool inColour)
{
    const LevelSign &sign = signs[int(finding.level)];
    QByteArray line = inColour ? QByteArray(sign.colour) + sign.text + "\033[0m" : QByteArray(sign.text);
    line += "  " + finding.check.toUtf8().leftJustified(12) + visible(finding.text).toUtf8() + '\n';
    if (!finding.next.isEmpty())
        line += QByteArray(25, ' ') + visible(finding.next).toUtf8() + '\n';
    return line;
}

ops::Findings examine(const ChosenDatabase &database)
{
    if (!database.postgres)
        return ops::examineSqlite(database.sqliteFile, database.filesDirectory);
    ops::Findings findings = ops::examinePostgres(*database.postgres, database.filesDirectory);
    if (ops::Finding &first = findings.first(); first.level == Level::Failure && !database.hint.isEmpty())
        first.next = database.hint;
    return findings;
}

int diagnose(const DatabaseOption &option, bool json)
{
    const auto database = option.choose();
    if (!database)
        return tell(BadUsage, database.error().message);
    const ops::Findings findings = examine(*database);
    const bool good = ops::worstOf(findings) != Level::Failure;

    QByteArray out;
    if (json) {
        QJsonArray list;
        for (const ops::Finding &finding : findings)
            list.append(finding.toJson());
        out = QJsonDocument(QJsonObject{{QStringLiteral("ok"), good}, {QStringLiteral("findings"), list}}).toJson();
    } else {
        const bool inColour = isTerminal(stdout) && qEnvironmentVariableIsEmpty("NO_COLOR");
        for (const ops::Finding &finding : findings)
            out += lineOf(finding, inColour);
    }
    return print(out) && good ? Succeeded : Failed;
}

} // namespace

void addDoctor(CommandLine &line)
{
    const auto option = std::make_shared<DatabaseOption>();
    const auto json = std::make_shared<bool>(false);
    CLI::App *command = line.addCommand("doctor", "Look a database over for what would lose, delay or lock out messages", [option, json] { return diagnose(*option, *json); });
    option->addTo(*command);
    command->add_flag("--json", *json, R"(Print {"ok","findings":[{"check","level","text","next","figures"}]})");
    command->footer("Exit codes: 0 nothing is a failure, 1 something is, 2 the command line or the configuration is wrong.");
}

} // namespace pipit::ctl
