// SPDX-License-Identifier: GPL-3.0-or-later
// What a console keeps of a node's figures, held against plain sums over everything that was told.
#include "client/ops/figure_history.h"

#include <gtest/gtest.h>

#include <QJsonArray>

#include <cmath>
#include <random>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 start = 1'700'000'000'000;

// A node as it is told: a gauge, a total, and times of its messages.
class FigureHistoryTest : public testing::Test
{
protected:
    FigureHistory history;
    qint64 now = start;
    double total = 0;
    std::vector<std::pair<qint64, double>> totals; // when, and as if the node had never started anew
    double sum = 0;
    QList<double> edges{1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4};

    QJsonObject historyOf(const QJsonArray &rows, const QJsonArray &wire) const
    {
        QJsonArray edgesMs;
        for (const double edge : edges)
            edgesMs.append(edge);
        return {{u"fields"_s, QJsonArray{u"atMs"_s, u"open"_s, u"messages"_s}}, {u"edgesMs"_s, edgesMs}, {u"rows"_s, rows}, {u"wire"_s, wire}};
    }

    void begin() { ASSERT_TRUE(history.takeHistory(historyOf({}, {})).ok()); }

    // Pairs, as QJsonArray's braces do not make them of one.
    static QJsonArray wireOf(int edge, int count)
    {
        QJsonArray wire;
        wire.append(QJsonArray{edge, count});
        return wire;
    }

    void tick(double open, double grows, const QJsonArray &wire = {}, qint64 ms = 1'000)
    {
        now += ms;
        total += grows;
        sum += grows;
        totals.emplace_back(now, sum);
        history.takeSnapshot({{u"row"_s, QJsonArray{now, open, total}}, {u"wire"_s, wire}});
    }
};

TEST_F(FigureHistoryTest, CountsExactly)
{
    begin();
    std::mt19937 random(7);
    for (int i = 0; i < 2'000; ++i) {
        if (i == 900)
            total = 0; // the node has started anew
        tick(i, double(random() % 100), {}, 900 + random() % 200);
    }
    for (int i = 0; i < 200; ++i) {
        const std::size_t a = random() % totals.size(), b = a + random() % (totals.size() - a);
        EXPECT_EQ(history.counted(u"messages"_s, totals[a].first, totals[b].first), totals[b].second - totals[a].second) << a << ' ' << b;
    }
    EXPECT_EQ(history.latest(u"open"_s), 1'999);
    EXPECT_EQ(history.latest(u"nothing"_s), std::nullopt);
    EXPECT_EQ(history.counted(u"nothing"_s, 0, now), 0);
}

TEST_F(FigureHistoryTest, MakesPercentilesOfAllThatWasSentNotOfPercentiles)
{
    begin();
    // One second with a thousand fast ones, one with a single slow one.
    tick(1, 0, wireOf(0, 1'000));
    tick(1, 0, wireOf(8, 1));
    EXPECT_LE(*history.percentile(0.5, start, now), 1.0);
    EXPECT_LE(*history.percentile(0.99, start, now), 1.0);
    EXPECT_GT(*history.percentile(0.99, now - 500, now), 3.5);
    EXPECT_EQ(history.percentile(0.99, now, now + 10'000), std::nullopt);
    const auto lines = history.lines({.kind = Curve::Kind::Percentile, .share = 0.99}, start, now, 1);
    ASSERT_EQ(lines.size(), 1);
    EXPECT_EQ(lines[0].size(), 2) << "the first, and what lies on the right edge";
}

TEST_F(FigureHistoryTest, ALineKeepsItsPeaksHoweverNarrow)
{
    begin();
    for (int i = 0; i < 3'000; ++i)
        tick(i == 1'234 ? 500 : i == 2'001 ? -3 : 10, 0);
    const auto lines = history.lines({.kind = Curve::Kind::Value, .field = u"open"_s, .factor = 2}, start, now, 100);
    ASSERT_EQ(lines.size(), 1);
    EXPECT_LE(lines[0].size(), 202);
    double least = 100, most = 0, before = 0;
    for (const QPointF &point : lines[0]) {
        least = std::min(least, point.y());
        most = std::max(most, point.y());
        EXPECT_GT(point.x(), before);
        before = point.x();
    }
    EXPECT_EQ(most, 1'000);
    EXPECT_EQ(least, -6);
}

TEST_F(FigureHistoryTest, ARateIsOfTheTimeThatPassed)
{
    begin();
    tick(0, 0);
    tick(0, 100, {}, 2'000);
    tick(0, 30, {}, 500);
    const Curve rate{.kind = Curve::Kind::Rate, .field = u"messages"_s};
    const auto lines = history.lines(rate, start, now, 1'000);
    ASSERT_EQ(lines.size(), 1);
    ASSERT_EQ(lines[0].size(), 2);
    EXPECT_EQ(lines[0][0].y(), 50);
    EXPECT_EQ(lines[0][1].y(), 60);
    EXPECT_EQ(history.at(rate, now, 1'000), 60);
    EXPECT_EQ(history.rate(u"messages"_s), 60);
    EXPECT_NEAR(*history.rate(u"messages"_s, 3), 130 / 2.5, 1e-9);
}

// As a node tells it: what came before somebody looked in steps of five seconds, from then on each second.
TEST_F(FigureHistoryTest, BehindTheHourTheLineGoesOn)
{
    begin();
    QJsonArray rows, wire;
    for (int i = 0; i < 660; ++i) {
        now += 5'000;
        total += 5;
        rows.append(QJsonArray{now, 1, total});
        wire.append(QJsonArray());
    }
    ASSERT_TRUE(history.takeHistory(historyOf(rows, wire)).ok());
    for (int i = 0; i < 7'200; ++i)
        tick(1, 1);
    EXPECT_EQ(history.lines({.kind = Curve::Kind::Value, .field = u"open"_s}, start, now, 500).size(), 1);
    const auto rates = history.lines({.kind = Curve::Kind::Rate, .field = u"messages"_s}, start, now, 500);
    ASSERT_EQ(rates.size(), 1);
    for (const QPointF &point : rates[0])
        EXPECT_NEAR(point.y(), 1, 1e-9);
    EXPECT_EQ(history.counted(u"messages"_s, history.firstMs(), now), double(now - history.firstMs()) / 1'000);
}

TEST_F(FigureHistoryTest, ANodeThatStartsAnewTakesNothingAway)
{
    begin();
    for (int i = 0; i < 2 * 3'600; ++i)
        tick(1, 1);
    const std::size_t before = history.size();
    total = 0;
    tick(1, 1);
    QJsonArray rows, wire;
    rows.append(QJsonArray{now, 1, total});
    wire.append(QJsonArray());
    ASSERT_TRUE(history.takeDay(historyOf(rows, wire)).ok());
    EXPECT_GE(history.size(), before);
    EXPECT_LE(history.firstMs(), start + 60'000);
}

TEST_F(FigureHistoryTest, AClockThatIsSetBackIsFollowed)
{
    begin();
    for (int i = 0; i < 1'000; ++i)
        tick(1, 1);
    now -= 600'000;
    tick(7, 1);
    EXPECT_EQ(history.lastMs(), now);
    EXPECT_EQ(history.latest(u"open"_s), 7);
    tick(8, 1);
    EXPECT_EQ(history.latest(u"open"_s), 8);
    tick(9, 1, {}, -500); // told late: not a clock
    EXPECT_EQ(history.latest(u"open"_s), 8);
}

TEST_F(FigureHistoryTest, WhereNothingWasHeardTheLineHasAGap)
{
    begin();
    for (int i = 0; i < 10; ++i)
        tick(1, 5);
    tick(1, 5, {}, 60'000);
    for (int i = 0; i < 10; ++i)
        tick(1, 5);
    EXPECT_EQ(history.lines({.kind = Curve::Kind::Value, .field = u"open"_s}, start, now, 500).size(), 2);
    EXPECT_EQ(history.lines({.kind = Curve::Kind::Rate, .field = u"messages"_s}, start, now, 500).size(), 2);
    EXPECT_EQ(history.at({.kind = Curve::Kind::Value, .field = u"open"_s}, start + 40'000, 1'000), std::nullopt);
    EXPECT_EQ(history.counted(u"messages"_s, start + 1'000, now), 20 * 5) << "what was counted meanwhile is known all the same";
}

TEST_F(FigureHistoryTest, WhatIsToldAgainCountsOnce)
{
    begin();
    for (int i = 0; i < 20; ++i)
        tick(i, 1, wireOf(3, 1));
    QJsonArray rows, wire;
    for (int i = 0; i < 4; ++i) {
        rows.append(QJsonArray{start + (i + 1) * 5'000 + 2'000, 100 + i, 5 * (i + 1) + 2});
        wire.append(wireOf(3, 5));
    }
    ASSERT_TRUE(history.takeHistory(historyOf(rows, wire)).ok()); // after a break: the last row is news
    EXPECT_EQ(history.size(), 21U);
    EXPECT_EQ(history.latest(u"open"_s), 103);
    ASSERT_TRUE(history.takeHistory(historyOf(rows, wire)).ok());
    EXPECT_EQ(history.size(), 21U);
    history.takeSnapshot({{u"row"_s, QJsonArray{now - 5'000, 1, 1}}, {u"wire"_s, QJsonArray()}});
    EXPECT_EQ(history.size(), 21U);
}

TEST_F(FigureHistoryTest, WhatMakesNoSenseIsLeftOut)
{
    EXPECT_FALSE(history.takeHistory({}).ok());
    EXPECT_FALSE(history.takeHistory({{u"fields"_s, QJsonArray{u"open"_s}}}).ok());
    QJsonArray shortRow, row, wire;
    shortRow.append(QJsonArray{1, 2});
    row.append(QJsonArray{1, 2, 3});
    wire.append(wireOf(99, 1));
    EXPECT_FALSE(history.takeHistory(historyOf(shortRow, {})).ok());
    EXPECT_FALSE(history.takeHistory(historyOf(row, wire)).ok());
    EXPECT_TRUE(FigureHistory().takeHistory(historyOf(row, {})).ok());
    begin();
    history.takeSnapshot({{u"row"_s, QJsonArray{now}}});
    history.takeSnapshot({});
    EXPECT_TRUE(history.isEmpty());
    EXPECT_TRUE(history.lines({.field = u"nothing"_s}, start, now + 1, 10).isEmpty());
}

TEST_F(FigureHistoryTest, ADayKeepsBoundedMemoryAndItsSums)
{
    begin();
    for (int i = 0; i < 26 * 3'600; ++i) {
        QJsonArray wire;
        if (i % 10 == 0)
            wire = wireOf(i % 9, 2);
        tick(i % 500, i % 7, wire);
        ASSERT_LE(history.size(), FigureHistory::secondsKept + FigureHistory::minutesKept + 60);
    }
    // Every message of the last day, whether it is known by the second or by the minute.
    const auto minutes = qint64(history.size());
    EXPECT_GT(minutes, 3'600 + 1'300);
    const qint64 from = history.firstMs();
    const double before = totals[std::size_t((from - start) / 1'000 - 1)].second;
    EXPECT_EQ(history.counted(u"messages"_s, from, now), sum - before);
    EXPECT_LE(now - from, 26 * 3'600'000);
    EXPECT_GE(now - from, 24 * 3'600'000);
    const auto heat = history.heat(from, now, 300);
    std::uint64_t times = 0;
    for (const auto &column : heat.columns) {
        for (const std::uint32_t count : column)
            times += count;
    }
    EXPECT_NEAR(double(times), double(now - from) / 1'000 / 10 * 2, 2);
    EXPECT_EQ(heat.edgesMs.size(), 4);
}

// Rows are never quite a second apart, and an axis ends at one of them.
TEST_F(FigureHistoryTest, AHeatMapHasNoHolesBetweenItsSeconds)
{
    begin();
    std::mt19937 random(3);
    for (int i = 0; i < 300; ++i)
        tick(1, 0, wireOf(2, 7), 1'000 + qint64(random() % 9) - 4);
    const auto heat = history.heat(now - 60'000, now, 60);
    int holes = 0, doubles = 0;
    for (const auto &column : heat.columns) {
        std::uint32_t count = 0;
        for (const std::uint32_t cell : column)
            count += cell;
        holes += count == 0;
        doubles += count == 14;
    }
    EXPECT_EQ(holes, 0);
    EXPECT_EQ(doubles, 0);
}

TEST_F(FigureHistoryTest, TheDayBeforeTheHourIsAddedOnce)
{
    begin();
    for (int i = 0; i < 100; ++i)
        tick(i, 1);
    QJsonArray rows, wire;
    for (int i = 0; i < 600; ++i) {
        rows.append(QJsonArray{start - (600 - i) * 60'000 + 120'000, 7, i});
        wire.append(QJsonArray());
    }
    for (int twice = 0; twice < 2; ++twice) {
        ASSERT_TRUE(history.takeDay(historyOf(rows, wire)).ok());
        EXPECT_EQ(history.size(), 100U + 599);
    }
    EXPECT_EQ(history.lines({.field = u"open"_s}, history.firstMs() - 1, start, 2'000).size(), 1) << "minutes have no gaps between them";
}

} // namespace
