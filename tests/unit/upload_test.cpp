// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/upload.h"

#include "tests/unit/blob_fixture.h"

#ifdef Q_OS_LINUX
#include <sys/mount.h>
#endif

using namespace Qt::StringLiterals;

namespace pipit::files {
namespace {

class UploadTest : public BlobTest { };

TEST_F(UploadTest, StreamsIntoTheBlobOfItsContent)
{
    auto store = openStore();
    auto upload = store->begin();
    ASSERT_TRUE(upload.ok());
    QByteArray content;
    for (int i = 0; i < 300; ++i) {
        const QByteArray piece(i, char('a' + i % 26));
        ASSERT_TRUE((*upload)->write(piece).ok());
        content += piece;
    }
    EXPECT_EQ(filesIn(u"incoming"_s).size(), 1);
    const auto blob = (*upload)->finish();
    ASSERT_TRUE(blob.ok());
    EXPECT_EQ(blob->sha256, sha256Of(content));
    EXPECT_EQ(blob->size, content.size());
    EXPECT_EQ(blob->head, content.first(headBytes));

    const QString name = QString::fromLatin1(blob->sha256);
    EXPECT_EQ(filesIn(), QStringList(QString(name.first(2) + u'/' + name.sliced(2, 2) + u'/' + name)));
    EXPECT_EQ(QFile::permissions(path(filesIn().first())) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    EXPECT_EQ(contentOf(*store, blob->sha256), content);
}

TEST_F(UploadTest, AnInterruptedOneLeavesNothing)
{
    auto store = openStore({.fileBytes = 100, .totalBytes = 100});
    for (int i = 0; i < 3; ++i) {
        auto upload = store->begin();
        ASSERT_TRUE(upload.ok());
        ASSERT_TRUE((*upload)->write(QByteArray(90, 'x')).ok()) << "the room of the one before was not given back";
    }
    EXPECT_EQ(filesIn(), QStringList());
    EXPECT_EQ(store->storedBytes(), 0);
}

TEST_F(UploadTest, MayOutliveItsStore)
{
    auto store = openStore();
    auto upload = store->begin();
    store.reset();
    ASSERT_TRUE((*upload)->write("abc").ok());
    EXPECT_TRUE((*upload)->finish().ok());
}

TEST_F(UploadTest, ASecondOfTheSameContentMakesNoSecondBlob)
{
    auto store = openStore();
    auto one = store->begin();
    auto two = store->begin();
    ASSERT_TRUE((*one)->write("the same").ok());
    ASSERT_TRUE((*two)->write("the ").ok());
    ASSERT_TRUE((*two)->write("same").ok());
    ASSERT_TRUE((*one)->finish().ok());
    ASSERT_TRUE((*two)->finish().ok());
    EXPECT_EQ(filesIn().size(), 1);
    EXPECT_EQ(store->storedBytes(), 8);
}

TEST_F(UploadTest, TheSameContentAnewIsYoungAndWhole)
{
    auto store = openStore();
    const auto blob = put(*store, "content");
    ASSERT_TRUE(blob.ok());
    const QString file = filesIn().first();
    setAge(file, std::chrono::hours(48));
    ASSERT_TRUE(QFile::resize(path(file), 3)); // as a failing disk may have left it

    ASSERT_TRUE(put(*store, "content").ok());
    EXPECT_EQ(contentOf(*store, blob->sha256), "content");
    EXPECT_EQ(codeOf(store->remove(blob->sha256, std::chrono::hours(1))), ErrorCode::Conflict);
}

TEST_F(UploadTest, OneThatIsTooLargeIsOverAtOnce)
{
    auto store = openStore({.fileBytes = 2048});
    auto upload = store->begin();
    ASSERT_TRUE((*upload)->write(QByteArray(2048, 'x')).ok());
    const auto refused = (*upload)->write("y");
    ASSERT_EQ(codeOf(refused), ErrorCode::TooLarge);
    EXPECT_TRUE(refused.error().message.contains(u"2.0 KiB")) << qPrintable(refused.error().message);
    EXPECT_EQ(refused.error().details.value(u"limit").toInteger(), 2048);
    EXPECT_EQ(filesIn(), QStringList());
    EXPECT_EQ(codeOf((*upload)->write("")), ErrorCode::TooLarge);
    EXPECT_EQ(codeOf((*upload)->finish()), ErrorCode::TooLarge);
}

TEST_F(UploadTest, AnEmptyOneIsRefused)
{
    auto store = openStore();
    auto upload = store->begin();
    ASSERT_TRUE((*upload)->write("").ok());
    const auto refused = (*upload)->finish();
    ASSERT_EQ(codeOf(refused), ErrorCode::InvalidRequest);
    EXPECT_EQ(refused.error().field, u"file");
    EXPECT_EQ(filesIn(), QStringList());
}

TEST_F(UploadTest, IsFinishedOnce)
{
    auto store = openStore();
    auto upload = store->begin();
    ASSERT_TRUE((*upload)->write("abc").ok());
    ASSERT_TRUE((*upload)->finish().ok());
    EXPECT_FALSE((*upload)->finish().ok());
    EXPECT_FALSE((*upload)->write("d").ok());
    upload->reset();
    EXPECT_EQ(contentOf(*store, sha256Of("abc")), "abc");
}

TEST_F(UploadTest, TheQuotaCountsWhatIsUnderWay)
{
    auto store = openStore({.fileBytes = 100, .totalBytes = 100});
    ASSERT_TRUE(put(*store, QByteArray(30, 'a')).ok());
    auto one = store->begin();
    auto two = store->begin();
    ASSERT_TRUE((*one)->write(QByteArray(40, 'b')).ok());
    ASSERT_TRUE((*two)->write(QByteArray(30, 'c')).ok());
    const auto refused = (*one)->write("d");
    ASSERT_EQ(codeOf(refused), ErrorCode::NoRoom);
    EXPECT_EQ(refused.error().details.value(u"limit").toInteger(), 100);
    EXPECT_TRUE(refused.error().message.contains(u"100 bytes")) << qPrintable(refused.error().message);

    // The one that failed has given back its 40.
    ASSERT_TRUE((*two)->write(QByteArray(40, 'c')).ok());
    EXPECT_EQ(codeOf(store->begin()), ErrorCode::NoRoom);
    ASSERT_TRUE((*two)->finish().ok());
    EXPECT_EQ(store->storedBytes(), 100);
    EXPECT_EQ(codeOf(store->begin()), ErrorCode::NoRoom);

    ASSERT_TRUE(store->remove(sha256Of(QByteArray(30, 'a'))).ok());
    EXPECT_TRUE(put(*store, QByteArray(30, 'e')).ok());
}

TEST_F(UploadTest, LeavesTheDiskItsFreeRoom)
{
    auto store = openStore({.fileBytes = 100, .freeBytes = qint64(1) << 60});
    EXPECT_EQ(codeOf(store->begin()), ErrorCode::NoRoom);
}

TEST_F(UploadTest, TheDiskIsLookedAtWhileAFileGrows)
{
    openStore();
    const auto tree = BlobTree(path());
    const BlobLimits limits{.fileBytes = 100, .freeBytes = qint64(1) << 60};
    auto upload = Upload::open(tree, limits, std::make_shared<BlobUsage>(tree, 0));
    ASSERT_TRUE(upload.ok());
    EXPECT_EQ(codeOf((*upload)->write("abc")), ErrorCode::NoRoom);
    EXPECT_EQ(filesIn(), QStringList());
}

TEST_F(UploadTest, OneThatAnotherNodeTookForDeadFails)
{
    auto store = openStore();
    auto upload = store->begin();
    ASSERT_TRUE((*upload)->write("abc").ok());
    ASSERT_TRUE(QFile::remove(path(filesIn().first())));
    EXPECT_EQ(codeOf((*upload)->finish()), ErrorCode::Unavailable);
    EXPECT_EQ(store->storedBytes(), 0);
}

#ifdef Q_OS_LINUX
TEST_F(UploadTest, AFullDiskIsToldAndLeavesNothing)
{
    ASSERT_TRUE(QDir().mkpath(path()));
    const QByteArray target = QFile::encodeName(path());
    if (mount("none", target.constData(), "tmpfs", 0, "size=1m") != 0)
        GTEST_SKIP() << "a small file system can be mounted by root only";
    {
        auto store = openStore({.fileBytes = 16 << 20});
        auto upload = store->begin();
        EXPECT_TRUE(upload.ok());
        EXPECT_TRUE((*upload)->write(QByteArray(64 << 10, 'x')).ok());
        const auto refused = (*upload)->write(QByteArray(4 << 20, 'x'));
        EXPECT_EQ(codeOf(refused), ErrorCode::NoRoom);
        EXPECT_EQ(filesIn(), QStringList());
        EXPECT_TRUE(put(*store, QByteArray(64 << 10, 'y')).ok());
    }
    EXPECT_EQ(umount(target.constData()), 0);
}
#endif

} // namespace
} // namespace pipit::files
