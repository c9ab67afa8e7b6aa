// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/log_copies.h"

#include "core/private_file.h"
#include "server/files/durable.h"
#include "server/store/file_rows.h"
#include "server/store/postgres/postgres_archive.h"
#include "server/store/postgres/postgres_messages.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/sqlite/sqlite_check.h"
#include "server/store/sqlite/sqlite_messages.h"
#include "server/store/sqlite/sqlite_schema.h"

#include <QFileInfo>

#include <algorithm>
#include <thread>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

using namespace store;

constexpr auto lookTime = std::chrono::milliseconds(50);
constexpr int filesAtOnce = 1'000;
// Nothing is waited for but the server's own work, which for a large log takes its time.
constexpr CallLimits surveyLimits{.statement = {}, .call = std::chrono::hours(24)};

// Of a database that was copied, or is just being copied.
template<typename Database>
QList<QByteArray> survey(Database &database, BackupManifest &manifest)
{
    const TablesVersion tables = tablesVersion(database);
    manifest.tables = tables.found;
    manifest.oldestProgram = tables.oldest;
    manifest.epoch = database.value("SELECT value FROM kept WHERE key = 'epoch'")->toString();
    manifest.position = selectHead(database);
    manifest.messages = database.value("SELECT count(*) FROM messages")->toLongLong();
    manifest.sessions = database.value("SELECT count(*) FROM sessions")->toLongLong();
    manifest.filesId = filesId(database, {}).value_or(QString());
    QList<QByteArray> blobs;
    for (QList<FileRecord> page = selectFilesAfter(database, u""_s, filesAtOnce); !page.isEmpty(); page = selectFilesAfter(database, page.last().id, filesAtOnce)) {
        for (const FileRecord &file : std::as_const(page)) {
            blobs << file.sha256;
            if (!file.thumbnail.isEmpty())
                blobs << file.thumbnail;
        }
    }
    std::ranges::sort(blobs);
    blobs.erase(std::unique(blobs.begin(), blobs.end()), blobs.end());
    return blobs;
}

struct PostgresSource {
    explicit PostgresSource(const PostgresTarget &target) : database(target, u"pipit backup"_s, watchdog, surveyLimits) { }

    CallWatchdog watchdog;
    PostgresDatabase database;
};

// Why this is no log to be copied; `hasEpoch` as the database says.
std::optional<Error> faultOf(const QString &name, const TablesVersion &tables, bool hasEpoch)
{
    if (tables.isTooNew())
        return Error{ErrorCode::InvalidRequest, u"%1: %2. Make the backup with the newer version."_s.arg(name, QString::fromStdString(tables.tooNewText()))};
    if (tables.found == 0 || !hasEpoch)
        return Error{ErrorCode::InvalidRequest, u"%1 holds no message log of Pipit's. Name the one that your node runs on."_s.arg(name)};
    return std::nullopt;
}

// What goes on in the thread that copies, also after who waits for it has gone.
struct Copying {
    std::optional<QString> fault;
    std::atomic<bool> isDone = false;
};

Result<Done> vacuumInto(const QString &file, const QString &copy, qint64 total, const BackupWatch &watch)
{
    const auto copying = std::make_shared<Copying>();
    std::thread([copying, file, copy] {
        try {
            SqliteDatabase database(file, SqliteAccess::ReadOnly);
            database.execute(u"VACUUM INTO '%1'"_s.arg(QString(copy).replace(u'\'', u"''"_s)));
        } catch (const SqlFault &fault) {
            copying->fault = fault.sentence();
        }
        copying->isDone = true;
    }).detach();
    while (!copying->isDone) {
        watch.progress({BackupProgress::Step::Log, std::min(QFileInfo(copy).size(), total), total});
        if (watch.stop)
            return brokenOff();
        std::this_thread::sleep_for(lookTime);
    }
    if (copying->fault)
        return Error{ErrorCode::Unavailable, u"The log could not be copied to %1: %2 Make room there, or name another place; where neither is the matter, `pipitctl doctor` looks the log over."_s.arg(copy, *copying->fault)};
    return Done();
}

} // namespace

Result<LogCopy> copySqliteLog(const QString &file, const QString &folder, BackupManifest &manifest, const BackupWatch &watch)
{
    if (!QFileInfo::exists(file))
        return Error{ErrorCode::NotFound, u"There is no file %1. A node makes it when it starts."_s.arg(file)};
    if (const auto refusal = refusalOfSqliteAtRest(file))
        return Error{ErrorCode::InvalidRequest, *refusal};
    const QString copy = folder + u'/' + manifest.logName();
    try {
        qint64 total = 0;
        {
            SqliteDatabase database(file, SqliteAccess::ReadOnly);
            const bool isOurs = database.value("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('kept', 'messages', 'sessions', 'files')")->toInt() == 4;
            if (auto fault = faultOf(file, tablesVersion(database), isOurs && database.value("SELECT 1 FROM kept WHERE key = 'epoch'")))
                return *fault;
            total = database.value("PRAGMA page_count")->toLongLong() * database.value("PRAGMA page_size")->toLongLong();
        }
        ensurePrivateFile(copy);
        if (const auto copied = vacuumInto(file, copy, total, watch); !copied)
            return copied.error();
        QFile written(copy);
        if (!written.open(QIODevice::ReadWrite))
            return Error{ErrorCode::Unavailable, u"%1 cannot be written: %2."_s.arg(copy, written.errorString())};
        if (const auto synced = files::syncFile(written); !synced)
            return Error{synced.error().code, u"%1 cannot be written: %2"_s.arg(copy, synced.error().message)};
        SqliteDatabase database(copy, SqliteAccess::ReadOnly);
        return LogCopy{survey(database, manifest), [file](const QByteArray &sha256) {
            SqliteDatabase log(file, SqliteAccess::ReadOnly);
            return !selectUsedBlobs(log, {sha256}).isEmpty();
        }};
    } catch (const SqlFault &fault) {
        return Error{ErrorCode::Unavailable, u"%1 cannot be read: %2 Check its permissions, and that it is a database of Pipit's."_s.arg(file, fault.sentence())};
    }
}

Result<LogCopy> copyPostgresLog(const PostgresTarget &target, const QString &folder, BackupManifest &manifest, const BackupWatch &watch)
{
    manifest.isPostgres = true;
    const QString copy = folder + u'/' + manifest.logName();
    try {
        const auto source = std::make_shared<PostgresSource>(target);
        PostgresDatabase *database = &source->database;
        if (auto fault = faultOf(target.name(), tablesVersion(*database), database->value("SELECT to_regclass('kept') IS NOT NULL")->toBool() && findKept(*database, kept::epoch)))
            return *fault;
        if (findKept(*database, kept::moving))
            return Error{ErrorCode::InvalidRequest, u"A move into %1 is not finished. Run the same `pipitctl move` again first."_s.arg(target.name())};
        manifest.server = database->value("SELECT current_setting('server_version_num')::int / 10000")->toInt();
        const auto archive = PostgresArchive::withPrograms(manifest.server);
        if (!archive)
            return archive.error();

        LogCopy log;
        // What pg_dump copies is what this transaction sees.
        database->execute(u"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout TO 0"_s);
        const QString snapshot = database->value("SELECT pg_export_snapshot()")->toString();
        manifest.schema = database->value("SELECT current_schema()")->toString();
        log.blobs = survey(*database, manifest);
        QSqlQuery &rows = database->run("SELECT key, value FROM kept");
        while (SqlDatabase::next(rows))
            manifest.kept.insert(rows.value(0).toString(), rows.value(1).toString());
        rows.finish();
        ensurePrivateFile(copy);
        const auto dumped = archive->dump(target, manifest.schema, snapshot, copy, [&] {
            watch.progress({BackupProgress::Step::Log, QFileInfo(copy).size(), 0});
            return !watch.stop;
        });
        database->execute(u"COMMIT"_s);
        if (!dumped)
            return dumped.error().code == ErrorCode::Cancelled ? brokenOff() : Error{dumped.error().code, u"The log on %1 could not be copied to %2: %3"_s.arg(target.name(), copy, dumped.error().message)};
        log.isStillNamed = [source](const QByteArray &sha256) { return !selectUsedBlobs(source->database, {sha256}).isEmpty(); };
        return log;
    } catch (const SqlFault &fault) {
        return Error{ErrorCode::Unavailable, u"%1: %2"_s.arg(target.name(), fault.sentence())};
    }
}

} // namespace pipit::ops
