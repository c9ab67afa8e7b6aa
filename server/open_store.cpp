// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/open_store.h"

#include "core/private_file.h"
#include "server/store/postgres/postgres_store.h"
#include "server/store/random_name.h"
#include "server/store/sqlite/sqlite_check.h"
#include "server/store/sqlite/sqlite_store.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <chrono>

namespace pipit {

namespace {

// Each keeps pages of its own in memory, and they share one disk: more bring nothing.
constexpr int sqliteReadersAtMost = 4;
// For `pipitctl`, which looks a log over before it opens it. Another node on this data directory was refused before.
constexpr std::chrono::seconds lockPatience{5};

Result<OpenStore> openSqlite(const Config &config, const store::DataDirectory &directory)
{
    auto lock = store::FileLock::take(config.databasePath() + QStringLiteral(".lock"), QStringLiteral("database %1").arg(config.databasePath()), QStringLiteral("choose another with --data"), lockPatience);
    if (!lock)
        return lock.error();
    if (const auto refusal = store::refusalOfSqlite(config.databasePath(), QFileInfo::exists(directory.filePath(QStringLiteral("operator.token")))))
        return Error{ErrorCode::Unavailable, *refusal};
    if (const QString unfinished = store::unfinishedFile(config.databasePath()); QFile::exists(unfinished) && !QFile::exists(config.databasePath()))
        return Error{ErrorCode::Unavailable, QStringLiteral("A restore into %1 is not finished. Run the same `pipitctl restore` again, or remove %2 to begin a new log.").arg(config.databasePath(), unfinished)};
    auto opened = store::openSqliteStore({.file = config.databasePath(), .readers = std::min(config.database.poolSize, sqliteReadersAtMost)});
    if (!opened)
        return opened.error();
    return OpenStore{.databaseLock = std::move(*lock), .store = std::move(*opened)};
}

// A node's name among those on its database, kept in its data directory.
Result<QString> nodeIdIn(const store::DataDirectory &directory)
{
    static const QRegularExpression valid(QStringLiteral("^[a-z0-9]{1,40}$"));
    const QString path = directory.filePath(QStringLiteral("node.id"));
    if (QFile file(path); file.exists()) {
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be read: %2. Mend its permissions.").arg(path, file.errorString())};
        const QString id = QString::fromUtf8(file.read(100)).trimmed();
        if (!valid.match(id).hasMatch())
            return Error{ErrorCode::Unavailable, QStringLiteral("%1 must hold 1 to 40 characters of a-z 0-9. Remove it to have a new one made.").arg(path)};
        return id;
    }
    const QString id = store::randomName(store::nameLetters);
    if (const auto written = writePrivateFile(path, id.toLatin1() + '\n'); !written)
        return written.error();
    return id;
}

Result<OpenStore> openPostgres(const Config &config, const DatabaseUrl &url, const store::DataDirectory &directory)
{
    const auto nodeId = nodeIdIn(directory);
    if (!nodeId)
        return nodeId.error();
    OpenStore open;
    store::PostgresOptions options{.nodeId = *nodeId, .readers = config.database.poolSize};
    if (url.kind() == DatabaseKind::LocalPostgres) {
        auto local = store::LocalPostgres::start(config.server.dataDir);
        if (!local)
            return local.error();
        options.target = (*local)->target();
        open.localPostgres = std::move(*local);
    } else {
        const auto target = store::parsePostgresUrl(url.text());
        if (!target)
            return target.error();
        options.target = *target;
    }
    auto opened = store::openPostgresStore(options);
    if (!opened)
        return opened.error();
    open.store = std::move(*opened);
    open.target = options.target;
    return open;
}

} // namespace

Result<OpenStore> openStore(const Config &config, const store::DataDirectory &directory)
{
    const auto url = config.databaseUrl();
    if (!url)
        return url.error();
    return url->kind() == DatabaseKind::Sqlite ? openSqlite(config, directory) : openPostgres(config, *url, directory);
}

} // namespace pipit
