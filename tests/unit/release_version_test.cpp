// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/release_version.h"

#include <gtest/gtest.h>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

TEST(ReleaseVersionTest, IsReadWhole)
{
    for (const auto &[text, expected] : {std::pair(u"1.2.3"_s, u"1.2.3"_s), {u"v1.2.3"_s, u"1.2.3"_s}, {u"v0.10.0"_s, u"0.10.0"_s}, {u"1.3.0-rc.1"_s, u"1.3.0-rc.1"_s}, {u"1.3.0-alpha-2"_s, u"1.3.0-alpha-2"_s}, {u"v1.3.0+debian.1"_s, u"1.3.0"_s},
                                         {u"1.3.0-rc.1+7"_s, u"1.3.0-rc.1"_s}}) {
        const auto version = ReleaseVersion::parse(text);
        ASSERT_TRUE(version) << text.toStdString();
        EXPECT_EQ(version->toString(), expected);
        EXPECT_EQ(version->isPreRelease(), expected.contains(u'-'));
    }
}

TEST(ReleaseVersionTest, NothingElseIsOne)
{
    for (const QString &text : {u""_s, u"v"_s, u"1.2"_s, u"1.2.3.4"_s, u"x1.2.3"_s, u"vv1.2.3"_s, u"1.2.3 "_s, u"1.2.3\n"_s, u"-1.2.3"_s, u"1.2.3-"_s, u"1.2.3-a..b"_s, u"1.2.3-01"_s, u"1.2.3-rc_1"_s, u"12345678901.0.0"_s, u"latest"_s,
                                u"١.٢.٣"_s, QString(u"1.2.3-"_s + QString(200, u'a'))})
        EXPECT_FALSE(ReleaseVersion::parse(text)) << text.toStdString();
}

// The row of section 11 of Semantic Versioning, and figures that texts would put the other way round.
TEST(ReleaseVersionTest, TheLaterOneIsLater)
{
    const QStringList row{u"0.9.10"_s, u"1.0.0-alpha"_s, u"1.0.0-alpha.1"_s, u"1.0.0-alpha.beta"_s, u"1.0.0-beta"_s, u"1.0.0-beta.2"_s, u"1.0.0-beta.11"_s, u"1.0.0-rc.1"_s, u"1.0.0-rc.99999999999999999999"_s, u"1.0.0"_s, u"1.0.1"_s, u"1.9.0"_s, u"1.10.0"_s, u"2.0.0"_s};
    for (qsizetype i = 0; i < row.size(); ++i) {
        for (qsizetype j = 0; j < row.size(); ++j)
            EXPECT_EQ(ReleaseVersion::parse(row[i])->isLaterThan(*ReleaseVersion::parse(row[j])), i > j) << row[i].toStdString() << ' ' << row[j].toStdString();
    }
    EXPECT_FALSE(ReleaseVersion::parse(u"1.0.0+2"_s)->isLaterThan(*ReleaseVersion::parse(u"v1.0.0+1"_s)));
}

} // namespace
