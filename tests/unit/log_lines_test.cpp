// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of the log, and who is told of it.
#include "core/log_lines.h"
#include "core/log_output.h"
#include "core/log_text.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

LogLine lineOf(const QString &text, QtMsgType level = QtInfoMsg)
{
    return LogLine::of(1'790'000'000'000, level, u"pipit.http"_s, text);
}

TEST(LogLineValueTest, IsTakenApartAndGoesThroughJson)
{
    LogLine line = lineOf(logText(u"Stored.\n"_s, {{u"session", u"回声"_s}, {u"request", u"a b"_s}, {u"again", u"\""_s}}), QtWarningMsg);
    EXPECT_EQ(line.text, u"Stored.\n"_s);
    EXPECT_EQ(line.values.size(), 3);
    EXPECT_EQ(line.words(), u"Stored.\\n session=回声 request=\"a b\" again=\"\\\"\""_s);
    line.number = 7;
    EXPECT_EQ(LogLine::fromJson(line.toJson()), line) << "in the order of the values, too";
    for (const char *member : {"level", "number", "area", "text"}) {
        QJsonObject without = line.toJson();
        without.remove(QLatin1StringView(member));
        EXPECT_FALSE(LogLine::fromJson(without)) << member;
    }
}

TEST(LogLineValueTest, LevelsAreOrderedByGravity)
{
    EXPECT_LT(logGravity(QtDebugMsg), logGravity(QtInfoMsg));
    EXPECT_LT(logGravity(QtInfoMsg), logGravity(QtWarningMsg));
    EXPECT_LT(logGravity(QtWarningMsg), logGravity(QtCriticalMsg));
    EXPECT_LT(logGravity(QtCriticalMsg), logGravity(QtFatalMsg));
    for (const QtMsgType level : {QtDebugMsg, QtInfoMsg, QtWarningMsg, QtCriticalMsg, QtFatalMsg})
        EXPECT_EQ(logLevelFromName(QString(logLevelName(level))), level);
    EXPECT_FALSE(logLevelFromName(u"loud"));
}

TEST(LogLinesTest, TheOldestGoPastEachLimit)
{
    LogLines few({.lines = 10, .bytes = 1 << 20});
    for (int i = 0; i < 25; ++i)
        few.add(lineOf(QString::number(i)));
    const auto page = few.after(0, 100, 1 << 20);
    ASSERT_EQ(page.lines.size(), 10);
    EXPECT_EQ(page.lines.first().text, u"15"_s);
    EXPECT_EQ(page.lines.first().number, 16);
    EXPECT_EQ(page.to, 25);
    EXPECT_FALSE(page.hasMore);

    LogLines small({.lines = 1'000, .bytes = 20'000});
    for (int i = 0; i < 100; ++i)
        small.add(lineOf(QString(1'000, u'x')));
    EXPECT_GT(small.newest(1'000).lines.size(), 5);
    EXPECT_LT(small.newest(1'000).lines.size(), 10);
    EXPECT_EQ(small.last(), 100);
}

TEST(LogLinesTest, AreReadPageByPage)
{
    LogLines lines(LogLines::Limits{});
    for (int i = 0; i < 25; ++i)
        lines.add(lineOf(QString::number(i)));
    QStringList read;
    qint64 after = 0;
    for (bool goesOn = true; goesOn;) {
        const auto page = lines.after(after, 10, 1 << 20);
        for (const LogLine &line : page.lines)
            read << line.text;
        after = page.to;
        goesOn = page.hasMore;
    }
    EXPECT_EQ(read.size(), 25);
    EXPECT_EQ(read.removeDuplicates(), 0);
    EXPECT_EQ(lines.after(25, 10, 1 << 20).lines.size(), 0);
    EXPECT_EQ(lines.after(1'000, 10, 1 << 20).to, 25) << "nothing is skipped later on";
    EXPECT_EQ(lines.after(0, 10, 1).lines.size(), 1) << "one at least";
    EXPECT_EQ(lines.between(20, 22).size(), 2);
    EXPECT_EQ(lines.between(20, 1'000).size(), 5);
    EXPECT_EQ(lines.between(22, 20).size(), 0);
    EXPECT_EQ(lines.newest(3).lines.first().text, u"22"_s);
}

TEST(LogLinesTest, AVeryLongLineIsCutOff)
{
    LogLines lines({.lineUnits = 100});
    lines.add(lineOf(logText(u"Said."_s, {{u"value", QString(1'000, u'v')}, {u"other", QString(1'000, u'v')}})));
    lines.add(lineOf(QString(99, u'x') + u"𝄞" + QString(500, u'x')));
    const auto kept = lines.newest(2).lines;
    EXPECT_EQ(kept[0].text, u"Said."_s);
    EXPECT_LT(kept[0].words().size(), 120);
    EXPECT_TRUE(kept[0].values[0].second.endsWith(u'…'));
    EXPECT_EQ(kept[1].text, QString(99, u'x') + u'…') << "no half of a character";
}

TEST(LogLinesTest, AListenerIsRungOnceUntilItIsArmedAgain)
{
    LogLines lines(LogLines::Limits{});
    int rung = 0;
    LogListener listener(lines, [&rung] { ++rung; });
    lines.add(lineOf(u"before"_s));
    EXPECT_EQ(rung, 0);
    listener.arm();
    for (int i = 0; i < 10; ++i)
        lines.add(lineOf(u"x"_s));
    EXPECT_EQ(rung, 1);
    listener.arm();
    lines.add(lineOf(u"x"_s));
    EXPECT_EQ(rung, 2);
}

// As it would be where telling a line logs one.
TEST(LogLinesTest, WhatIsLoggedWhileARingIsUnderWayMakesNoLoop)
{
    LogLines lines(LogLines::Limits{});
    int rung = 0, others = 0;
    LogListener listener(lines, [&] {
        ++rung;
        lines.add(lineOf(u"about a line"_s));
    });
    LogListener other(lines, [&others] { ++others; });
    listener.arm();
    other.arm();
    lines.add(lineOf(u"a line"_s));
    EXPECT_EQ(rung, 1);
    EXPECT_EQ(others, 1);
    EXPECT_EQ(lines.last(), 2);
}

TEST(LogLinesTest, NothingIsLostBetweenThreads)
{
    LogLines lines({.lines = 1'000'000, .bytes = 1 << 30});
    std::atomic<bool> isRung = true;
    LogListener listener(lines, [&isRung] { isRung = true; });
    std::atomic<int> writing = 4;
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 4; ++writer) {
        writers.emplace_back([&lines, &writing] {
            for (int i = 0; i < 5'000; ++i)
                lines.add(lineOf(QString::number(i)));
            --writing;
        });
    }
    qint64 read = 0;
    bool isWhole = true;
    while (writing > 0 || isRung) {
        if (!isRung.exchange(false)) {
            std::this_thread::yield();
            continue;
        }
        listener.arm();
        for (const LogLine &line : lines.after(read, 1'000'000, 1 << 30).lines)
            isWhole = isWhole && line.number == ++read;
    }
    EXPECT_TRUE(isWhole);
    EXPECT_EQ(read, 20'000);
}

TEST(LogLinesTest, TheProgramsOutputFillsThem)
{
    testing::internal::CaptureStderr();
    installLogOutput({});
    qInfo("kept in memory");
    qInstallMessageHandler(nullptr);
    const std::string written = testing::internal::GetCapturedStderr();
    const LogLine line = LogLines::instance().newest(1).lines.value(0);
    EXPECT_EQ(line.text, u"kept in memory"_s);
    EXPECT_EQ(line.area, u"default"_s);
    EXPECT_EQ(written, line.toString().toStdString() + '\n') << "the same in both places";
}

} // namespace
} // namespace pipit
