// SPDX-License-Identifier: GPL-3.0-or-later
// Requirement: on one PostgreSQL a run has one owner at a time, whose node may die, hang or come back. And a database of
// the version before gets the tables of runs with all that it has.
#include "server/store/postgres/postgres_schema.h"
#include "server/store/sqlite/sqlite_schema.h"
#include "tests/support/tcp_proxy.h"
#include "tests/support/wait_until.h"
#include "tests/unit/run_calls.h"
#include "tests/unit/store_kinds.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QSet>
#include <QTemporaryDir>

#include <barrier>
#include <thread>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;

namespace {

constexpr auto limit = 60s;

class RunLeaseTest : public testing::Test
{
protected:
    QString sql(const QString &statements) { return sharedServer().sql(url, statements); }

    QString throughProxy(const TcpProxy &proxy) { return sharedServer().urlOf(parsePostgresUrl(url)->database, proxy.port()); }

    // Once the database has answered.
    QString answerOf(Store &store, const RunChange &change)
    {
        QString answer;
        EXPECT_TRUE(waitUntil([&] { return (answer = update(store, u"r"_s, change)) != u"not_stored" && answer != u"in_doubt"; }, limit));
        return answer;
    }

    const QString url = sharedServer().createDatabase();
};

TEST_F(RunLeaseTest, EachRunIsClaimedByOneNode)
{
    constexpr int orphans = 300;
    const auto owner = openNode(url, u"a"_s);
    create(*owner, record(u"alive"_s));
    for (int i = 0; i < orphans; ++i)
        create(*owner, record(u"orphan%1"_s.arg(i)));
    const auto orphan = [this](const QString &which, const QString &leaseUntil) {
        sql(u"UPDATE runs SET node = 'dead', instance = 'x', lease_until = clock_timestamp() + interval '%1' WHERE run_id LIKE '%2'"_s.arg(leaseUntil, which));
    };
    orphan(u"orphan%"_s, u"1 hour"_s);
    orphan(u"orphan0"_s, u"-1 hour"_s);

    const auto b = openNode(url, u"b"_s), c = openNode(url, u"c"_s);
    EXPECT_EQ(claim(*b) + claim(*c), QStringList()) << "who has just come judges nobody";
    for (Store *node : {b.get(), c.get()}) {
        QStringList first;
        ASSERT_TRUE(waitUntil([&] {
            claim(*owner, 0); // it attends to its own, and takes no other
            return !(first = claim(*node)).isEmpty();
        }, limit));
        EXPECT_EQ(first, QStringList{u"orphan0"_s});
        orphan(u"orphan0"_s, u"-1 hour"_s);
    }
    EXPECT_EQ(update(*b, u"orphan0"_s, {.answer = u"x"_s}), u"conflict"_s); // from now on neither has it
    EXPECT_EQ(update(*c, u"orphan0"_s, {.answer = u"x"_s}), u"conflict"_s);
    orphan(u"orphan%"_s, u"-1 hour"_s);
    QStringList claimed[2];
    std::vector<std::thread> claimers;
    std::barrier begin(2);
    for (int i = 0; i < 2; ++i) {
        claimers.emplace_back([&, i] {
            Store &store = i == 0 ? *b : *c;
            begin.arrive_and_wait();
            for (QStringList some = claim(store, 3); !some.isEmpty() && claimed[i].size() <= orphans; some = claim(store, 3))
                claimed[i] += some;
        });
    }
    for (std::thread &claimer : claimers)
        claimer.join();
    const QStringList all = claimed[0] + claimed[1];
    ASSERT_EQ(all.size(), orphans);
    EXPECT_EQ(QSet<QString>(all.cbegin(), all.cend()).size(), orphans);
    EXPECT_FALSE(all.contains(u"alive"_s)) << "more than 15 s old, and its lease was renewed";
    EXPECT_EQ(update(*owner, u"alive"_s, {.state = RunState::Completed}), QString());
    EXPECT_EQ(update(*owner, all.first(), {.answer = u"x"_s}), u"conflict"_s);
    EXPECT_EQ(update(claimed[0].contains(all.first()) ? *b : *c, all.first(), {.state = RunState::Completed}), QString());
}

TEST_F(RunLeaseTest, ANodeThatIsNotHeardOfLosesItsRuns)
{
    TcpProxy proxy(sharedServer().port());
    const auto other = openNode(url, u"other"_s);
    const auto owner = openNode(throughProxy(proxy), u"owner"_s);
    create(*owner, record(u"r"_s));
    ASSERT_EQ(update(*owner, u"r"_s, {.answer = u"so far"_s}), QString());
    proxy.freeze();
    QList<RunRecord> claimed;
    ASSERT_TRUE(waitUntil([&] { return !(claimed = *other->claimRuns(10).result()).isEmpty(); }, limit));
    EXPECT_EQ(claimed.value(0).answer, u"so far"_s);
    EXPECT_EQ(sql(u"SELECT lease_until > clock_timestamp() + interval '10 s' FROM runs"_s), u"t"_s);
    proxy.thaw();
    EXPECT_EQ(answerOf(*owner, {.state = RunState::Completed}), u"conflict"_s);
    EXPECT_EQ(update(*other, u"r"_s, {.state = RunState::Completed}), QString());
}

TEST_F(RunLeaseTest, TheOwnerHearsOfACancelFromAnyNode)
{
    const auto owner = openNode(url, u"owner"_s), other = openNode(url, u"other"_s);
    create(*owner, record(u"r"_s));
    EXPECT_TRUE(other->askToCancel(u"r"_s).result().ok());
    EXPECT_EQ(claim(*other), QStringList());
    EXPECT_EQ(claim(*owner), QStringList{u"r"_s});
    EXPECT_EQ(update(*owner, u"r"_s, {.state = RunState::Cancelled}), QString());
}

// Its store gives signs of life, as where its main thread hangs.
TEST_F(RunLeaseTest, ANodeThatAttendsToNothingLosesItsRuns)
{
    const auto other = openNode(url, u"other"_s);
    const auto owner = openNode(url, u"owner"_s);
    create(*owner, record(u"r"_s));
    QStringList claimed;
    ASSERT_TRUE(waitUntil([&] { return !(claimed = claim(*other)).isEmpty(); }, limit));
    EXPECT_EQ(claimed, QStringList{u"r"_s});
    EXPECT_EQ(update(*owner, u"r"_s, {.answer = u"x"_s}), u"conflict"_s);
}

TEST_F(RunLeaseTest, ANewLifeIsTheOwnerAlsoWhereTheOldOneGoesOn)
{
    TcpProxy proxy(sharedServer().port());
    const auto before = openNode(throughProxy(proxy), u"a"_s);
    create(*before, record(u"r"_s));
    proxy.freeze();
    const auto after = openNode(url, u"a"_s);
    EXPECT_EQ(claim(*after), QStringList{u"r"_s});
    proxy.thaw();
    EXPECT_EQ(answerOf(*before, {.answer = u"x"_s}), u"conflict"_s);
    EXPECT_EQ(update(*after, u"r"_s, {.state = RunState::Completed}), QString());
}

TEST_F(RunLeaseTest, ARunWhoseCreationWasNotAnsweredIsCreatedWhenAskedAgain)
{
    const auto node = openNode(url, u"a"_s);
    create(*node, record(u"r"_s));
    sql(u"UPDATE runs SET run_id = 'lost'"_s);
    EXPECT_TRUE(create(*node, record(u"lost"_s)).created);
    EXPECT_FALSE(create(*node, record(u"lost"_s)).created);
}

TEST_F(RunLeaseTest, ARunThatNobodyKnowsOfIsFreeAgain)
{
    const auto node = openNode(url, u"a"_s);
    create(*node, record(u"known"_s));
    sql(u"INSERT INTO runs SELECT (json_populate_record(r, '{\"run_id\":\"lost\"}')).* FROM runs r"_s);
    QStringList claimed;
    ASSERT_TRUE(waitUntil([&] { return !(claimed = claim(*node)).isEmpty(); }, limit));
    EXPECT_EQ(claimed, QStringList{u"lost"_s});
}

TEST(RunMigrationTest, APostgresOfVersion1GetsTheTables)
{
    PostgresServer &server = sharedServer();
    const QString url = server.createDatabase(), role = u"role_%1"_s.arg(parsePostgresUrl(url)->database);
    QFile step(QStringLiteral(PIPIT_SOURCE_DIR "/server/store/postgres/migrations/0001_log.sql"));
    ASSERT_TRUE(step.open(QIODevice::ReadOnly));
    server.sql(url, QString::fromUtf8(step.readAll()).replace(u"@schema@"_s, u"public"_s));
    server.sql(url, u"INSERT INTO kept VALUES ('schema_version', '1'), ('epoch', 'before');"
                    " INSERT INTO messages (session_id, content, sender_type) VALUES ('s', 'kept', 'user');"
                    " CREATE ROLE %1 LOGIN; CREATE ROLE reader_%1; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %1; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_%1"_s.arg(role));

    const auto store = openNode(url, u"a"_s);
    ASSERT_TRUE(store);
    EXPECT_EQ(store->epoch(), u"before"_s);
    EXPECT_EQ(store->history({.sessionId = u"s"_s}).result()->messages.value(0).content, u"kept"_s);
    EXPECT_TRUE(create(*store, record(u"r"_s)).created);
    EXPECT_EQ(server.sql(url, u"SELECT value FROM kept WHERE key = 'schema_version'"_s).toInt(), postgresVersion);
    EXPECT_EQ(server.sql(url, u"SELECT bool_and(has_table_privilege('%1', t, 'SELECT') AND has_table_privilege('%1', t, 'DELETE') AND NOT has_table_privilege('reader_%1', t, 'SELECT'))"
                              " FROM unnest('{runs,conversations,purged,read_positions}'::text[]) t"_s.arg(role)), u"t"_s);
}

TEST(RunMigrationTest, AFileOfVersion1GetsTheTables)
{
    QTemporaryDir directory;
    ASSERT_TRUE(openSqlite(directory.path())->append({.sessionId = u"s"_s, .content = u"kept"_s}).result().ok());
    executeOnSqlite(directory.path(), u"DROP TABLE runs"_s);
    executeOnSqlite(directory.path(), u"DROP TABLE conversations"_s);
    for (const QString &statement : {u"DROP INDEX notes"_s, u"DROP INDEX comments"_s, u"DROP TABLE read_positions"_s, u"DROP TABLE purged"_s, u"DROP TABLE files"_s, u"DROP INDEX tokens_by_end"_s, u"DROP INDEX tokens_of_parent"_s, u"ALTER TABLE tokens DROP COLUMN jwt_key"_s, u"ALTER TABLE tokens DROP COLUMN caller_expires_at"_s, u"PRAGMA user_version=1"_s})
        executeOnSqlite(directory.path(), statement);

    const auto store = openSqlite(directory.path());
    ASSERT_TRUE(store);
    EXPECT_EQ(store->history({.sessionId = u"s"_s}).result()->messages.value(0).content, u"kept"_s);
    EXPECT_TRUE(create(*store, record(u"r"_s)).created);
    SqliteDatabase database(sqliteFile(directory.path()), SqliteAccess::ReadOnly);
    const TablesVersion version = tablesVersion(database);
    EXPECT_EQ(version.found, version.wanted);
}

} // namespace
