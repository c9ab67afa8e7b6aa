// SPDX-License-Identifier: GPL-3.0-or-later
// What only the SQLite store can show: the file, its versions, the lock of the folder.
#include "server/store/data_directory.h"
#include "server/store/sqlite_store.h"
#include "server/store/sqlite_database.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;

namespace {

class SqliteStoreTest : public testing::Test
{
protected:
    QTemporaryDir directory;
    QString file = QDir(directory.path()).filePath(u"pipit.db"_s);

    std::unique_ptr<Store> open() { return std::move(openSqliteStore({.file = file}).value()); }
};

TEST_F(SqliteStoreTest, TheFileIsForItsUserOnly)
{
    const auto store = open();
    for (const QString &name : QDir(directory.path()).entryList(QDir::Files))
        EXPECT_FALSE(QFile::permissions(QDir(directory.path()).filePath(name)) & (QFile::ReadGroup | QFile::ReadOther)) << qPrintable(name);
}

TEST_F(SqliteStoreTest, WritesAreOnDiskWhenTheyAreReported)
{
    const auto store = open();
    SqliteDatabase other(file);
    ASSERT_TRUE(store->append({.sessionId = u"s"_s, .content = u"x"_s}).result().ok());
    QSqlQuery &count = other.run("SELECT count(*) FROM messages");
    ASSERT_TRUE(count.next());
    EXPECT_EQ(count.value(0).toInt(), 1);
    count.finish();
    QSqlQuery &mode = other.run("PRAGMA journal_mode");
    ASSERT_TRUE(mode.next());
    EXPECT_EQ(mode.value(0).toString(), u"wal"_s);
}

TEST_F(SqliteStoreTest, AnIdIsNeverUsedAgain)
{
    {
        const auto store = open();
        for (int i = 0; i < 3; ++i)
            ASSERT_TRUE(store->append({.sessionId = u"s"_s, .content = u"x"_s}).result().ok());
    }
    SqliteDatabase(file).execute(u"DELETE FROM messages WHERE id > 1"_s);
    const auto store = open();
    EXPECT_EQ(store->head(), 3);
    EXPECT_EQ(store->append({.sessionId = u"s"_s, .content = u"x"_s}).result()->message.id, 4);
}

TEST_F(SqliteStoreTest, AFileOfANewerVersionIsRefused)
{
    open().reset();
    SqliteDatabase(file).execute(u"PRAGMA user_version=99"_s);
    const auto refused = openSqliteStore({.file = file});
    ASSERT_FALSE(refused.ok());
    EXPECT_TRUE(refused.error().message.contains(u"newer Pipit")) << qPrintable(refused.error().message);
}

TEST_F(SqliteStoreTest, WhatIsNotADatabaseIsRefused)
{
    QFile text(file);
    ASSERT_TRUE(text.open(QIODevice::WriteOnly));
    text.write(QByteArray(5000, 'x'));
    text.close();
    const auto refused = openSqliteStore({.file = file});
    ASSERT_FALSE(refused.ok());
    EXPECT_TRUE(refused.error().message.contains(file));
}

TEST_F(SqliteStoreTest, AWriterLockedOutSaysNotStoredAndGoesOnAfterwards)
{
    const auto store = open();
    SqliteDatabase other(file);
    other.execute(u"BEGIN IMMEDIATE"_s);
    const auto refused = store->append({.sessionId = u"s"_s, .content = u"x"_s}).result(); // after the busy time of SQLite
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::NotStored);
    other.execute(u"COMMIT"_s);
    EXPECT_TRUE(store->append({.sessionId = u"s"_s, .content = u"x"_s}).result().ok());
    EXPECT_EQ(store->head(), 1);
}

TEST_F(SqliteStoreTest, ADirectoryHasOneNode)
{
    auto first = DataDirectory::lock(directory.path() + u"/node"_s);
    ASSERT_TRUE(first.ok());
    const auto second = DataDirectory::lock(directory.path() + u"/node"_s);
    ASSERT_FALSE(second.ok());
    EXPECT_TRUE(second.error().message.contains(QString::number(getpid()))) << qPrintable(second.error().message);
    EXPECT_FALSE(QFile::permissions(directory.path() + u"/node"_s) & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther));
    first = Error{};
    EXPECT_TRUE(DataDirectory::lock(directory.path() + u"/node"_s).ok());
}

TEST_F(SqliteStoreTest, APrivateFileIsPrivate)
{
    const QString path = QDir(directory.path()).filePath(u"secret"_s);
    ASSERT_TRUE(writePrivateFile(path, "x").ok());
    EXPECT_EQ(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    EXPECT_FALSE(writePrivateFile(u"/nonexistent/dir/x"_s, "x").ok());
}

} // namespace
