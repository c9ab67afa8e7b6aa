// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pipit {
namespace {

constexpr std::array<double, 3> edges{1, 2, 4};

TEST(HistogramTest, CountsUpToEachEdgeAndBeyondTheLast)
{
    Histogram histogram(edges);
    for (const double value : {0.0, 0.5, 1.0, 3.9, 4.0, 100.0})
        histogram.record(value);
    const HistogramReading reading = histogram.reading();
    EXPECT_EQ(reading.counts, (std::vector<std::uint64_t>{3, 0, 2, 1}));
    EXPECT_EQ(reading.total(), 6u);
    EXPECT_DOUBLE_EQ(reading.sum, 109.4);
}

// As Prometheus' histogram_quantile() computes it from the same buckets.
TEST(HistogramTest, AQuantileLiesBetweenTheEdgesInProportion)
{
    Histogram histogram(edges);
    EXPECT_EQ(histogram.reading().quantile(0.5), 0);
    for (int i = 0; i < 10; ++i)
        histogram.record(1.5);
    EXPECT_DOUBLE_EQ(histogram.reading().quantile(0.5), 1.5);
    EXPECT_DOUBLE_EQ(histogram.reading().quantile(1), 2);
    for (int i = 0; i < 10; ++i)
        histogram.record(0.1);
    EXPECT_DOUBLE_EQ(histogram.reading().quantile(0.25), 0.5);
    EXPECT_DOUBLE_EQ(histogram.reading().quantile(0.75), 1.5);
    histogram.record(1'000);
    EXPECT_DOUBLE_EQ(histogram.reading().quantile(1), 4) << "all that is known is that it was more";
}

TEST(HistogramTest, ReadingsAddUpAndTellWhatCameSince)
{
    Histogram one(edges), other(edges);
    one.record(0.5);
    const HistogramReading before = one.reading();
    one.record(3);
    other.record(3);
    HistogramReading all;
    all += one.reading();
    all += other.reading();
    EXPECT_EQ(all.counts, (std::vector<std::uint64_t>{1, 0, 2, 0}));
    const HistogramReading news = one.reading().since(before);
    EXPECT_EQ(news.counts, (std::vector<std::uint64_t>{0, 0, 1, 0}));
    EXPECT_DOUBLE_EQ(news.sum, 3);
    EXPECT_EQ(one.reading().since({}).total(), 2u);
}

TEST(HistogramTest, LatenciesAreToldToAFewPercent)
{
    EXPECT_TRUE(std::ranges::is_sorted(latencyEdges));
    for (double seconds = 20e-6; seconds < 60; seconds *= 1.37) {
        Histogram histogram(latencyEdges);
        for (int i = 0; i < 1'000; ++i)
            histogram.record(seconds * (0.8 + 0.4 * i / 1'000));
        EXPECT_NEAR(histogram.reading().quantile(0.5) / seconds, 1, 0.05) << seconds;
    }
}

} // namespace
} // namespace pipit
