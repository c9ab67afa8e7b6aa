// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl token create: works on the database of a node, also while the node runs.
#include "app/ctl/commands.h"
#include "app/ctl/database_option.h"

#include "core/text_limits.h"
#include "server/auth/tokens.h"
#include "server/store/postgres/postgres_records.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/sqlite/sqlite_store.h"

#include <QDateTime>

#include <memory>
#include <vector>

namespace pipit::ctl {

namespace {

struct TokenOptions {
    DatabaseOption database;
    std::string sub;
    std::string name;
    std::string role = "user";
    std::vector<std::string> sessions;
};

Result<auth::Caller> callerOf(const TokenOptions &options)
{
    const auto invalid = [](const char *flag, const QString &why) { return Error{ErrorCode::InvalidRequest, QStringLiteral("--%1 %2.").arg(QLatin1StringView(flag), why)}; };
    auth::Caller caller{.sub = QString::fromStdString(options.sub), .name = QString::fromStdString(options.name)};
    for (const auto &[flag, text] : {std::pair("sub", caller.sub), std::pair("name", caller.name)}) {
        if (const auto fault = faultOfName(text))
            return invalid(flag, *fault);
        if (utf8Size(text) > MessageLimits().nameBytes)
            return invalid(flag, QStringLiteral("is longer than %1 bytes").arg(MessageLimits().nameBytes));
    }
    if (caller.sub.isEmpty())
        return invalid("sub", QStringLiteral("must not be empty"));
    const auto role = auth::roleFromName(QString::fromStdString(options.role));
    if (!role)
        return invalid("role", QStringLiteral("must be user, bot or operator"));
    caller.role = *role;
    for (const std::string &pattern : options.sessions) {
        caller.sessions << QString::fromStdString(pattern);
        if (!isSessionPattern(caller.sessions.last()))
            return invalid("sessions", QStringLiteral("must be a session's id or a pattern such as team-*, of A-Z a-z 0-9 _ - : *"));
    }
    return caller;
}

// No store on PostgreSQL: that would be one more node in the lists of the others.
int addToPostgres(const ChosenDatabase &chosen, const auth::TokenRecord &record)
{
    return withPostgres(chosen, QStringLiteral("pipit token"), {}, [&](store::PostgresDatabase &database) {
        store::checkServer(database);
        if (const auto tables = store::schemaState(database); tables.found != tables.wanted)
            return tell(Failed, tables.found > tables.wanted
                                    ? QStringLiteral("%1: its tables are of version %2; this program knows %3. Use the newer Pipit here too.").arg(chosen.name()).arg(tables.found).arg(tables.wanted)
                                    : QStringLiteral("%1 has no tables of this version yet. Run `pipitctl migrate` with the same database, or start a node on it.").arg(chosen.name()));
        store::insertToken(database, record);
        return int(Succeeded);
    });
}

int addToFile(const QString &file, const auth::TokenRecord &record)
{
    const auto store = store::openSqliteStore({.file = file, .readers = 1});
    if (!store)
        return tell(store.error());
    const auto added = (*store)->addToken(record).result();
    return added ? Succeeded : tell(added.error());
}

int create(const TokenOptions &options)
{
    const auto caller = callerOf(options);
    if (!caller)
        return tell(BadUsage, caller.error().message);
    if (!options.database.isGiven())
        return tell(BadUsage, QStringLiteral("Say where the node keeps its tokens: --data DIR, --database URL or --database-url-file FILE."));
    const auto database = options.database.choose();
    if (!database)
        return tell(BadUsage, database.error().message);

    const QByteArray token = auth::makeToken();
    const auth::TokenRecord record{.hash = auth::hashOf(token), .caller = *caller, .createdAtMs = QDateTime::currentMSecsSinceEpoch()};
    const int added = database->postgres ? addToPostgres(*database, record) : addToFile(database->sqliteFile, record);
    if (added != Succeeded)
        return added;
    return print(token + '\n') ? Succeeded : Failed;
}

} // namespace

void addToken(CommandLine &line)
{
    const auto options = std::make_shared<TokenOptions>();
    CLI::App *token = line.addCommand("token", "Make tokens for people and programs", [options] { return create(*options); });
    token->require_subcommand(1);
    CLI::App *made = token->add_subcommand("create", "Make a token and print it; it is shown this once, the node keeps only a hash of it. Works beside running nodes");
    options->database.addTo(*made);
    made->add_option("--sub", options->sub, "Who it is for: a unique id, such as ann or ci-bot")->type_name("NAME")->required();
    made->add_option("--name", options->name, "The name that others see (default: the same as --sub)")->type_name("NAME");
    made->add_option("--role", options->role, "user posts as itself; bot also as a bot; operator may do everything")->type_name("ROLE")->capture_default_str();
    made->add_option("--sessions", options->sessions, "A session or pattern that it is for, such as team-*; can be repeated (default: every session)")->type_name("PATTERN");
}

} // namespace pipit::ctl
