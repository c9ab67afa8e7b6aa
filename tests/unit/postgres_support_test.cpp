// SPDX-License-Identifier: GPL-3.0-or-later
// The tests' own PostgreSQL and their stretch of network: what other tests rely on.
#include "tests/support/postgres_test.h"
#include "tests/support/tcp_proxy.h"
#include "tests/support/wait_until.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QTcpSocket>

#include <cstdio>
#include <string_view>

using namespace pipit::test;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds limit{20};

class PostgresServerTest : public PostgresTest
{
protected:
    const QString url = server().createDatabase();
};

TEST_F(PostgresServerTest, EachDatabaseIsEmptyAndDurable)
{
    server().sql(url, u"CREATE TABLE t (x int)"_s);
    const QString other = server().createDatabase();
    EXPECT_NE(other, url);
    EXPECT_THROW(server().sql(other, u"SELECT * FROM t"_s), std::runtime_error);
    EXPECT_EQ(server().sql(other, u"SHOW fsync"_s), u"on"_s);
}

TEST_F(PostgresServerTest, WhatIsCommittedOutlivesEveryEnd)
{
    server().sql(url, u"CREATE TABLE t (x text)"_s);
    for (const auto how : {PostgresServer::How::Fast, PostgresServer::How::Immediate, PostgresServer::How::Kill}) {
        server().sql(url, u"INSERT INTO t VALUES ('x')"_s);
        server().stop(how);
        EXPECT_THROW(server().sql(url, u"SELECT 1"_s), std::runtime_error);
        server().start();
    }
    EXPECT_EQ(server().sql(url, u"SELECT count(*) FROM t"_s), u"3"_s);
}

TEST_F(PostgresServerTest, RowsGoInByCopy)
{
    server().sql(url, u"CREATE TABLE t (x int, y text)"_s);
    QByteArray rows;
    for (int i = 0; i < 10'000; ++i)
        rows += QByteArray::number(i) + "\tä\n";
    server().copyIn(url, u"COPY t FROM STDIN"_s, rows);
    EXPECT_EQ(server().sql(url, u"SELECT count(*), max(y) FROM t"_s), u"10000|ä"_s);
}

TEST_F(PostgresServerTest, ASessionHoldsItsTransactionOpen)
{
    server().sql(url, u"CREATE TABLE t (x int PRIMARY KEY)"_s);
    PsqlSession first(url), second(url);
    first.run(u"BEGIN; INSERT INTO t VALUES (1);"_s);
    EXPECT_EQ(second.run(u"SELECT count(*) FROM t;"_s), u"0"_s);
    second.send(u"INSERT INTO t VALUES (1);"_s);
    EXPECT_TRUE(waitUntil([this] { return server().sql(url, u"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"_s) == u"1"; }, limit));
    first.run(u"COMMIT;"_s);
    EXPECT_TRUE(second.run(u"SELECT 'after';"_s).contains(u"duplicate key"));
}

class TcpProxyTest : public PostgresServerTest
{
protected:
    TcpProxy proxy{server().port()};
    const QString through = server().urlOf(url.section(u'/', -1), proxy.port());
};

TEST_F(TcpProxyTest, ForwardsBothWays)
{
    EXPECT_EQ(server().sql(through, u"SELECT length(repeat('x', 1000000))"_s), u"1000000"_s);
    EXPECT_EQ(server().sql(through, u"SELECT repeat('x', 1000000)"_s).size(), 1'000'000);
    EXPECT_GT(proxy.forwardedBytes(), 1'000'000);
}

TEST_F(TcpProxyTest, FrozenItHoldsEverythingAndLosesNothing)
{
    server().sql(url, u"CREATE TABLE t (x int)"_s);
    PsqlSession session(through);
    proxy.freeze();
    const auto before = proxy.forwardedBytes();
    session.send(u"INSERT INTO t VALUES (1);"_s);
    QTcpSocket late;
    late.connectToHost(u"127.0.0.1"_s, proxy.port());
    ASSERT_TRUE(late.waitForConnected());
    late.write(QByteArray::fromHex("0000000804d2162f")); // SSLRequest: the server answers with one byte
    EXPECT_FALSE(late.waitForReadyRead(300));
    EXPECT_EQ(server().sql(url, u"SELECT count(*) FROM t"_s), u"0"_s);
    EXPECT_EQ(proxy.forwardedBytes(), before);
    proxy.thaw();
    EXPECT_TRUE(session.run(u"SELECT count(*) FROM t;"_s).endsWith(u'1'));
    EXPECT_TRUE(late.bytesAvailable() > 0 || late.waitForReadyRead(10'000));
}

TEST_F(TcpProxyTest, CutItBreaksWhatIsThereAndTakesWhatComes)
{
    PsqlSession session(through);
    proxy.cut();
    EXPECT_ANY_THROW({
        // psql reconnects by itself, and says so.
        if (session.run(u"SELECT 1;"_s) != u"1")
            throw std::runtime_error("lost");
    });
    EXPECT_EQ(server().sql(through, u"SELECT 1"_s), u"1"_s);
}

// The test as a program of its own, so that it can be killed.
TEST(PostgresServerEndTest, AKilledTestLeavesNothingBehind)
{
    QProcess holder;
    holder.start(QCoreApplication::applicationFilePath(), {u"--hold"_s});
    ASSERT_TRUE(holder.waitForReadyRead(60'000));
    const QList<QByteArray> words = holder.readLine().trimmed().split(' ');
    ASSERT_EQ(words.size(), 2);
    const QDir directory(QString::fromUtf8(words[1]));
    ASSERT_TRUE(directory.exists());
    holder.kill();
    holder.waitForFinished(10'000);
    EXPECT_TRUE(waitUntil([&] {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, words[0].toUShort());
        return !socket.waitForConnected(1'000);
    }, limit));
    EXPECT_TRUE(waitUntil([&] { return !directory.exists(); }, limit)) << qPrintable(directory.path());
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc > 1 && std::string_view(argv[1]) == "--hold") {
        PostgresServer server;
        const QString data = server.sql(server.urlOf(u"postgres"_s, server.port()), u"SHOW data_directory"_s);
        std::printf("%u %s\n", server.port(), qPrintable(data));
        std::fflush(stdout);
        return application.exec();
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
