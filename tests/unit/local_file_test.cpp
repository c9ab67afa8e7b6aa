// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a local copy: what a crash, damage, a later version and a place that cannot be written leave.
//
// Called with a file's name, this program writes to that copy until it is killed.
#include "client/local_file.h"

#include "local_store_fixture.h"

#include <QFile>
#include <QProcess>

#include <cstdio>

using namespace pipit;
using namespace pipit::test;

namespace {

using LocalFileTest = LocalStoreFixture;

} // namespace

TEST_F(LocalFileTest, ADamagedFileIsSetAsideAndDraftsBeginAnew)
{
    QFile bad(file());
    ASSERT_TRUE(bad.open(QIODevice::WriteOnly));
    bad.write(QByteArray(8192, 'n'));
    bad.close();
    open();
    store->saveDraft(s, u"typed meanwhile"_s);
    ASSERT_TRUE(faults());
    EXPECT_EQ(store->fault()->kind, LocalFault::Kind::Damaged);
    ASSERT_EQ(aside().size(), 1);
    EXPECT_EQ(store->fault()->movedTo, dir.filePath(aside().first()));
    store->keepNewest(s, messages(1, 3), true);
    reopen();
    EXPECT_FALSE(store->fault());
    EXPECT_EQ(newest(), (QList<qint64>{1, 2, 3}));
    EXPECT_EQ(store->draft(s), u"typed meanwhile");
}

TEST_F(LocalFileTest, DamageInsideIsFoundWhereItIsRead)
{
    QList<Message> many;
    for (qint64 id = 1; id <= 400; ++id)
        many << message(id, s, QString(500, u'x'));
    open().keepNewest(s, many, true);
    store->saveDraft(s, u"still here"_s);
    ASSERT_TRUE(store->flush(20s));
    store.reset();
    QFile inside(file());
    ASSERT_TRUE(inside.open(QIODevice::ReadWrite));
    ASSERT_GT(inside.size(), 100'000);
    for (qint64 page = 12; page * 4096 < inside.size(); ++page) { // behind the tables' own roots
        inside.seek(page * 4096);
        inside.write(QByteArray(4096, '\xff'));
    }
    inside.close();
    open();
    EXPECT_EQ(store->draft(s), u"still here");
    EXPECT_TRUE(waitUntil([this] {
        store->newest(s, 400);
        QCoreApplication::processEvents();
        return store->fault().has_value();
    }, 20s));
    EXPECT_EQ(store->fault()->kind, LocalFault::Kind::Damaged);
    EXPECT_EQ(aside().size(), 1);
    store->take(message(500));
    reopen();
    EXPECT_EQ(newest(), QList<qint64>{500});
    EXPECT_EQ(store->draft(s), u"still here");
    // What is redacted later may stand in there, too.
    store->take(noticeOf(501, message(500)));
    ASSERT_TRUE(store->flush(20s));
    EXPECT_TRUE(aside().isEmpty());
}

TEST_F(LocalFileTest, ALaterVersionsFileIsNotTouched)
{
    open().keepNewest(s, messages(1, 3), true);
    ASSERT_TRUE(store->flush(20s));
    store.reset();
    {
        QSqlDatabase later = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"later"_s);
        later.setDatabaseName(file());
        ASSERT_TRUE(later.open());
        ASSERT_TRUE(QSqlQuery(later).exec(u"PRAGMA user_version = 99"_s));
        later.close();
    }
    QSqlDatabase::removeDatabase(u"later"_s);
    const auto content = [this] {
        QFile now(file());
        return now.open(QIODevice::ReadOnly) ? now.readAll() : QByteArray();
    };
    const QByteArray before = content();
    open().take(message(4));
    ASSERT_TRUE(faults());
    EXPECT_EQ(store->fault()->kind, LocalFault::Kind::Newer);
    EXPECT_TRUE(newest().isEmpty());
    store->saveDraft(s, u"in memory"_s);
    EXPECT_EQ(store->draft(s), u"in memory");
    store.reset();
    EXPECT_EQ(content(), before);
}

TEST_F(LocalFileTest, SaysThatItCannotBeWritten)
{
    ASSERT_TRUE(QDir(dir.path()).mkpath(u"local-own.db"_s)); // a directory has its name
    open().take(message(1));
    ASSERT_TRUE(faults());
    EXPECT_EQ(store->fault()->kind, LocalFault::Kind::Unusable);
    EXPECT_FALSE(store->fault()->reason.isEmpty());
    EXPECT_TRUE(newest().isEmpty());
}

TEST_F(LocalFileTest, KilledInTheMiddleOfWritingItIsWholeAndTrueUpToItsPosition)
{
    for (int round = 1; round <= 3; ++round) {
        QProcess writer;
        writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        writer.start(QCoreApplication::applicationFilePath(), {file()});
        ASSERT_TRUE(writer.waitForStarted());
        QByteArray said;
        while (said.count('\n') < 40 * round && writer.waitForReadyRead(20'000))
            said += writer.readAllStandardOutput();
        ASSERT_GE(said.count('\n'), 40 * round);
        writer.kill();
        writer.waitForFinished();
        said += writer.readAllStandardOutput();
        const qint64 flushed = said.trimmed().split('\n').last().toLongLong();

        open();
        EXPECT_FALSE(store->fault());
        ASSERT_TRUE(store->cursor());
        const qint64 position = store->cursor()->position;
        EXPECT_GE(position, flushed); // what it said was on the disk is there
        const QList<Message> kept = store->newest(s, 1'000'000).messages;
        EXPECT_EQ(kept, messages(1, position)); // nothing without its position, no position without its message
        EXPECT_GE(store->draft(s).toLongLong(), flushed);
        store.reset();
        ASSERT_TRUE(QFile::remove(file()));
    }
}

namespace {

// Writes on and on; says what it has flushed.
int writeUntilKilled(const QString &file)
{
    LocalStore store(file);
    for (qint64 id = 1;; ++id) {
        store.saveDraft(s, QString::number(id));
        store.take(message(id));
        if (id % 7 == 0 && store.flush(20s)) {
            std::printf("%lld\n", (long long)id);
            std::fflush(stdout);
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 2 && argv[1][0] != '-')
        return writeUntilKilled(QString::fromLocal8Bit(argv[1]));
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
