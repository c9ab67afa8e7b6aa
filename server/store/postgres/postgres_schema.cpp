// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_schema.h"

#include <QFile>
#include <QHash>

#include <algorithm>

// Outside of every namespace, as the macro wants it: a static library's resources are not there by themselves.
static void addMigrations()
{
    Q_INIT_RESOURCE(migrations);
}

namespace pipit::store {

namespace {

constexpr int oldestServer = 14'00'00; // GROUP BY and extract(epoch) as the statements use them
constexpr const char *migrations[] = {":/pipit/migrations/0001_log.sql", ":/pipit/migrations/0002_runs.sql", ":/pipit/migrations/0003_cancel.sql", ":/pipit/migrations/0004_tickets.sql",
                                      ":/pipit/migrations/0005_files.sql", ":/pipit/migrations/0006_erasure.sql", ":/pipit/migrations/0007_people.sql",
                                      ":/pipit/migrations/0008_notes.sql", ":/pipit/migrations/0009_one.sql", ":/pipit/migrations/0010_programs.sql"};
static_assert(std::size(migrations) == postgresVersion);
// A step that takes away, renames or tightens what an older program uses raises it to its own number; one that only adds does not.
constexpr int oldestProgram = 9;
constexpr int firstThatSays = 10; // in its row of `nodes`, which tables it was made for

QString stepOf(int version)
{
    addMigrations();
    QFile file(QString::fromLatin1(migrations[version - 1]));
    if (!file.open(QIODevice::ReadOnly))
        throw SqlFault("This program was built without its migrations.");
    return QString::fromUtf8(file.readAll());
}

bool exists(PostgresDatabase &database, const QString &table)
{
    return database.value("SELECT to_regclass(quote_ident(current_schema()) || '.' || quote_ident(?)) IS NOT NULL", table)->toBool();
}

void waitForLock(PostgresDatabase &database)
{
    try {
        database.run("SELECT pg_advisory_xact_lock(?, ?)", lockClass, int(PostgresLock::Migrate));
    } catch (const SqlFault &fault) {
        if (fault.state() != sql_state::lockTimeout)
            throw;
        throw SqlFault("Another program is bringing the tables up to date. Try again when it is done.", fault.state());
    }
}

// Also one that ended without a word within the last 15 s. Where the tables do not say yet which ones a node was made for, it is of theirs.
void refuseBesideOlder(PostgresDatabase &database, int have)
{
    const auto names = database.value("SELECT string_agg(id, ', ' ORDER BY id) FROM nodes n WHERE seen_at > clock_timestamp() - interval '15 s'"
                                      " AND greatest(coalesce((to_jsonb(n)->>'tables')::int, 0), ?) < ?", std::min(have, firstThatSays - 1), oldestProgram);
    if (names && !names->isNull())
        throw SqlFault("The new tables would break nodes that run on the old ones: " + names->toString().toStdString() + ". Stop them, and start this again; one that ended without a word counts as running for 15 s.");
}

// Nothing to do: what it says is of use.
bool isDone(const TablesVersion &version)
{
    if (!version.isUsable() && version.isNewer())
        throw SqlFault(version.tooNewText() + ". Start the newer version, or choose another database.");
    return version.isUsable();
}

} // namespace

void checkServer(PostgresDatabase &database)
{
    const int version = database.value("SELECT current_setting('server_version_num')::int")->toInt();
    if (version < oldestServer)
        throw SqlFault("The server is PostgreSQL " + std::to_string(version / 10000) + "; Pipit needs 14 or later, and is tested on 15 to 17.");
    const QString encoding = database.value("SELECT current_setting('server_encoding')")->toString();
    if (encoding != u"UTF8")
        throw SqlFault("The database's encoding is " + encoding.toStdString() + "; Pipit needs UTF8. Make another with: createdb -E UTF8 -T template0 NAME");
    if (database.value("SELECT pg_is_in_recovery()")->toBool())
        throw SqlFault("The server is a standby, which cannot be written to. Give the URL of the primary, or both hosts with ?target_session_attrs=read-write.");
    if (!database.value("SELECT current_schema() IS NOT NULL")->toBool())
        throw SqlFault("The role's search_path names no schema that exists. Give it one with: ALTER ROLE … SET search_path = public");
}

LogFacts selectLogFacts(PostgresDatabase &database)
{
    QHash<QString, QString> values;
    QSqlQuery &rows = database.run("SELECT key, value FROM kept WHERE key IN (?, ?, ?)", kept::epoch, kept::schemaVersion, kept::oldestProgram);
    while (SqlDatabase::next(rows))
        values.insert(rows.value(0).toString(), rows.value(1).toString());
    rows.finish();
    LogFacts facts{.tables = {.found = values.value(kept::schemaVersion).toInt(), .wanted = postgresVersion}};
    if (values.contains(kept::epoch))
        facts.epoch = values.value(kept::epoch);
    if (facts.tables.found > 0)
        facts.tables.oldest = values.value(kept::oldestProgram, QString::number(facts.tables.found)).toInt();
    return facts;
}

TablesVersion tablesVersion(PostgresDatabase &database)
{
    return exists(database, QStringLiteral("kept")) ? selectLogFacts(database).tables : TablesVersion{.wanted = postgresVersion};
}

TablesVersion migratePostgres(PostgresDatabase &database)
{
    const TablesVersion before = tablesVersion(database);
    if (isDone(before))
        return before;
    database.transaction([&] {
        waitForLock(database);
        // Another node may have done it while this one waited.
        const TablesVersion now = tablesVersion(database);
        if (isDone(now))
            return;
        if (now.found == 0 && exists(database, QStringLiteral("messages")))
            throw SqlFault("The database has a table `messages` that is not Pipit's. Use another database, or a schema of its own: "
                           "CREATE SCHEMA pipit, and a URL that ends with ?options=-csearch_path%3Dpipit");
        if (now.found > 0)
            refuseBesideOlder(database, now.found);
        const QString schema = database.value("SELECT quote_ident(current_schema())")->toString();
        try {
            for (int version = now.found + 1; version <= now.wanted; ++version)
                database.execute(stepOf(version).replace(QStringLiteral("@schema@"), schema));
        } catch (const SqlFault &fault) {
            if (fault.state() == sql_state::lockTimeout)
                throw SqlFault("Another program keeps the tables locked. Try again when its transaction is over.", fault.state());
            if (fault.state() != sql_state::insufficientPrivilege)
                throw;
            throw SqlFault("This role may not make tables in schema " + schema.toStdString() + ": " + fault.what()
                           + ". Run `pipitctl migrate --database URL` once as a role that may, such as the database's owner.", fault.state());
        }
        setKept(database, kept::schemaVersion, QString::number(now.wanted));
        setKept(database, kept::oldestProgram, QString::number(oldestProgram));
    });
    return before;
}

std::optional<QString> findKept(PostgresDatabase &database, const QString &key)
{
    const auto value = database.value("SELECT value FROM kept WHERE key = ?", key);
    return value ? std::optional(value->toString()) : std::nullopt;
}

QString keptValue(PostgresDatabase &database, const QString &key, const QString &fresh)
{
    database.run("INSERT INTO kept (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", key, fresh);
    return findKept(database, key).value_or(fresh);
}

void setKept(PostgresDatabase &database, const QString &key, const std::optional<QString> &value)
{
    if (value)
        database.run("INSERT INTO kept (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, *value);
    else
        database.run("DELETE FROM kept WHERE key = ?", key);
}

} // namespace pipit::store
