// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl token: makes, lists and takes back the tokens in the database of a node, also while the node runs.
#include "app/ctl/commands.h"
#include "app/ctl/database_option.h"
#include "app/ctl/invite.h"

#include "core/message.h"
#include "server/auth/audit_log.h"
#include "server/auth/rules.h"
#include "server/auth/tokens.h"
#include "server/store/postgres/postgres_records.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/sqlite/sqlite_records.h"
#include "server/store/sqlite/sqlite_schema.h"
#include "server/store/sqlite/sqlite_store.h"

#include <QDateTime>
#include <QFile>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace pipit::ctl {

namespace {

using auth::TokenRecord;

constexpr qsizetype idDigits = 12; // of a hash in a list

struct TokenOptions {
    DatabaseOption database;
    CallerOptions caller;
    qint64 expiresInS = 0;
    std::vector<std::string> ids;
    std::string sub;
};

QString versionFault(const QString &name, const store::TablesVersion &tables)
{
    return tables.isNewer() ? QStringLiteral("%1: its tables are of version %2; this program knows %3. Use the newer Pipit here too.").arg(name).arg(tables.found).arg(tables.wanted)
                            : QStringLiteral("%1 has no tables of this version yet. Run `pipitctl migrate` with the same database, or start a node on it.").arg(name);
}

// `work(database)` gives the exit code. No store: on PostgreSQL that would be one more node in the lists of the others.
template<typename Work>
int withTables(const ChosenDatabase &chosen, Work work)
{
    if (chosen.postgres) {
        return withPostgres(chosen, QStringLiteral("pipit token"), {}, [&](store::PostgresDatabase &database) {
            store::checkServer(database);
            const auto tables = store::tablesVersion(database);
            return tables.isUsable() ? int(work(database)) : tell(Failed, versionFault(chosen.name(), tables));
        });
    }
    if (!QFile::exists(chosen.sqliteFile))
        return tell(Failed, versionFault(chosen.name(), {}));
    return withSqlite(chosen, [&] {
        store::SqliteDatabase database(chosen.sqliteFile);
        const auto tables = store::tablesVersion(database);
        return tables.isUsable() ? int(work(database)) : tell(Failed, versionFault(chosen.name(), tables));
    });
}

QList<TokenRecord> tokensIn(store::PostgresDatabase &database)
{
    return store::selectTokens(database);
}

QList<TokenRecord> tokensIn(store::SqliteDatabase &database)
{
    return store::selectTokens(database, QDateTime::currentMSecsSinceEpoch());
}

QString idOf(const TokenRecord &record)
{
    return QString::fromLatin1(record.hash.toHex().first(idDigits));
}

// What was done past every node stands in the audit log of the one whose data directory was given; of another, nobody knows
// where that is.
void audit(const ChosenDatabase &database, const QString &what, const TokenRecord &record)
{
    if (database.dataDirectory.isEmpty())
        return;
    const auth::Caller &caller = record.caller;
    const QString sessions = caller.sessions.isEmpty() ? u"*"_s : caller.sessions.join(u' ');
    auth::AuditLog(database.dataDirectory).write({.what = what, .from = u"this machine"_s, .isAllowed = true, .about = QString(u"token "_s + idOf(record) + u" of " + caller.sub + u", " + auth::roleName(caller.role) + u", " + sessions)});
}

// Exit code of what it gives: nothing to choose from is told.
std::optional<ChosenDatabase> chosenBy(const DatabaseOption &option)
{
    if (!option.isGiven()) {
        note(QStringLiteral("Say where the node keeps its tokens: --data DIR, --database URL or --database-url-file FILE."));
        return std::nullopt;
    }
    const auto chosen = option.choose();
    if (!chosen) {
        note(chosen.error().message);
        return std::nullopt;
    }
    return *chosen;
}

int create(const TokenOptions &options)
{
    const auto caller = options.caller.checked();
    if (!caller)
        return tell(BadUsage, u"--" + caller.error().message);
    const auto database = chosenBy(options.database);
    if (!database)
        return BadUsage;

    const QByteArray token = auth::makeToken();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    TokenRecord record{.hash = auth::hashOf(token), .caller = *caller, .createdAtMs = now};
    if (options.expiresInS > 0)
        record.expiresAtMs = now + options.expiresInS * 1000;
    const auto insert = [&record](auto &tables) {
        store::insertToken(tables, record);
        return Succeeded;
    };
    // A store: it makes the file where a node has never run.
    const auto add = [&] {
        const auto store = store::openSqliteStore({.file = database->sqliteFile, .readers = 1});
        if (!store)
            return tell(store.error());
        const auto result = (*store)->addToken(record).result();
        return result ? int(Succeeded) : tell(result.error());
    };
    if (const int added = database->postgres ? withTables(*database, insert) : withSqlite(*database, add); added != Succeeded)
        return added;
    audit(*database, u"pipitctl token create"_s, record);
    return print(token + '\n') ? Succeeded : Failed;
}

int list(const TokenOptions &options)
{
    const auto database = chosenBy(options.database);
    if (!database)
        return BadUsage;
    return withTables(*database, [](auto &tables) {
        QList<QStringList> rows{{u"ID"_s, u"SUB"_s, u"ROLE"_s, u"MADE"_s, u"EXPIRES"_s, u"SESSIONS"_s}};
        for (const TokenRecord &record : tokensIn(tables)) {
            if (record.kind != TokenRecord::Kind::Bearer)
                continue;
            rows << QStringList{idOf(record), record.caller.sub, auth::roleName(record.caller.role), isoTime(record.createdAtMs),
                                record.expiresAtMs ? isoTime(*record.expiresAtMs) : u"never"_s, record.caller.sessions.isEmpty() ? u"*"_s : record.caller.sessions.join(u' ')};
        }
        printTable(rows);
        return Succeeded;
    });
}

// Which of these are meant; an id that fits none, or several, is told.
std::optional<QList<TokenRecord>> named(const QList<TokenRecord> &all, const TokenOptions &options)
{
    QList<TokenRecord> result;
    for (const TokenRecord &record : all) {
        if (record.kind == TokenRecord::Kind::Bearer && !options.sub.empty() && record.caller.sub == QString::fromStdString(options.sub))
            result << record;
    }
    for (const std::string &written : options.ids) {
        const QByteArray id = QByteArray::fromStdString(written).toLower();
        QList<TokenRecord> fitting;
        for (const TokenRecord &record : all) {
            if (record.kind == TokenRecord::Kind::Bearer && record.hash.toHex().startsWith(id))
                fitting << record;
        }
        if (id.size() < 6 || fitting.size() != 1) {
            note(QStringLiteral("%1 token has the id %2; `pipitctl token list` shows them. Nothing was taken back.").arg(fitting.isEmpty() ? u"No"_s : u"More than one"_s, QString::fromLatin1(id)));
            return std::nullopt;
        }
        result << fitting;
    }
    return result;
}

int revoke(const TokenOptions &options)
{
    if (options.ids.empty() && options.sub.empty())
        return tell(BadUsage, QStringLiteral("Say which: ids of `pipitctl token list`, or --sub NAME for all of somebody."));
    const auto database = chosenBy(options.database);
    if (!database)
        return BadUsage;
    return withTables(*database, [&](auto &tables) {
        const auto meant = named(tokensIn(tables), options);
        if (!meant)
            return Failed;
        if (meant->isEmpty())
            return ExitCode(tell(Failed, QStringLiteral("%1 has no token.").arg(QString::fromStdString(options.sub))));
        for (const TokenRecord &record : *meant) {
            store::deleteToken(tables, record.hash);
            audit(*database, u"pipitctl token revoke"_s, record);
            note(QStringLiteral("Taken back: %1 of %2. Its streams end within five seconds.").arg(idOf(record), record.caller.sub));
            if (record.caller.role == auth::Role::Operator && record.caller.sub == u"operator")
                note(QStringLiteral("If this was a node's own token: the node makes another at its next start, in operator.token of its data directory or in the keychain."));
        }
        return Succeeded;
    });
}

} // namespace

void addToken(CommandLine &line)
{
    const auto options = std::make_shared<TokenOptions>();
    const auto chosen = std::make_shared<std::function<int()>>();
    CLI::App *token = line.addCommand("token", "Make, list and take back the tokens of people and programs, and invite", [chosen] { return (*chosen)(); });
    token->require_subcommand(1);
    token->fallthrough(); // for those that ask a node

    CLI::App *made = token->add_subcommand("create", "Make a token and print it; it is shown this once, the node keeps only a hash of it. Works beside running nodes");
    made->fallthrough(false);
    options->database.addTo(*made, true);
    options->caller.addTo(*made, true);
    made->add_option("--expires-in", options->expiresInS, "How long it is good: 90s, 15m, 12h, 30d (default: until it is taken back)")->type_name("TIME")->transform(inSeconds());
    made->callback([=] { *chosen = [options] { return create(*options); }; });

    CLI::App *listed = token->add_subcommand("list", "List the tokens: whose they are and what for, never the tokens themselves");
    listed->fallthrough(false);
    options->database.addTo(*listed, true);
    listed->callback([=] { *chosen = [options] { return list(*options); }; });

    CLI::App *revoked = token->add_subcommand("revoke", "Take tokens back, with the cookies that were made from them; their streams end within five seconds");
    revoked->fallthrough(false);
    options->database.addTo(*revoked, true);
    revoked->add_option("ID", options->ids, "Which: ids as `list` shows them, or their first six characters or more")->type_name("");
    revoked->add_option("--sub", options->sub, "All tokens of this caller")->type_name("NAME");
    revoked->callback([=] { *chosen = [options] { return revoke(*options); }; });

    addInvitations(line, *token, chosen);
}

} // namespace pipit::ctl
