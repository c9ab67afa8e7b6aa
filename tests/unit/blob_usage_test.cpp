// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/blob_usage.h"

#include "tests/unit/blob_fixture.h"

using namespace Qt::StringLiterals;

namespace pipit::files {
namespace {

class BlobUsageTest : public BlobTest
{
protected:
    BlobUsageTest() { EXPECT_TRUE(QDir().mkpath(m_tree.incoming())); }

    // What an upload does at its end, without waiting for the disk.
    void store(const QByteArray &name, int bytes)
    {
        const auto settled = m_usage.settle(name, 0, [&]() -> Result<qint64> {
            QFile file(m_tree.pathOf(name));
            QDir().mkpath(QFileInfo(file).path());
            const qint64 before = file.size();
            return file.open(QIODevice::WriteOnly) && file.resize(bytes) ? bytes - before : 0;
        });
        EXPECT_TRUE(settled.ok());
    }

    void remove(const QByteArray &name)
    {
        const auto settled = m_usage.settle(name, 0, [&]() -> Result<qint64> {
            QFile file(m_tree.pathOf(name));
            const qint64 bytes = file.size();
            return file.remove() ? -bytes : 0;
        });
        EXPECT_TRUE(settled.ok());
    }

    // Of a blob in the directories top/leaf.
    static QByteArray nameOf(int top, int leaf, int number)
    {
        return QByteArray::number((top << 8) + leaf, 16).rightJustified(4, '0') + QByteArray::number(number).rightJustified(60, '0');
    }

    const BlobTree m_tree{path()};
    BlobUsage m_usage{m_tree, 0};
};

TEST_F(BlobUsageTest, OwnChangesDuringAWalkAreCountedOnce)
{
    const int tops[] = {0, 128, 255};
    for (const int top : tops) {
        for (int leaf = 0; leaf < 256; leaf += 2)
            store(nameOf(top, leaf, 0), 10);
    }
    ASSERT_TRUE(m_usage.beginCount({}));
    int i = 0;
    // Before, in and after the part that is counted already, in directories that were there and in new ones.
    for (; m_usage.countOn(); ++i) {
        const int top = tops[i % 3], leaf = i * 37 % 256;
        store(nameOf(top, leaf, i), i % 50);
        if (i % 2)
            remove(nameOf(top, leaf, i));
        if (i % 5 == 0)
            remove(nameOf(top, i * 2 % 256, 0));
    }
    EXPECT_GT(i, 600);

    const qint64 stored = m_usage.stored();
    EXPECT_GT(stored, 1000);
    BlobUsage afresh(m_tree, 0);
    ASSERT_TRUE(afresh.beginCount({}));
    afresh.count();
    EXPECT_EQ(stored, afresh.stored());
}

TEST_F(BlobUsageTest, AWalkIsDueOnceInItsTime)
{
    ASSERT_TRUE(m_usage.beginCount(std::chrono::hours(1)));
    EXPECT_FALSE(m_usage.beginCount({})) << "one is under way";
    m_usage.count();
    EXPECT_FALSE(m_usage.beginCount(std::chrono::hours(1)));
    EXPECT_TRUE(m_usage.beginCount({}));
    m_usage.stop();
    m_usage.count();
    EXPECT_FALSE(m_usage.beginCount({})) << "it was stopped for good";
}

TEST_F(BlobUsageTest, WhereTheDirectoryIsGoneTheFigureStays)
{
    store(nameOf(1, 2, 3), 3);
    ASSERT_TRUE(QDir(path()).removeRecursively());
    ASSERT_TRUE(m_usage.beginCount({}));
    m_usage.count();
    EXPECT_EQ(m_usage.stored(), 3);
}

TEST_F(BlobUsageTest, AStoppedWalkKeepsTheFigure)
{
    store(nameOf(1, 2, 3), 3);
    ASSERT_TRUE(m_usage.beginCount({}));
    m_usage.stop();
    m_usage.count();
    EXPECT_EQ(m_usage.stored(), 3);
}

TEST_F(BlobUsageTest, AChangeThatFailsChangesNoFigure)
{
    ASSERT_TRUE(m_usage.reserve(5));
    const auto settled = m_usage.settle(sha256Of("x"), 5, []() -> Result<qint64> { return Error{ErrorCode::Unavailable, u"x"_s}; });
    EXPECT_EQ(codeOf(settled), ErrorCode::Unavailable);
    EXPECT_EQ(m_usage.stored(), 0);
}

} // namespace
} // namespace pipit::files
