// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/database_option.h"

#include "app/ctl/command_line.h"
#include "core/config.h"
#include "server/store/postgres/local_postgres.h"
#include "server/store/sqlite/sqlite_check.h"

#include <QDir>

namespace pipit::ctl {

QString ChosenDatabase::name() const
{
    return postgres ? postgres->name() : sqliteFile;
}

void DatabaseOption::addTo(CLI::App &command, bool isNeeded)
{
    command.add_option("--data", m_dataDir, isNeeded ? "The data directory of a node, whose configuration counts; this or one of the next two is needed" : "The data directory of a node, whose configuration counts (default: the platform's own)")->type_name("DIR");
    CLI::Option *url = command.add_option("--database", m_url, "The database, if not that node's: sqlite:FILE, postgres://USER@HOST/DATABASE or local-postgres")->type_name("URL");
    command.add_option("--database-url-file", m_urlFile, "A file with the database's URL, for one with a password")->type_name("FILE")->excludes(url);
}

QString DatabaseOption::dataDirectory() const
{
    return m_dataDir.empty() ? QString() : QDir(QString::fromStdString(m_dataDir)).absolutePath();
}

Result<ChosenDatabase> DatabaseOption::choose() const
{
    QMap<QString, QString> flags;
    if (const QString directory = dataDirectory(); !directory.isEmpty()) {
        if (!QDir(directory).exists())
            return Error{ErrorCode::NotFound, QStringLiteral("There is no folder %1. Give the data directory of a node, as in `pipitd serve --data DIR`.").arg(directory)};
        flags.insert(QStringLiteral("server.data_dir"), directory);
    }
    if (!m_url.empty())
        flags.insert(QStringLiteral("database.url"), QString::fromStdString(m_url));
    if (!m_urlFile.empty())
        flags.insert(QStringLiteral("database.url_file"), QString::fromStdString(m_urlFile));

    const auto config = loadProgramConfig(flags);
    if (!config)
        return config.error();
    for (const QString &warning : config->warnings)
        note(QStringLiteral("warning: ") + warning);
    const auto url = config->databaseUrl();
    if (!url)
        return url.error();
    const QString data = m_dataDir.empty() ? QString() : config->server.dataDir, files = m_dataDir.empty() ? QString() : config->filesDir();
    if (url->kind() == DatabaseKind::Sqlite)
        return ChosenDatabase{.sqliteFile = config->databasePath(), .dataDirectory = data, .filesDirectory = files};

    const bool isLocal = url->kind() == DatabaseKind::LocalPostgres;
    const auto target = isLocal ? store::LocalPostgres::running(config->server.dataDir) : store::parsePostgresUrl(url->text());
    if (!target)
        return target.error();
    ChosenDatabase chosen{.postgres = *target, .dataDirectory = data, .filesDirectory = files};
    if (isLocal)
        chosen.hint = QStringLiteral("The PostgreSQL of %1 runs with its node only; start that first.").arg(config->server.dataDir);
    return chosen;
}

int withSqlite(const ChosenDatabase &chosen, const std::function<int()> &work)
{
    if (const auto refusal = store::refusalOfSqliteAtRest(chosen.sqliteFile))
        return tell(Failed, *refusal);
    try {
        return work();
    } catch (const store::SqlFault &fault) {
        return tell(Failed, QStringLiteral("%1: %2").arg(chosen.name(), fault.sentence()));
    }
}

int withPostgres(const ChosenDatabase &chosen, const QString &purpose, const store::CallLimits &limits, const std::function<int(store::PostgresDatabase &)> &work)
{
    try {
        store::CallWatchdog watchdog;
        store::PostgresDatabase database(*chosen.postgres, purpose, watchdog, limits);
        return work(database);
    } catch (const store::SqlFault &fault) {
        QString text = QStringLiteral("%1: %2").arg(chosen.name(), fault.sentence());
        if (fault.connectionLost() && !chosen.hint.isEmpty())
            text += u' ' + chosen.hint;
        return tell(Failed, text);
    }
}

} // namespace pipit::ctl
