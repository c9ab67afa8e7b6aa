// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as CSV: read back, they are what the history has.
#include "client/ops/figure_csv.h"

#include "client/ops/figure_history.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QJsonArray>
#include <QLocale>

#include <cmath>
#include <random>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 csvStart = 1'700'000'000'123;

QList<QByteArrayList> rowsOf(const QByteArray &csv)
{
    QList<QByteArrayList> rows;
    for (const QByteArray &line : csv.split('\n')) {
        if (!line.isEmpty()) {
            EXPECT_TRUE(line.endsWith('\r'));
            rows << line.chopped(1).split(',');
        }
    }
    return rows;
}

FigureHistory historyOf(const QJsonArray &fields, const QList<QJsonArray> &rows)
{
    FigureHistory history;
    EXPECT_TRUE(history.takeHistory({{u"fields"_s, fields}, {u"edgesMs"_s, QJsonArray{1, 2}}, {u"rows"_s, QJsonArray()}, {u"wire"_s, QJsonArray()}}).ok());
    for (const QJsonArray &row : rows)
        history.takeSnapshot({{u"row"_s, row}, {u"wire"_s, QJsonArray()}});
    return history;
}

TEST(FigureCsvTest, EachRowOnceWithExactNumbersInAnyLanguage)
{
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German)); // which writes 1.234,5
    std::mt19937_64 random(11);
    QList<QJsonArray> rows;
    double total = 9'000'000'000'000;
    for (int i = 0; i < 5'000; ++i) { // past an hour: the oldest become rows of minutes
        total += double(random() % 1'000);
        rows << QJsonArray{csvStart + i * 1'000, double(random() % 100) / 7, total};
    }
    const FigureHistory history = historyOf({u"atMs"_s, u"share"_s, u"total"_s}, rows);
    const auto csv = rowsOf(csvOf(history, 0, history.lastMs()));
    QLocale::setDefault(before);
    ASSERT_EQ(std::size_t(csv.size()), history.size() + 1);
    EXPECT_EQ(csv[0], (QByteArrayList{"time", "share", "total"}));
    EXPECT_EQ(csv.last()[0], QByteArray("2023-11-14T23:36:39.123Z"));
    EXPECT_EQ(csv.last()[1].toDouble(), rows.last()[1].toDouble()); // to the last bit
    EXPECT_EQ(csv.last()[2], QByteArray::number(qint64(total)));
    double counted = 0;
    for (qsizetype i = 2; i < csv.size(); ++i) {
        EXPECT_LT(csv[i - 1][0], csv[i][0]);
        counted += csv[i][2].toDouble() - csv[i - 1][2].toDouble();
    }
    EXPECT_EQ(counted, history.counted(u"total"_s, history.firstMs(), history.lastMs()));
    EXPECT_GT(counted, 0);
}

TEST(FigureCsvTest, AStretchHasBothItsEnds)
{
    const FigureHistory history = historyOf({u"atMs"_s, u"open"_s}, {{csvStart, 1}, {csvStart + 1'000, 2}, {csvStart + 2'000, 3}, {csvStart + 3'000, 4}});
    const auto csv = rowsOf(csvOf(history, csvStart + 1'000, csvStart + 2'000));
    ASSERT_EQ(csv.size(), 3);
    EXPECT_EQ(csv[1][1], "2");
    EXPECT_EQ(csv[2][1], "3");
    EXPECT_EQ(rowsOf(csvOf(history, 0, 1)).size(), 1); // the names alone
}

TEST(FigureCsvTest, NamesAreQuotedWhereTheyMustBe)
{
    const FigureHistory history = historyOf({u"atMs"_s, u"a,b"_s, u"c\"d"_s}, {{csvStart, 0.1, 1e300}});
    EXPECT_EQ(csvOf(history, 0, csvStart), "time,\"a,b\",\"c\"\"d\"\r\n2023-11-14T22:13:20.123Z,0.1,1e+300\r\n");
}

} // namespace
