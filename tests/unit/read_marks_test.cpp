// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/read_marks.h"

#include "tests/support/wait_until.h"

#include <gtest/gtest.h>

#include <QCoreApplication>

using namespace pipit;
using namespace pipit::log;
using namespace Qt::StringLiterals;

namespace {

bool comes(const std::function<bool()> &condition)
{
    return test::waitUntil([&] {
        QCoreApplication::processEvents();
        return condition();
    }, std::chrono::seconds(10));
}

TEST(ReadMarksTest, TheNewestOfEachIsToldOnce)
{
    QStringList told;
    ReadMarks marks([&](const ReadMarks::Mark &mark) { told << u"%1 %2 %3"_s.arg(mark.sessionId, mark.sub).arg(mark.position); });
    for (const qint64 position : {1, 7, 5})
        marks.add({u"s"_s, u"ann"_s, position});
    marks.add({u"s"_s, u"bob"_s, 2});
    marks.add({u"t"_s, u"ann"_s, 3});
    EXPECT_EQ(told, QStringList()) << "a moment later";
    ASSERT_TRUE(comes([&] { return told.size() >= 3; }));
    EXPECT_EQ(told, (QStringList{u"s ann 7"_s, u"s bob 2"_s, u"t ann 3"_s}));
    marks.add({u"s"_s, u"ann"_s, 8});
    ASSERT_TRUE(comes([&] { return told.size() == 4; }));
    EXPECT_EQ(told.last(), u"s ann 8"_s);
}

TEST(ReadMarksTest, ManyReadersDoNotFloodTheStreams)
{
    int told = 0;
    qsizetype most = 0;
    ReadMarks marks([&](const ReadMarks::Mark &) { ++told; });
    for (int i = 0; i < 1'000; ++i)
        marks.add({u"s"_s, QString::number(i), 1});
    ASSERT_TRUE(comes([&] { // a round of the event loop has one tick at most
        most = std::max<qsizetype>(most, told);
        return told > 0;
    }));
    EXPECT_LE(most, 50);
    ASSERT_TRUE(comes([&] { return told == 1'000; }));
}

} // namespace
