// SPDX-License-Identifier: GPL-3.0-or-later
// What a power cut leaves: of what was synced everything, for every seed; of the rest nothing for some seed, and all for another.
#include "tests/faults/disk_trace.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

using namespace Qt::StringLiterals;

namespace pipit::test {
namespace {

constexpr quint64 seeds = 40;

class DiskTraceTest : public testing::Test
{
protected:
    DiskTraceTest() { QDir().mkdir(folder()); }

    QString folder() const { return m_directory.filePath(u"folder"_s); }
    QString traceFile() const { return m_directory.filePath(u"trace"_s); }
    QString control() const { return m_directory.filePath(u"control"_s); }

    void put(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

    // What was there before counts as durable; may be called several times.
    void run(const QStringList &steps)
    {
        if (!QFile::exists(start()))
            copyFolder(folder(), start());
        QProcess writer;
        writer.setProcessChannelMode(QProcess::ForwardedChannels);
        writer.setProcessEnvironment(onDisk(folder(), traceFile(), control()));
        writer.setWorkingDirectory(folder());
        writer.start(QStringLiteral(DISK_WRITER), steps);
        ASSERT_TRUE(writer.waitForFinished(30'000));
        ASSERT_EQ(writer.exitCode(), 0);
    }

    DiskTrace trace() const { return DiskTrace(start(), traceFile()); }

    // A new folder with what is left.
    QString imageOf(const DiskTrace &trace, const DiskImageOptions &options, qint64 position = -1)
    {
        const QString image = m_directory.filePath(QString(u"image%1"_s.arg(++m_images)));
        trace.imageAt(position < 0 ? trace.size() : position, image, options);
        return image;
    }

    static std::string contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : "gone";
    }

    // What the file can be after a cut.
    std::set<std::string> fates(const QString &name, DiskImageOptions options = {})
    {
        std::set<std::string> fates;
        const DiskTrace seen = trace();
        for (options.seed = 0; options.seed < seeds; ++options.seed)
            fates.insert(contentOf(imageOf(seen, options) + u'/' + name));
        return fates;
    }

    using Fates = std::set<std::string>;

private:
    QString start() const { return m_directory.filePath(u"start"_s); }

    QTemporaryDir m_directory;
    int m_images = 0;
};

TEST_F(DiskTraceTest, WhatWasNotSyncedMayBeLost)
{
    put(folder() + u"/a"_s, "before");
    run({u"write a 0 behind"_s});
    EXPECT_EQ(fates(u"a"_s), (Fates{"before", "behind"}));
}

TEST_F(DiskTraceTest, WhatWasSyncedIsThere)
{
    put(folder() + u"/a"_s, "before");
    run({u"write a 0 behind"_s, u"sync a"_s});
    EXPECT_EQ(fates(u"a"_s), Fates{"behind"});
    EXPECT_EQ(fates(u"a"_s, {.ignoresSyncs = true}), (Fates{"before", "behind"}));
}

TEST_F(DiskTraceTest, ASyncVouchesForWhatWasBeforeIt)
{
    put(folder() + u"/a"_s, "1111");
    run({u"write a 0 2222"_s, u"sync a"_s, u"write a 0 3333"_s});
    EXPECT_EQ(fates(u"a"_s), (Fates{"2222", "3333"}));
    const DiskTrace seen = trace();
    ASSERT_EQ(seen.syncs().size(), 1);
    EXPECT_EQ(contentOf(imageOf(seen, {.seed = 0}, seen.syncs().first()) + u"/a"_s), "2222");
    // With the sync's last byte, its promise is gone.
    EXPECT_EQ(contentOf(imageOf(seen, {.seed = 0}, seen.syncs().first() - 1) + u"/a"_s), "1111");
}

TEST_F(DiskTraceTest, AWriteOpenedToBeDurableIs)
{
    put(folder() + u"/a"_s, "");
    run({u"durable a kept"_s});
    EXPECT_EQ(fates(u"a"_s), Fates{"kept"});
}

TEST_F(DiskTraceTest, AWriteMayBeTorn)
{
    put(folder() + u"/a"_s, QByteArray(4'096, 'a'));
    run({u"write a 0 "_s + QString(4'096, u'b')});
    int torn = 0;
    for (const std::string &fate : fates(u"a"_s)) {
        ASSERT_EQ(fate.size(), 4'096u);
        for (std::size_t sector = 0; sector < fate.size(); sector += 512)
            EXPECT_EQ(fate.substr(sector, 512), std::string(512, fate[sector]));
        torn += fate.find('a') != std::string::npos && fate.find('b') != std::string::npos;
    }
    EXPECT_GT(torn, 0);
    run({u"sync a"_s});
    EXPECT_EQ(fates(u"a"_s), Fates{std::string(4'096, 'b')});
}

TEST_F(DiskTraceTest, LaterWritesMayArriveWithoutEarlierOnes)
{
    put(folder() + u"/a"_s, QByteArray(1'024, '.'));
    run({u"write a 0 first"_s, u"write a 512 second"_s});
    int late = 0;
    for (const std::string &fate : fates(u"a"_s))
        late += fate.starts_with('.') && fate.substr(512).starts_with("second");
    EXPECT_EQ(late, 1);
}

TEST_F(DiskTraceTest, ANewNameNeedsItsFolderSynced)
{
    run({u"make a"_s, u"write a 0 text"_s, u"sync a"_s});
    EXPECT_EQ(fates(u"a"_s), (Fates{"gone", "text"}));
    EXPECT_EQ(fates(u"a"_s, {.ext4Names = true}), Fates{"text"});
    run({u"sync ."_s});
    EXPECT_EQ(fates(u"a"_s), Fates{"text"});
}

TEST_F(DiskTraceTest, ARenameIsWholeAndNeedsItsFolderSynced)
{
    put(folder() + u"/a"_s, "old");
    run({u"make a.new"_s, u"write a.new 0 new"_s, u"sync a.new"_s, u"rename a.new a"_s});
    EXPECT_EQ(fates(u"a"_s), (Fates{"old", "new"}));
    run({u"sync ."_s});
    EXPECT_EQ(fates(u"a"_s), Fates{"new"});
    EXPECT_EQ(fates(u"a.new"_s), Fates{"gone"});
}

TEST_F(DiskTraceTest, ARenameBeforeTheBytesLosesThem)
{
    put(folder() + u"/a"_s, "old");
    run({u"make a.new"_s, u"write a.new 0 new"_s, u"rename a.new a"_s, u"sync ."_s});
    const std::string sizeAlone(3, '\0');
    EXPECT_EQ(fates(u"a"_s), (Fates{"", sizeAlone, "new"}));
}

TEST_F(DiskTraceTest, ARemovedNameMayComeBack)
{
    put(folder() + u"/a"_s, "text");
    run({u"unlink a"_s});
    EXPECT_EQ(fates(u"a"_s), (Fates{"gone", "text"}));
    run({u"sync ."_s});
    EXPECT_EQ(fates(u"a"_s), Fates{"gone"});
}

TEST_F(DiskTraceTest, AFolderIsANameToo)
{
    run({u"folder f"_s, u"make f/a"_s, u"write f/a 0 text"_s, u"sync f/a"_s, u"sync f"_s});
    EXPECT_EQ(fates(u"f/a"_s), (Fates{"gone", "text"}));
    run({u"sync ."_s});
    EXPECT_EQ(fates(u"f/a"_s), Fates{"text"});
}

TEST_F(DiskTraceTest, LinksAndFilesWithoutANameAreFollowed)
{
    put(folder() + u"/a"_s, "text");
    run({u"link a b"_s, u"unlink a"_s, u"nameless c kept"_s, u"sync ."_s});
    EXPECT_EQ(fates(u"b"_s), Fates{"text"});
    EXPECT_EQ(fates(u"a"_s), Fates{"gone"});
    EXPECT_EQ(fates(u"c"_s), Fates{"kept"});
}

TEST_F(DiskTraceTest, SizesAreFollowed)
{
    put(folder() + u"/a"_s, "0123456789");
    run({u"size a 4"_s});
    EXPECT_EQ(fates(u"a"_s), (Fates{"0123456789", "0123"}));
    run({u"append a xyz"_s, u"sync a"_s});
    EXPECT_EQ(fates(u"a"_s), Fates{"0123xyz"});
}

TEST_F(DiskTraceTest, WhatStdioWritesIsFollowed)
{
    put(folder() + u"/a"_s, "old");
    run({u"stream a new-text"_s});
    EXPECT_TRUE(fates(u"a"_s).contains("old"));
    EXPECT_TRUE(fates(u"a"_s).contains("new-text"));
    run({u"sync a"_s});
    EXPECT_EQ(fates(u"a"_s), Fates{"new-text"});
}

TEST_F(DiskTraceTest, AnInodeThatIsUsedAgainIsAnotherFile)
{
    put(folder() + u"/a"_s, "first");
    run({u"unlink a"_s, u"make b"_s, u"write b 0 second"_s, u"sync b"_s});
    EXPECT_EQ(fates(u"a"_s), (Fates{"first", "gone"}));
    EXPECT_EQ(fates(u"b"_s), (Fates{"second", "gone"}));
}

TEST_F(DiskTraceTest, AfterAFailedSyncTheNextVouchesForNothing)
{
    put(folder() + u"/a"_s, "before");
    put(control(), "fail-sync=EIO");
    run({u"write a 0 behind"_s, u"try-sync a"_s});
    put(control(), "");
    run({u"sync a"_s});
    EXPECT_EQ(fates(u"a"_s), (Fates{"before", "behind"}));
}

TEST_F(DiskTraceTest, AFullDiskRefusesWrites)
{
    put(folder() + u"/a"_s, "before");
    put(control(), "sync-delay-ms=1\nfail-write=ENOSPC\n");
    QProcess writer;
    writer.setProcessEnvironment(onDisk(folder(), {}, control()));
    writer.setWorkingDirectory(folder());
    writer.start(QStringLiteral(DISK_WRITER), {u"sync a"_s, u"write a 0 behind"_s});
    ASSERT_TRUE(writer.waitForFinished(30'000));
    EXPECT_EQ(writer.exitCode(), 1);
    EXPECT_EQ(contentOf(folder() + u"/a"_s), "before");
}

TEST_F(DiskTraceTest, ASharedMappingIsRefused)
{
    put(folder() + u"/a"_s, "text");
    run({u"map a"_s});
    EXPECT_THROW(imageOf(trace(), {}), std::runtime_error);
}

TEST_F(DiskTraceTest, ARecordThatWasCutOffDoesNotCount)
{
    put(folder() + u"/a"_s, "before");
    run({u"write a 0 middle"_s, u"sync a"_s});
    const qint64 whole = QFileInfo(traceFile()).size();
    run({u"write a 0 behind"_s});
    ASSERT_GT(QFileInfo(traceFile()).size(), whole);
    for (qint64 size = whole; size < QFileInfo(traceFile()).size(); ++size) {
        QFile file(traceFile());
        ASSERT_TRUE(file.open(QIODevice::ReadWrite));
        const QByteArray all = file.readAll();
        file.close();
        put(traceFile(), all.first(size));
        EXPECT_EQ(contentOf(imageOf(trace(), {.seed = 1}) + u"/a"_s), "middle") << size - whole;
        // Where others go on.
        put(traceFile(), all.first(size) + all.first(whole));
        EXPECT_EQ(contentOf(imageOf(trace(), {.seed = 0}) + u"/a"_s), "middle") << size - whole;
        put(traceFile(), all);
    }
}

// What a node promises of an upload that it has answered.
class BlobOnDiskTest : public DiskTraceTest
{
protected:
    const QString m_text = u"picture"_s;
    const QString m_sha = QString::fromLatin1(QCryptographicHash::hash("picture", QCryptographicHash::Sha256).toHex());
    const QString m_top = u"far/files/"_s + m_sha.first(2);
    const QString m_leaf = m_top + u'/' + m_sha.sliced(2, 2);
};

TEST_F(BlobOnDiskTest, SurvivesInADirectoryThatItMade)
{
    run({u"blob far/files "_s + m_text});
    EXPECT_EQ(fates(m_leaf + u'/' + m_sha), Fates{"picture"});
}

// A node that was killed between the two has made the folders, and not come to sync them.
TEST_F(BlobOnDiskTest, SurvivesInFoldersThatAnotherLeftUnsynced)
{
    run({u"blob far/files other"_s, u"folder "_s + m_top, u"folder "_s + m_leaf});
    run({u"blob far/files "_s + m_text});
    EXPECT_EQ(fates(m_leaf + u'/' + m_sha), Fates{"picture"});
}

// A database with rows that were committed one by one, in one of the ways of SQLite.
class SqliteOnDiskTest : public DiskTraceTest, public testing::WithParamInterface<std::pair<const char *, const char *>>
{
protected:
    // How many rows there are; -1: it is damaged, or gone.
    int rowsIn(const QString &image)
    {
        const QString name = u"image"_s;
        int rows = -1;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
            database.setDatabaseName(image + u"/db"_s);
            if (database.open()) {
                QSqlQuery query(database);
                if (query.exec(u"PRAGMA integrity_check"_s) && query.next() && query.value(0) == u"ok"_s && query.exec(u"SELECT count(*) FROM t"_s) && query.next())
                    rows = query.value(0).toInt();
            }
        }
        QSqlDatabase::removeDatabase(name);
        return rows;
    }

    std::set<int> rows(DiskImageOptions options = {})
    {
        std::set<int> rows;
        const DiskTrace seen = trace();
        for (options.seed = 0; options.seed < seeds; ++options.seed)
            rows.insert(rowsIn(imageOf(seen, options)));
        return rows;
    }

    void commit(const QString &synchronous)
    {
        const auto [journal, how] = GetParam();
        QStringList steps{u"sql db PRAGMA journal_mode=%1"_s.arg(QLatin1StringView(journal)), u"sql db CREATE TABLE t (a)"_s, u"sync ."_s, u"sql db PRAGMA synchronous=%1"_s.arg(synchronous)};
        for (int row = 0; row < 20; ++row)
            steps << u"sql db INSERT INTO t VALUES (randomblob(3000))"_s;
        run(steps);
    }
};

TEST_P(SqliteOnDiskTest, FullSurvives)
{
    commit(QLatin1StringView(GetParam().second));
    EXPECT_EQ(rows(), std::set<int>{20});
    EXPECT_NE(rows({.ignoresSyncs = true}), std::set<int>{20});
}

TEST_P(SqliteOnDiskTest, OffDoesNot)
{
    commit(u"OFF"_s);
    EXPECT_NE(rows(), std::set<int>{20});
}

INSTANTIATE_TEST_SUITE_P(Journals, SqliteOnDiskTest, testing::Values(std::pair("WAL", "FULL"), std::pair("DELETE", "EXTRA")), [](const auto &journal) { return std::string(journal.param.first); });

} // namespace
} // namespace pipit::test
