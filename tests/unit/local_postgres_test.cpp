// SPDX-License-Identifier: GPL-3.0-or-later
// The node's own PostgreSQL: made, private, durable, and careful with what it finds.
#include "server/store/postgres/local_postgres.h"

#include "tests/support/postgres_server.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QUrl>

#ifndef Q_OS_WIN
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;

namespace {

constexpr auto ofOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

class LocalPostgresTest : public testing::Test
{
protected:
    LocalPostgresTest()
    {
        // Where the test runs as root, the cluster's user has to come through.
        QFile::setPermissions(m_directory.path(), QFile::permissions(m_directory.path()) | QFile::ExeGroup | QFile::ExeOther);
    }

    QString path(const QString &name) const { return m_directory.filePath(name); }

    static std::unique_ptr<LocalPostgres> started(const QString &dataDirectory)
    {
        QDir().mkpath(dataDirectory);
        auto local = LocalPostgres::start(dataDirectory);
        if (!local)
            throw std::runtime_error(local.error().message.toStdString());
        return std::move(*local);
    }

    static QString urlOf(const PostgresTarget &target)
    {
        return u"postgres://%1:%2@/%3?host=%4&port=%5"_s.arg(target.user, target.password, target.database, QString::fromLatin1(QUrl::toPercentEncoding(target.host)), target.port);
    }

    static QString ask(const PostgresTarget &target, const QString &statements) { return test::PsqlSession(urlOf(target)).run(statements + u';'); }
    static QString ask(const LocalPostgres &local, const QString &statements) { return ask(local.target(), statements); }

    QTemporaryDir m_directory;
};

TEST_F(LocalPostgresTest, IsRestartedWhereItWas)
{
    const auto local = started(path(u"data"_s));
    const QString before = ask(*local, u"SELECT pg_postmaster_start_time()"_s);
    const auto restarted = local->restart();
    ASSERT_TRUE(restarted.ok()) << restarted.error().message.toStdString();
    EXPECT_NE(ask(*local, u"SELECT pg_postmaster_start_time()"_s), before);
    local->stop();
    EXPECT_FALSE(local->restart().ok());
}

#ifndef Q_OS_WIN
// Its server lives for long: what is closed here is to end.
TEST_F(LocalPostgresTest, KeepsNothingOfThisProgramOpen)
{
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const auto local = started(path(u"data"_s));
    ::close(ends[0]);
    pollfd waiting{.fd = ends[1], .events = POLLIN, .revents = 0};
    EXPECT_EQ(::poll(&waiting, 1, 5'000), 1);
    char byte = 0;
    EXPECT_EQ(::read(ends[1], &byte, 1), 0);
    ::close(ends[1]);
}
#endif

TEST_F(LocalPostgresTest, IsDurableCheckedAndNotOnTheNetwork)
{
    const auto local = started(path(u"data"_s));
    EXPECT_EQ(ask(*local, u"SHOW fsync; SHOW synchronous_commit; SHOW full_page_writes; SHOW data_checksums; SHOW server_encoding"_s), u"on\non\non\non\nUTF8"_s);
#ifndef Q_OS_WIN
    EXPECT_EQ(ask(*local, u"SHOW listen_addresses"_s), QString());
    EXPECT_FALSE(QFile::permissions(local->target().host) & ofOthers) << qPrintable(local->target().host);
#endif
}

TEST_F(LocalPostgresTest, NobodyComesInWithoutThePassword)
{
    const auto local = started(path(u"data"_s));
    PostgresTarget target = local->target();
    target.password = u"wrong"_s;
    EXPECT_THROW(ask(target, u"SELECT 1"_s), std::runtime_error);
    for (const QString &name : QDir(path(u"data"_s)).entryList(QDir::Files)) {
        QFile file(path(u"data/"_s + name));
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        const bool isPublic = bool(file.permissions() & ofOthers);
        EXPECT_FALSE(isPublic && file.readAll().contains(local->target().password.toLatin1())) << qPrintable(name);
    }
}

TEST_F(LocalPostgresTest, KeepsWhatItHoldsAndItsPassword)
{
    auto local = started(path(u"data"_s));
    const QString password = local->target().password;
    EXPECT_GE(password.size(), 24);
    ask(*local, u"CREATE TABLE t AS SELECT 7 AS x"_s);
    local->stop();
    EXPECT_THROW(ask(*local, u"SELECT 1"_s), std::runtime_error);
    local = started(path(u"data"_s));
    EXPECT_EQ(local->target().password, password);
    EXPECT_EQ(ask(*local, u"SELECT x FROM t"_s), u"7"_s);
}

TEST_F(LocalPostgresTest, EndsAtOnceWhereSomebodyIsStillConnected)
{
    const auto local = started(path(u"data"_s));
    test::PsqlSession session(urlOf(local->target()));
    session.run(u"BEGIN; CREATE TABLE t (x int);"_s);
    local->stop();
    EXPECT_THROW(ask(*local, u"SELECT 1"_s), std::runtime_error);
}

TEST_F(LocalPostgresTest, GoesOnWithWhatACrashedNodeLeftRunning)
{
    const auto crashed = started(path(u"data"_s)); // nobody stops it before the next one starts
    ask(*crashed, u"CREATE TABLE t AS SELECT 7 AS x"_s);
    const auto local = started(path(u"data"_s));
    EXPECT_EQ(ask(*local, u"SELECT x FROM t"_s), u"7"_s);
}

// After a restart of the machine the number of the dead server may be anybody's, also that of the system's own PostgreSQL.
TEST_F(LocalPostgresTest, AForeignProcessWithTheOldNumberIsLeftAlone)
{
    started(path(u"data"_s))->stop();
    test::PostgresServer stranger;
    const QString url = stranger.createDatabase();
    const QString pid = stranger.sql(url, u"SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"_s);
    {
        QFile stale(path(u"data/postgres/postmaster.pid"_s));
        ASSERT_TRUE(stale.open(QIODevice::WriteOnly));
        stale.write(pid.toLatin1() + '\n' + path(u"data/postgres"_s).toUtf8() + "\n1700000000\n5432\n" + path(u"data/postgres"_s).toUtf8() + "\n\n  12345678         0\nready   \n");
    }
    PostgresPrograms::handOver(path(u"data/postgres/postmaster.pid"_s)).ok();
    const auto local = LocalPostgres::start(path(u"data"_s));
    EXPECT_EQ(stranger.sql(url, u"SELECT 1"_s), u"1"_s);
    EXPECT_TRUE(local.ok()) << qPrintable(local.ok() ? QString() : local.error().message);
}

TEST_F(LocalPostgresTest, IsFoundByOtherProgramsOnlyWhileItRuns)
{
    EXPECT_FALSE(LocalPostgres::running(path(u"data"_s)).ok());
    const auto local = started(path(u"data"_s));
    const auto found = LocalPostgres::running(path(u"data"_s));
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(ask(*found, u"SELECT 1"_s), u"1"_s);
    local->stop();
    EXPECT_FALSE(LocalPostgres::running(path(u"data"_s)).ok());
}

TEST_F(LocalPostgresTest, AClusterOfAnotherVersionIsNamed)
{
    started(path(u"data"_s))->stop();
    QFile version(path(u"data/postgres/PG_VERSION"_s));
    ASSERT_TRUE(version.open(QIODevice::WriteOnly));
    version.write("9\n");
    version.close();
    const auto local = LocalPostgres::start(path(u"data"_s));
    ASSERT_FALSE(local.ok());
    EXPECT_TRUE(local.error().message.contains(u"PostgreSQL 9")) << qPrintable(local.error().message);
    const auto here = PostgresPrograms::find();
    ASSERT_TRUE(here.ok());
    EXPECT_TRUE(local.error().message.contains(QString::number(here->major()))) << qPrintable(local.error().message);
}

TEST_F(LocalPostgresTest, AMakingThatWasBrokenOffIsDoneAgain)
{
    QDir().mkpath(path(u"data/postgres.new/base"_s));
    const auto local = started(path(u"data"_s));
    EXPECT_EQ(ask(*local, u"SELECT 1"_s), u"1"_s);
}

TEST_F(LocalPostgresTest, TheReasonWhyItDoesNotStartIsTold)
{
    started(path(u"data"_s))->stop();
    QFile settings(path(u"data/postgres/postgresql.conf"_s));
    ASSERT_TRUE(settings.open(QIODevice::Append));
    settings.write("max_connections = many\n");
    settings.close();
    const auto local = LocalPostgres::start(path(u"data"_s));
    ASSERT_FALSE(local.ok());
    EXPECT_TRUE(local.error().message.contains(u"max_connections")) << qPrintable(local.error().message);
}

TEST_F(LocalPostgresTest, APathWithBlanksAndQuotesThatIsTooLongForASocketWillDo)
{
    const QString data = path(u"it's a \"long\" $HOME; name "_s + QString(120, u'x'));
    auto local = started(data);
    EXPECT_EQ(ask(*local, u"SELECT 1"_s), u"1"_s);
    local->stop();
    const QString shorter = path(u"it's $HOME"_s);
    local = started(shorter);
    EXPECT_EQ(ask(*local, u"SELECT 1"_s), u"1"_s);
}

#ifndef Q_OS_WIN
TEST_F(LocalPostgresTest, NobodySitsWhereItsSocketIsToBe)
{
    const QString data = path(QString(120, u'x'));
    auto local = started(data);
    const QString folder = local->target().host;
    local->stop();
    EXPECT_FALSE(QFileInfo::exists(folder)) << qPrintable(folder);
    ASSERT_TRUE(QFile::link(m_directory.path(), folder));
    const auto again = LocalPostgres::start(data);
    QFile::remove(folder);
    ASSERT_FALSE(again.ok());
    EXPECT_TRUE(again.error().message.contains(folder)) << qPrintable(again.error().message);
}

TEST_F(LocalPostgresTest, AFolderThatTheClustersUserMayNotEnterIsNamed)
{
    if (!PostgresPrograms::otherUser())
        GTEST_SKIP() << "only where the test runs as root";
    const QString closed = path(u"closed"_s);
    QDir().mkpath(closed);
    QFile::setPermissions(closed, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QDir().mkpath(closed + u"/data"_s);
    const auto local = LocalPostgres::start(closed + u"/data"_s);
    ASSERT_FALSE(local.ok());
    EXPECT_TRUE(local.error().message.contains(closed)) << qPrintable(local.error().message);
}
#endif

} // namespace
