// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cursor.h"

#include <gtest/gtest.h>

#include <limits>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

TEST(CursorTest, ReadsPositionWithAndWithoutEpoch)
{
    EXPECT_EQ(Cursor::parse("0"), Cursor{});
    EXPECT_EQ(Cursor::parse("42"), (Cursor{42}));
    EXPECT_EQ(Cursor::parse("42~aZ09"), (Cursor{42, u"aZ09"_s}));
    EXPECT_EQ(Cursor::parse("007"), (Cursor{7}));
}

TEST(CursorTest, WritesWhatItReads)
{
    for (const QByteArray text : {"0", "1", "9007199254740993", "9223372036854775807", "12~k3", "9223372036854775807~abcdefghijklmnopqrstuvwxyz012345"}) {
        const auto cursor = Cursor::parse(text);
        ASSERT_TRUE(cursor) << text.toStdString();
        EXPECT_EQ(cursor->toString().toLatin1(), text);
    }
}

TEST(CursorTest, HoldsWhole63Bits)
{
    EXPECT_EQ(Cursor::parse("9223372036854775807")->position, std::numeric_limits<qint64>::max());
    EXPECT_EQ(Cursor::parse("9007199254740993")->position, 9007199254740993);
    EXPECT_FALSE(Cursor::parse("9223372036854775808"));
    EXPECT_FALSE(Cursor::parse("18446744073709551617"));
}

TEST(CursorTest, RefusesWhatIsNoCursor)
{
    for (const QByteArrayView text : {"", "~", "~a", "-1", "-0", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "abc", "1~", "1~a~b", "1~a b", "1~a-b", "1~\xc3\xa9", "1\n", "1,2", "null"})
        EXPECT_FALSE(Cursor::parse(text)) << text.toByteArray().toStdString();
    EXPECT_FALSE(Cursor::parse(QByteArrayView("1\0", 2)));
    EXPECT_FALSE(Cursor::parse(QByteArrayView("1~a\0", 4)));
}

TEST(CursorTest, AnEpochHasAtMost32Characters)
{
    EXPECT_TRUE(Cursor::parse(QByteArray("1~" + QByteArray(32, 'e'))));
    EXPECT_FALSE(Cursor::parse(QByteArray("1~" + QByteArray(33, 'e'))));
    EXPECT_FALSE(Cursor::parse(QByteArray(100'000, '1')));
}

} // namespace
} // namespace pipit
