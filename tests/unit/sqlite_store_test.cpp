// SPDX-License-Identifier: GPL-3.0-or-later
// What only the SQLite store can show: the file, its versions, the lock of the folder.
#include "server/store/data_directory.h"
#include "server/store/sqlite/sqlite_schema.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/store/sqlite/sqlite_database.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <csignal>
#include <future>
#include <thread>

#include <sys/resource.h>

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
    mode.finish();
    constexpr int full = 2; // a commit waits for the disk
    EXPECT_EQ(other.value("PRAGMA synchronous")->toInt(), full);
}

// No file of this process grows beyond so many bytes until this is gone.
class FullDisk
{
public:
    explicit FullDisk(qint64 bytes) : m_heard(std::signal(SIGXFSZ, SIG_IGN))
    {
        EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &m_before), 0);
        rlimit little = m_before;
        little.rlim_cur = rlim_t(bytes);
        EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &little), 0);
    }
    ~FullDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_heard);
    }

private:
    rlimit m_before = {};
    void (*const m_heard)(int);
};

// The disk is written to at the commit, when the statements have long been done.
TEST_F(SqliteStoreTest, WhatCannotBeCommittedIsNotReported)
{
    auto store = open();
    int heard = 0;
    store->setCommitListener([&heard](const QList<Message> &messages) { heard += int(messages.size()); });
    const auto say = [&](const QString &content) { return store->append({.sessionId = u"s"_s, .content = content}).result(); };
    ASSERT_TRUE(say(u"before"_s).ok());
    ASSERT_EQ(store->search({.text = u"before"_s}).result()->messages.size(), 1); // nothing else is to be written
    {
        const FullDisk full(QFileInfo(file + u"-wal"_s).size());
        const auto refused = say(u"lost"_s);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::NotStored);
    }
    ASSERT_TRUE(say(u"after"_s).ok());
    EXPECT_EQ(heard, 2);
    store.reset();
    store = open();
    const auto history = store->history({.sessionId = u"s"_s}).result();
    QStringList contents;
    for (const Message &message : history->messages)
        contents << message.content;
    EXPECT_EQ(contents, (QStringList{u"before"_s, u"after"_s}));
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

// What can be searched follows the log a little behind: what is erased in between must not come after.
TEST_F(SqliteStoreTest, WhatIsErasedBeforeItCouldBeSearchedIsNeverFound)
{
    const auto store = open();
    const auto found = [&](const QString &word) { return store->search({.text = word}).result()->messages.size(); };
    const qint64 secret = store->append({.sessionId = u"s"_s, .content = u"secret word"_s}).result()->message.id;
    ASSERT_TRUE(store->append({.sessionId = u"s"_s, .content = u"plain word"_s}).result().ok());
    ASSERT_TRUE(store->redact(secret, u"operator"_s).result().ok());
    EXPECT_EQ(found(u"word"_s), 1);
    EXPECT_EQ(found(u"secret"_s), 0);
    // And once it could be.
    const qint64 late = store->append({.sessionId = u"t"_s, .content = u"late word"_s}).result()->message.id;
    EXPECT_EQ(found(u"late"_s), 1);
    ASSERT_TRUE(store->redact(late, u"operator"_s).result().ok());
    EXPECT_EQ(found(u"late"_s), 0);
    EXPECT_EQ(found(u"word"_s), 1);
}

TEST_F(SqliteStoreTest, AWorkOfManyMessagesIsDerivedBesideIt)
{
    {
        const auto store = open();
        QList<QFuture<Result<Stored>>> stored;
        for (int i = 0; i < 3'000; ++i)
            stored << store->append({.sessionId = u"s%1"_s.arg(i % 7), .content = u"message number%1"_s.arg(i)});
        for (const auto &one : std::as_const(stored))
            ASSERT_TRUE(one.result().ok());
        EXPECT_EQ(store->sessions(100, {}).result()->size(), 7);
        EXPECT_EQ(store->search({.text = u"number2999"_s}).result()->messages.size(), 1);
        ASSERT_TRUE(store->append({.sessionId = u"last"_s, .content = u"the very last"_s}).result().ok());
    }
    // What was not derived when the node ended is when it is wanted.
    const auto store = open();
    EXPECT_EQ(store->session(u"last"_s).result()->value_or(SessionRecord()).lastMessage->content, u"the very last"_s);
    EXPECT_EQ(store->search({.text = u"very"_s}).result()->messages.size(), 1);
}

TEST_F(SqliteStoreTest, ASessionIsThereHoweverMuchIsBehind)
{
    const auto store = open();
    QList<QFuture<Result<Stored>>> stored;
    for (int i = 0; i < 4'000; ++i)
        stored << store->append({.sessionId = u"crowd"_s, .content = u"one of many"_s});
    stored << store->append({.sessionId = u"late"_s, .content = u"hello"_s});
    ASSERT_TRUE(stored.last().result().ok());
    const auto late = store->session(u"late"_s).result();
    ASSERT_TRUE(late.ok() && *late);
    EXPECT_EQ((*late)->lastMessage->content, u"hello"_s);
    // Changed, it is told with what it got a moment ago.
    ASSERT_TRUE(store->append({.sessionId = u"late"_s, .content = u"again"_s}).result().ok());
    const auto changed = store->changeSession(u"late"_s, {.title = u"Late"_s}).result();
    ASSERT_TRUE(changed.ok() && *changed);
    EXPECT_EQ((*changed)->lastMessage->content, u"again"_s);
}

// 503 with Retry-After, and memory has an end: whoever publishes faster than the disk can take it is told so.
TEST_F(SqliteStoreTest, MoreThanWaitsToBeWrittenIsRefusedAndTheRestIsKept)
{
    const auto store = open();
    SqliteDatabase other(file);
    other.execute(u"BEGIN IMMEDIATE"_s); // the writer waits
    QList<QFuture<Result<Stored>>> stored;
    for (int i = 0; i < 21'100; ++i) // beyond what one transaction takes and what may wait behind it
        stored << store->append({.sessionId = u"s"_s, .content = u"x"_s});
    other.execute(u"ROLLBACK"_s);
    qsizetype accepted = 0;
    for (const auto &one : std::as_const(stored)) {
        const auto result = one.result();
        accepted += result.ok();
        if (!result) {
            EXPECT_EQ(result.error().code, ErrorCode::NotStored);
            EXPECT_EQ(result.error().details.value(u"retryAfterS").toInt(), 1);
        }
    }
    EXPECT_LT(accepted, stored.size());
    EXPECT_GE(accepted, 20'000);
    EXPECT_EQ(store->head(), accepted);
}

TEST_F(SqliteStoreTest, AFileOfANewerVersionIsRefused)
{
    open().reset();
    SqliteDatabase(file).execute(u"PRAGMA user_version=99"_s);
    SqliteDatabase(file).execute(u"UPDATE kept SET value = '99' WHERE key = 'oldest_program'"_s);
    const auto refused = openSqliteStore({.file = file});
    ASSERT_FALSE(refused.ok());
    EXPECT_TRUE(refused.error().message.contains(u"newer Pipit")) << qPrintable(refused.error().message);
}

// What a version leaves that only added something: with it gone again, the version before has nothing to fear from it.
TEST_F(SqliteStoreTest, AFileOfANewerVersionThatThisOneWorksWithIsOpened)
{
    ASSERT_TRUE(open()->append({.sessionId = u"s"_s, .content = u"before"_s}).result().ok());
    const int wanted = [this] {
        SqliteDatabase database(file);
        const TablesVersion version = tablesVersion(database);
        database.execute(u"ALTER TABLE sessions ADD COLUMN colour TEXT NOT NULL DEFAULT ''"_s);
        database.execute(u"CREATE TABLE reactions (message_id INTEGER PRIMARY KEY)"_s);
        database.execute(u"PRAGMA user_version=%1"_s.arg(version.wanted + 1));
        return version.wanted;
    }();
    auto store = openSqliteStore({.file = file});
    ASSERT_TRUE(store.ok()) << qPrintable(store.error().message);
    EXPECT_TRUE((*store)->append({.sessionId = u"s"_s, .content = u"after"_s}).result().ok());
    EXPECT_EQ((*store)->history({.sessionId = u"s"_s}).result()->messages.size(), 2);
    store->reset();
    SqliteDatabase database(file, SqliteAccess::ReadOnly);
    EXPECT_EQ(tablesVersion(database).found, wanted + 1) << "it is still the newer one's";
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

TEST_F(SqliteStoreTest, WhatCannotBeReadIsAnErrorAndNotTheEnd)
{
    constexpr int count = 200;
    {
        const auto store = open();
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(store->append({.sessionId = u"s"_s, .content = QString(3'000, u'x')}).result().ok());
    }
    SqliteDatabase(file).value("PRAGMA wal_checkpoint(TRUNCATE)"); // nothing is left beside the file that is damaged
    QFile raw(file);
    ASSERT_TRUE(raw.open(QIODevice::ReadWrite));
    const qint64 half = raw.size() / 2;
    raw.seek(half);
    raw.write(QByteArray(raw.size() - half, '\xff'));
    raw.close();

    const auto store = open();
    const auto history = store->history({.sessionId = u"s"_s, .after = 0, .limit = count}).result();
    EXPECT_FALSE(history.ok()) << history->messages.size();

    auto subscription = std::make_shared<stream::Subscription>(stream::Subscription{.sessions = {"s"}});
    qint64 after = 0;
    while (after < count) {
        std::promise<Result<ReplayPage>> promise;
        store->replay(subscription, after, [&promise](Result<ReplayPage> page) { promise.set_value(std::move(page)); });
        const auto page = promise.get_future().get();
        if (!page)
            return;
        after = page->coveredTo;
    }
    ADD_FAILURE() << "a damaged log was replayed to its end";
}

TEST_F(SqliteStoreTest, SeveralMayBeTheFirstToOpenIt)
{
    for (int round = 0; round < 10; ++round) {
        const QString fresh = QDir(directory.path()).filePath(u"fresh%1.db"_s.arg(round));
        std::vector<std::thread> openers;
        for (int i = 0; i < 4; ++i) {
            openers.emplace_back([&fresh] {
                const auto store = openSqliteStore({.file = fresh});
                EXPECT_TRUE(store.ok()) << (store.ok() ? "" : qPrintable(store.error().message));
            });
        }
        for (std::thread &opener : openers)
            opener.join();
    }
}

TEST_F(SqliteStoreTest, ADatabaseThatCannotBeReadIsToldByOpening)
{
    const auto refused = openSqliteStore({.file = directory.path()}); // a folder
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
}

TEST_F(SqliteStoreTest, AWriterLockedOutSaysNotStoredAndGoesOnAfterwards)
{
    const auto store = open();
    SqliteDatabase other(file);
    other.execute(u"BEGIN IMMEDIATE"_s);
    std::vector<QFuture<Result<Stored>>> waiting;
    for (int i = 0; i < 20; ++i)
        waiting.push_back(store->append({.sessionId = u"s"_s, .content = u"x"_s}));
    QElapsedTimer clock;
    clock.start();
    for (auto &future : waiting) {
        const auto refused = future.result();
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::NotStored);
    }
    EXPECT_LT(clock.elapsed(), 15'000); // the busy time of SQLite once for each batch, not for each message
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

} // namespace
