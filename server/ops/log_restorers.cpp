// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/log_restorers.h"

#include "core/private_file.h"
#include "server/files/durable.h"
#include "server/store/data_directory.h"
#include "server/store/postgres/postgres_archive.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/sqlite/sqlite_schema.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

using namespace store;

constexpr CallLimits restoreLimits{.statement = {}, .call = std::chrono::hours(24)};

class SqliteRestorer final : public LogRestorer
{
public:
    SqliteRestorer(const QString &file, FileLock lock) : m_file(file), m_lock(std::move(lock)), m_unfinished(unfinishedFile(file))
    {
        remove(); // of a restore that was ended by force
        ensurePrivateFile(m_unfinished);
    }
    ~SqliteRestorer() override { remove(); }

    Result<Done> bring(const QString &file, const BackupManifest &manifest, const QString &epoch, const BackupWatch &watch) override
    {
        const auto hash = copyFile(file, m_unfinished, watch);
        if (!hash)
            return hash.error();
        if (*hash != manifest.logSha256)
            return Error{ErrorCode::Unavailable, u"%1 changed while it was copied, or its disk fails. Nothing was restored."_s.arg(file)};
        {
            SqliteDatabase database(m_unfinished);
            database.run("UPDATE kept SET value = ? WHERE key = 'epoch'", epoch);
            if (database.value("SELECT count(*) FROM kept WHERE key = 'epoch' AND value = ?", epoch)->toInt() != 1)
                return Error{ErrorCode::InvalidRequest, u"%1 holds no message log of Pipit's. Take another backup."_s.arg(file)};
        }
        const auto failed = [this](const Error &error) { return Error{error.code, u"%1 cannot be written: %2"_s.arg(m_file, error.message)}; };
        // Its write-ahead log is not brought along: what closing the file did not get into it would be missing, the new epoch first of all.
        if (QFileInfo::exists(m_unfinished + u"-wal"))
            return failed({ErrorCode::Unavailable, u"its disk fails, or another program has it open. Nothing was restored."_s});
        {
            QFile written(m_unfinished);
            if (!written.open(QIODevice::ReadWrite))
                return failed({ErrorCode::Unavailable, written.errorString()});
            if (const auto synced = files::syncFile(written); !synced)
                return failed(synced.error());
        }
        const auto moved = files::moveUnlessThere(m_unfinished, m_file);
        if (!moved)
            return failed(moved.error());
        if (!*moved)
            return Error{ErrorCode::Conflict, u"%1 was made by somebody else meanwhile."_s.arg(m_file)};
        if (const auto synced = files::syncDirectory(QFileInfo(m_file).path()); !synced)
            return failed(synced.error());
        return Done();
    }

private:
    void remove()
    {
        for (const QString &end : {u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s})
            QFile::remove(m_unfinished + end);
    }

    const QString m_file;
    const FileLock m_lock;
    const QString m_unfinished;
};

class PostgresRestorer final : public LogRestorer
{
public:
    explicit PostgresRestorer(const PostgresTarget &target) : m_target(target), m_database(target, u"pipit restore"_s, m_watchdog, restoreLimits) { }

    std::optional<Error> faultOf(const BackupManifest &manifest)
    {
        checkServer(m_database);
        // Nodes that would make tables of their own wait for it.
        if (!m_database.value("SELECT pg_try_advisory_lock(?, ?)", lockClass, int(PostgresLock::Migrate))->toBool())
            return conflict(u"is in use: another program is making tables there. Try again when it is done"_s);
        const QString schema = m_database.value("SELECT current_schema()")->toString();
        if (schema != manifest.schema)
            return conflict(u"has %1 for its schema, and the backup is of %2. Give a database or a role with that one (ALTER ROLE … SET search_path = %2)"_s.arg(schema, manifest.schema));
        const int server = m_database.value("SELECT current_setting('server_version_num')::int / 10000")->toInt();
        if (server < manifest.server)
            return conflict(u"is on PostgreSQL %1, and the backup is of PostgreSQL %2. Restore it on that version or a later one"_s.arg(server).arg(manifest.server));
        if (m_database.value("SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname IN ('messages', 'kept', 'sessions', 'tokens')")->toInt() > 0)
            return conflict(u"has tables of Pipit's or of that name already, of a log or of a restore that was ended by force. Restore into an empty database: createdb NAME"_s);
        auto archive = PostgresArchive::withPrograms(std::max(server, manifest.server));
        if (!archive)
            return archive.error();
        m_archive = std::move(*archive);
        return std::nullopt;
    }

    Result<Done> bring(const QString &file, const BackupManifest &manifest, const QString &epoch, const BackupWatch &watch) override
    {
        // Nodes do not start on the tables before that one has its rows.
        const auto restored = m_archive->restore(m_target, manifest.schema, u"kept"_s, file, [&watch] {
            watch.progress({BackupProgress::Step::Log, 0, 0});
            return !watch.stop;
        });
        if (!restored)
            return restored.error().code == ErrorCode::Cancelled ? brokenOff() : Error{restored.error().code, u"%1 took nothing of the backup: %2"_s.arg(m_target.name(), restored.error().message)};
        QJsonObject kept = manifest.kept;
        kept.insert(kept::epoch, epoch);
        m_database.run("INSERT INTO kept (key, value) SELECT key, value FROM json_each_text(?::json)", QString::fromUtf8(QJsonDocument(kept).toJson(QJsonDocument::Compact)));
        return Done();
    }

private:
    Error conflict(const QString &why) const { return Error{ErrorCode::Conflict, m_target.name() + u' ' + why + u'.'}; }

    const PostgresTarget m_target;
    CallWatchdog m_watchdog;
    PostgresDatabase m_database;
    std::optional<PostgresArchive> m_archive;
};

} // namespace

Result<std::unique_ptr<LogRestorer>> openSqliteRestorer(const QString &file)
{
    auto lock = FileLock::take(file + u".lock"_s, u"database %1"_s.arg(file), u"restore into another data directory"_s);
    if (!lock)
        return lock.error();
    // A -journal would be played back into the file, and beside a -shm a node misses the -wal that it tells of.
    for (const QString &end : {u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        if (QFileInfo::exists(file + end))
            return Error{ErrorCode::Conflict, u"%1 is there already. Restore into a data directory that has no log, or move that one away, with its -wal, -shm and -journal."_s.arg(file + end)};
    }
    return std::unique_ptr<LogRestorer>(std::make_unique<SqliteRestorer>(file, std::move(*lock)));
}

Result<std::unique_ptr<LogRestorer>> openPostgresRestorer(const PostgresTarget &target, const BackupManifest &manifest)
{
    auto restorer = std::make_unique<PostgresRestorer>(target);
    if (auto fault = restorer->faultOf(manifest))
        return *fault;
    return std::unique_ptr<LogRestorer>(std::move(restorer));
}

int tablesVersionOf(bool isPostgres)
{
    return isPostgres ? postgresVersion : sqliteVersion();
}

} // namespace pipit::ops
