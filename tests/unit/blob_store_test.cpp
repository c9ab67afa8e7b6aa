// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/blob_fixture.h"

#include "tests/support/wait_until.h"

#include <thread>

using namespace Qt::StringLiterals;

namespace pipit::files {
namespace {

class BlobStoreTest : public BlobTest
{
protected:
    static QList<QByteArray> hashesOf(const QList<BlobInfo> &blobs)
    {
        QList<QByteArray> hashes;
        for (const BlobInfo &blob : blobs)
            hashes << blob.sha256;
        return hashes;
    }
};

TEST_F(BlobStoreTest, ItsDirectoryIsPrivate)
{
    ASSERT_TRUE(QDir().mkpath(path()));
    QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ReadOther);
    ASSERT_TRUE(openStore());
    EXPECT_EQ(QFile::permissions(path()) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther), QFile::Permissions());
}

TEST_F(BlobStoreTest, ADirectoryOfOtherThingsIsLeftAlone)
{
    ASSERT_TRUE(QDir().mkpath(path(u"letters"_s)));
    const auto before = QFile::permissions(path());
    const auto refused = BlobStore::open(path(), {.fileBytes = 1});
    ASSERT_EQ(codeOf(refused), ErrorCode::Unavailable);
    EXPECT_TRUE(refused.error().message.contains(path()));
    EXPECT_EQ(QFile::permissions(path()), before);
    EXPECT_EQ(QDir(path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList(u"letters"_s));
}

TEST_F(BlobStoreTest, ADirectoryThatCannotBeIsTold)
{
    QFile file(m_directory.filePath(u"files"_s));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    EXPECT_EQ(codeOf(BlobStore::open(path(), {.fileBytes = 1})), ErrorCode::Unavailable);
    EXPECT_EQ(codeOf(BlobStore::open(path(), {})), ErrorCode::InvalidRequest);
}

TEST_F(BlobStoreTest, OldLeftoversGoAndYoungOnesStay)
{
    auto store = openStore();
    auto ofAnotherNode = store->begin();
    ASSERT_TRUE((*ofAnotherNode)->write("abc").ok());
    QFile old(path(u"incoming/0123"_s));
    ASSERT_TRUE(old.open(QIODevice::WriteOnly));
    old.close();
    setAge(u"incoming/0123"_s, std::chrono::minutes(61));

    auto second = openStore();
    EXPECT_EQ(filesIn(u"incoming"_s).size(), 1);
    EXPECT_TRUE((*ofAnotherNode)->finish().ok());
}

TEST_F(BlobStoreTest, WhatIsNoSha256IsRefusedEverywhere)
{
    auto store = openStore();
    ASSERT_TRUE(put(*store, "abc").ok());
    const QByteArray good = sha256Of("abc");
    QFile outside(m_directory.filePath(u"secret"_s));
    ASSERT_TRUE(outside.open(QIODevice::WriteOnly));
    const QByteArray bad[] = {"", ".", "..", "../../../secret", "/etc/passwd", good.first(63), good + '0', good.toUpper(), "../" + good.first(61), good.first(63) + '/', good.first(63) + '\0',
                              QByteArray(64, '.'), QByteArray(64, '/'), good.first(60) + "..%2", "\xEF\xBC\x90" + good.first(61), ' ' + good.first(63), good.first(63) + 'g'};
    for (const QByteArray &name : bad) {
        EXPECT_EQ(codeOf(store->read(name)), ErrorCode::InvalidRequest) << name.constData();
        EXPECT_EQ(codeOf(store->remove(name)), ErrorCode::InvalidRequest) << name.constData();
        if (!name.isEmpty()) {
            EXPECT_EQ(codeOf(store->list(name, 1)), ErrorCode::InvalidRequest) << name.constData();
        }
    }
    EXPECT_TRUE(outside.exists());
    EXPECT_EQ(filesIn().size(), 1);
}

TEST_F(BlobStoreTest, WhatIsNotThereIsNotFound)
{
    auto store = openStore();
    EXPECT_EQ(codeOf(store->read(sha256Of("x"))), ErrorCode::NotFound);
    EXPECT_EQ(codeOf(store->remove(sha256Of("x"))), ErrorCode::NotFound);
    ASSERT_TRUE(put(*store, "x").ok());
    ASSERT_TRUE(store->remove(sha256Of("x")).ok());
    EXPECT_EQ(codeOf(store->read(sha256Of("x"))), ErrorCode::NotFound);
    EXPECT_EQ(filesIn(), QStringList());
    EXPECT_EQ(store->storedBytes(), 0);
}

TEST_F(BlobStoreTest, ADirectoryThatIsGoneIsNotAnEmptyOne)
{
    auto store = openStore();
    ASSERT_TRUE(put(*store, "x").ok());
    ASSERT_TRUE(QDir(path()).removeRecursively());
    EXPECT_EQ(codeOf(store->read(sha256Of("x"))), ErrorCode::Unavailable);
    EXPECT_EQ(codeOf(store->list({}, 10)), ErrorCode::Unavailable);
    EXPECT_EQ(codeOf(store->begin()), ErrorCode::Unavailable);
    EXPECT_FALSE(QDir(path()).exists());
}

TEST_F(BlobStoreTest, ListsAllInPages)
{
    auto store = openStore();
    QList<QByteArray> expected;
    for (int i = 0; i < 50; ++i) {
        const auto blob = put(*store, QByteArray::number(i));
        ASSERT_TRUE(blob.ok());
        expected << blob->sha256;
    }
    std::ranges::sort(expected);
    QFile strange(QFileInfo(path(filesIn().first())).path() + u"/.nfs0001"_s);
    ASSERT_TRUE(strange.open(QIODevice::WriteOnly));
    ASSERT_TRUE(QDir().mkpath(path(u"zz/00"_s)));

    for (const qsizetype size : {1, 7, 50, 1000}) {
        QList<QByteArray> found;
        for (QByteArray after;;) {
            const auto page = store->list(after, size);
            ASSERT_TRUE(page.ok());
            ASSERT_LE(page->size(), size);
            if (page->isEmpty())
                break;
            found << hashesOf(*page);
            after = found.last();
        }
        EXPECT_EQ(found, expected) << size;
    }
}

TEST_F(BlobStoreTest, ListsSizesAndTimes)
{
    auto store = openStore();
    ASSERT_TRUE(put(*store, "abc").ok());
    setAge(filesIn().first(), std::chrono::hours(2));
    const auto page = store->list({}, 10);
    ASSERT_EQ(page->size(), 1);
    EXPECT_EQ(page->first().size, 3);
    const qint64 age = page->first().modified.secsTo(QDateTime::currentDateTimeUtc());
    EXPECT_GE(age, 7200);
    EXPECT_LT(age, 7260);
    EXPECT_EQ(codeOf(store->remove(page->first().sha256, std::chrono::hours(3))), ErrorCode::Conflict);
    EXPECT_TRUE(store->remove(page->first().sha256, std::chrono::hours(1)).ok());
}

TEST_F(BlobStoreTest, CountsWhatWasThereBefore)
{
    ASSERT_TRUE(put(*openStore(), QByteArray(1000, 'a')).ok());
    auto store = openStore({.fileBytes = 1000, .totalBytes = 1500});
    EXPECT_EQ(store->storedBytes(), 1000);
    EXPECT_EQ(codeOf(put(*store, QByteArray(501, 'b'))), ErrorCode::NoRoom);
    EXPECT_TRUE(put(*store, QByteArray(500, 'b')).ok());
}

TEST_F(BlobStoreTest, SeesWhatOthersStoreAtTheNextCountOnly)
{
    auto patient = openStore();
    auto curious = openStore({.fileBytes = 1 << 20, .countedFor = {}});
    auto other = openStore();
    ASSERT_TRUE(put(*other, QByteArray(700, 'a')).ok());
    EXPECT_EQ(curious->storedBytes(), 0);
    ASSERT_TRUE(curious->begin().ok());
    EXPECT_TRUE(test::waitUntil([&] { return curious->storedBytes() == 700; }, std::chrono::seconds(30)));
    ASSERT_TRUE(patient->begin().ok());
    patient.reset(); // ends a count under way
    EXPECT_EQ(curious->storedBytes(), 700);
}

TEST_F(BlobStoreTest, WithinTheTimeNothingIsCountedAgain)
{
    auto store = openStore();
    ASSERT_TRUE(put(*openStore(), QByteArray(700, 'a')).ok());
    ASSERT_TRUE(put(*store, "b").ok());
    EXPECT_EQ(store->storedBytes(), 1);
}

// Many threads store, remove and store again while the directory is counted all the time: the figure is exact in the end.
TEST_F(BlobStoreTest, IsExactWhileItCounts)
{
    auto store = openStore({.fileBytes = 1 << 20, .countedFor = {}});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&store, t] {
            for (int i = 0; i < 60; ++i) {
                // Every second thread shares its contents with another.
                const QByteArray content = QByteArray::number(t / 2) + ' ' + QByteArray::number(i) + QByteArray(i, 'x');
                EXPECT_TRUE(put(*store, content).ok());
                if (i % 3 == 0)
                    (void)store->remove(sha256Of(content)); // the other may have been faster
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_EQ(filesIn(u"incoming"_s), QStringList());
    EXPECT_EQ(store->storedBytes(), openStore()->storedBytes());
}

TEST_F(BlobStoreTest, BelongsToWhoClaimedItFirst)
{
    auto store = openStore();
    EXPECT_EQ(store->id(), std::nullopt);
    ASSERT_TRUE(store->claim(u"log-1"_s).ok());
    EXPECT_EQ(store->id(), u"log-1"_s);
    EXPECT_TRUE(store->claim(u"log-1"_s).ok());
    const auto refused = openStore()->claim(u"log-2"_s);
    ASSERT_EQ(codeOf(refused), ErrorCode::Conflict);
    EXPECT_TRUE(refused.error().message.contains(u"log-1"));
    EXPECT_EQ(store->id(), u"log-1"_s);
    EXPECT_EQ(filesIn(), QStringList(u"pipit-files.id"_s));
    for (const QString &bad : {QString(), u" "_s, u"a\nb"_s, QString(300, u'a')})
        EXPECT_EQ(codeOf(store->claim(bad)), ErrorCode::InvalidRequest);
}

TEST_F(BlobStoreTest, OfTwoClaimsAtOnceOneWins)
{
    for (int round = 0; round < 20; ++round) {
        auto store = openStore();
        std::atomic<int> won = 0;
        std::vector<std::thread> threads;
        for (const QString &id : {u"a"_s, u"b"_s, u"c"_s, u"d"_s}) {
            threads.emplace_back([&store, &won, id] {
                if (store->claim(id).ok())
                    ++won;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        EXPECT_EQ(won, 1);
        EXPECT_EQ(filesIn(), QStringList(u"pipit-files.id"_s));
        ASSERT_TRUE(QFile::remove(path(u"pipit-files.id"_s)));
    }
}

} // namespace
} // namespace pipit::files
