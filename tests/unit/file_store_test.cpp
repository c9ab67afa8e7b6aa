// SPDX-License-Identifier: GPL-3.0-or-later
// What every kind of database knows of uploaded files.
#include "tests/unit/store_kinds.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;

namespace {

class FileStoreTest : public testing::TestWithParam<test::StoreKind>
{
protected:
    QTemporaryDir directory;
    std::unique_ptr<Store> store;

    void SetUp() override
    {
        store = GetParam().open(directory.path());
        ASSERT_TRUE(store);
    }

    FileRecord add(const QString &id, const QByteArray &blob, qint64 createdAtMs, const QByteArray &thumbnail = {})
    {
        const FileRecord record{.id = id, .sessionId = u"s"_s, .senderId = u"ann"_s, .name = u"图 1.png"_s, .mimeType = "image/png", .mayBeInline = true, .size = qint64(5) << 32, .sha256 = blob,
                                .width = 3, .height = 4, .thumbnail = thumbnail, .thumbnailType = thumbnail.isEmpty() ? "" : "image/jpeg", .createdAtMs = createdAtMs};
        EXPECT_TRUE(store->addFile(record).result().ok());
        return record;
    }
};

TEST_P(FileStoreTest, KeepsARecordWhole)
{
    const FileRecord record = add(u"one"_s, "b1", 7, "t1");
    EXPECT_EQ(*store->findFile(u"one"_s).result(), record);
    EXPECT_FALSE(*store->findFile(u"two"_s).result());
    EXPECT_EQ(*store->usedBlobs({"b1", "t1", "b2"}).result(), (QList<QByteArray>{"b1", "t1"}));
}

TEST_P(FileStoreTest, CollectsWhatNoMessageOfItsSessionNames)
{
    add(u"used"_s, "b1", 1);
    add(u"inside"_s, "b2", 1);
    add(u"elsewhere"_s, "b3", 1, "t3");
    add(u"shared"_s, "b1", 1);
    add(u"fresh"_s, "b4", 1000);
    const auto say = [this](const QString &session, const QString &content) {
        MessageDraft draft;
        draft.sessionId = session;
        draft.content = content;
        EXPECT_TRUE(store->append(draft).result().ok());
    };
    say(u"s"_s, fileAddress(u"used"_s));
    say(u"s"_s, u"see ![it]("_s + fileAddress(u"inside"_s) + u')');
    say(u"other"_s, fileAddress(u"elsewhere"_s));
    auto collected = *store->collectFiles(1000, 100).result();
    EXPECT_EQ(collected.looked, 4);
    QList<QByteArray> blobs = collected.blobs;
    std::ranges::sort(blobs);
    EXPECT_EQ(blobs, (QList<QByteArray>{"b3", "t3"})); // b1 is used by another
    for (const auto &[id, isThere] : {std::pair(u"used"_s, true), std::pair(u"inside"_s, true), std::pair(u"elsewhere"_s, false), std::pair(u"shared"_s, false), std::pair(u"fresh"_s, true)})
        EXPECT_EQ(store->findFile(id).result()->has_value(), isThere) << qPrintable(id);
    EXPECT_EQ(store->collectFiles(1000, 100).result()->looked, 0); // those in use are not looked at again
}

TEST_P(FileStoreTest, TheFirstIdOfADirectoryStays)
{
    EXPECT_EQ(*store->filesId({}).result(), std::nullopt);
    EXPECT_EQ(*store->filesId(u"first"_s).result(), u"first"_s);
    EXPECT_EQ(*store->filesId(u"second"_s).result(), u"first"_s);
    EXPECT_EQ(*store->filesId({}).result(), u"first"_s);
}

INSTANTIATE_TEST_SUITE_P(Stores, FileStoreTest, test::storeKinds, test::nameOfKind);

} // namespace
