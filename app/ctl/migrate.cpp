// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl migrate: brings a database's tables to this program's version, also while nodes of that version wait for it.
#include "app/ctl/commands.h"
#include "app/ctl/database_option.h"

#include "server/store/data_directory.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/sqlite/sqlite_schema.h"

#include <QFileInfo>

namespace pipit::ctl {

namespace {

int tellMigrated(const QString &name, const store::TablesVersion &before)
{
    const auto [from, to, oldest] = before;
    const QString what = before.isNewer() ? before.newerText()
        : from == to                ? QStringLiteral("The tables are of version %1, which is this program's; there was nothing to do.").arg(to)
        : from == 0                 ? QStringLiteral("Made the tables, of version %1.").arg(to)
                                    : QStringLiteral("Brought the tables from version %1 to version %2.").arg(from).arg(to);
    return print(QString(name + u": " + what + u'\n').toUtf8()) ? Succeeded : Failed;
}

int migrateFile(const ChosenDatabase &chosen)
{
    const QString &file = chosen.sqliteFile;
    if (!QFileInfo::exists(file))
        return tell(Failed, QStringLiteral("There is no file %1. A node makes it when it starts.").arg(file));
    return withSqlite(chosen, [&file] {
        const auto version = [&file] {
            store::SqliteDatabase database(file, store::SqliteAccess::ReadOnly);
            return store::tablesVersion(database);
        };
        const store::TablesVersion before = version();
        if (!before.isUsable()) {
            const auto lock = store::FileLock::take(file + QStringLiteral(".lock"), QStringLiteral("database %1").arg(file), QStringLiteral("start it with this version, which does the same"));
            if (!lock)
                return tell(lock.error());
            store::SqliteDatabase database(file);
            store::migrateSqlite(database);
        }
        return tellMigrated(file, before);
    });
}

int migrate(const DatabaseOption &option)
{
    const auto chosen = option.choose();
    if (!chosen)
        return tell(BadUsage, chosen.error().message);
    if (!chosen->postgres)
        return migrateFile(*chosen);
    return withPostgres(*chosen, QStringLiteral("pipit migration"), store::migrationLimits, [&chosen](store::PostgresDatabase &database) {
        store::checkServer(database);
        const store::TablesVersion before = store::migratePostgres(database);
        return tellMigrated(chosen->name(), before);
    });
}

} // namespace

void addMigrate(CommandLine &line)
{
    const auto option = std::make_shared<DatabaseOption>();
    option->addTo(*line.addCommand("migrate", "Bring a database's tables to this program's version: needed once, with a role that may make tables, where the nodes' own may not", [option] { return migrate(*option); }));
}

} // namespace pipit::ctl
