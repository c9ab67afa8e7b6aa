// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of store, for tests of what they all must keep: opened on a folder, and reached behind its back with SQL.
// Thread rule: the test's thread.
#pragma once

#include "server/store/postgres/postgres_store.h"
#include "server/store/sqlite/sqlite_database.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/postgres_server.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QHash>

namespace pipit::test {

struct StoreKind {
    const char *name;
    std::unique_ptr<store::Store> (*open)(const QString &path);
    void (*execute)(const QString &path, const QString &sql);
};

inline QString sqliteFile(const QString &path)
{
    return QDir(path).filePath(QStringLiteral("pipit.db"));
}

inline std::unique_ptr<store::Store> openSqlite(const QString &path)
{
    auto opened = store::openSqliteStore({.file = sqliteFile(path)});
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : qPrintable(opened.error().message));
    return opened.ok() ? std::move(*opened) : nullptr;
}

inline void executeOnSqlite(const QString &path, const QString &sql)
{
    store::SqliteDatabase(sqliteFile(path)).execute(sql);
}

// One for all the tests of a program.
inline PostgresServer &sharedServer()
{
    static PostgresServer server;
    return server;
}

// A database for each directory, which keeps its name there.
inline QString postgresUrl(const QString &path)
{
    static QHash<QString, QString> urls;
    if (!urls.contains(path))
        urls.insert(path, sharedServer().createDatabase());
    return urls.value(path);
}

inline std::unique_ptr<store::Store> openNode(const QString &url, const QString &id)
{
    auto opened = store::openPostgresStore({.target = *store::parsePostgresUrl(url), .nodeId = id, .readers = 2});
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : qPrintable(opened.error().message));
    return opened.ok() ? std::move(*opened) : nullptr;
}

inline std::unique_ptr<store::Store> openPostgres(const QString &path)
{
    return openNode(postgresUrl(path), QStringLiteral("tested"));
}

inline void executeOnPostgres(const QString &path, const QString &sql)
{
    sharedServer().sql(postgresUrl(path), sql);
}

inline const auto storeKinds = testing::Values(StoreKind{"SQLite", openSqlite, executeOnSqlite}, StoreKind{"PostgreSQL", openPostgres, executeOnPostgres});

inline std::string nameOfKind(const testing::TestParamInfo<StoreKind> &kind)
{
    return kind.param.name;
}

} // namespace pipit::test
