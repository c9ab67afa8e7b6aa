// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/alert.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::ops {
namespace {

class AlertTest : public testing::Test
{
protected:
    AlertTest()
    {
        m_metrics.addSource([this](metrics::Metrics::Answers &answers) {
            if (waiting)
                answers.add("pipit_writer_waiting", *waiting);
            answers.add("pipit_resume_total", 1e6, {{"result", "continued"}});
            answers.add("pipit_resume_total", resets, {{"result", "other_epoch"}});
            answers.add("pipit_commit_to_wire_seconds", latency.reading());
        });
    }

    static AlertRule ruleFor(const QString &metric, double limit, std::chrono::seconds hold = 30s) { return {.name = u"a"_s, .of = *metrics::Selector::parse(metric), .limit = limit, .clear = limit, .hold = hold}; }

    // A second later; whether it has begun to fire, or ended to.
    bool next(Alert &alert)
    {
        m_now += 1s;
        return alert.judge(m_metrics.collect(), m_now);
    }

    // The seconds until it turns; at most so many.
    int secondsUntilTurn(Alert &alert, int atMost = 200)
    {
        for (int i = 0; i < atMost; ++i) {
            if (next(alert))
                return i;
        }
        return atMost;
    }

    std::optional<double> waiting = 0;
    double resets = 0;
    Histogram latency{latencyEdges};

private:
    metrics::Metrics m_metrics;
    Alert::Clock::time_point m_now;
};

TEST_F(AlertTest, FiresAfterItsTimeHoldsAndClears)
{
    Alert alert(ruleFor(u"pipit_writer_waiting"_s, 100));
    EXPECT_FALSE(next(alert));
    EXPECT_EQ(alert.state(), AlertState::Quiet);
    waiting = 101;
    EXPECT_FALSE(next(alert));
    EXPECT_EQ(alert.state(), AlertState::Pending);
    EXPECT_EQ(secondsUntilTurn(alert), 29);
    EXPECT_EQ(alert.state(), AlertState::Firing);
    EXPECT_EQ(alert.value(), 101);
    EXPECT_EQ(secondsUntilTurn(alert, 100), 100) << "once";
    waiting = 100;
    EXPECT_EQ(secondsUntilTurn(alert), 30);
    EXPECT_EQ(alert.state(), AlertState::Quiet);
}

TEST_F(AlertTest, AShortPeakDoesNotFire)
{
    Alert alert(ruleFor(u"pipit_writer_waiting"_s, 100));
    for (int i = 0; i < 10; ++i) {
        waiting = 200;
        EXPECT_EQ(secondsUntilTurn(alert, 29), 29);
        waiting = 0;
        EXPECT_FALSE(next(alert));
        EXPECT_EQ(alert.state(), AlertState::Quiet);
    }
}

TEST_F(AlertTest, WhatSwingsAroundItsLimitKeepsFiring)
{
    AlertRule rule = ruleFor(u"pipit_writer_waiting"_s, 100, 5s);
    rule.clear = 50;
    Alert alert(rule);
    waiting = 150;
    EXPECT_EQ(secondsUntilTurn(alert), 5);
    for (int i = 0; i < 50; ++i) {
        waiting = i % 2 ? 60 : 110;
        EXPECT_FALSE(next(alert));
    }
    EXPECT_EQ(alert.state(), AlertState::Firing);
    waiting = 50;
    EXPECT_EQ(secondsUntilTurn(alert), 5);
}

TEST_F(AlertTest, FiresBelowWhereItIsToldSo)
{
    AlertRule rule = ruleFor(u"pipit_writer_waiting"_s, 10, 0s);
    rule.isBelow = true;
    Alert alert(rule);
    waiting = 10;
    EXPECT_FALSE(next(alert));
    waiting = 9;
    EXPECT_TRUE(next(alert)) << "at once";
    EXPECT_EQ(alert.state(), AlertState::Firing);
}

TEST_F(AlertTest, OfSeveralGaugesTheWorstIsJudged)
{
    metrics::Metrics metrics;
    metrics.addSource([](metrics::Metrics::Answers &answers) {
        answers.add("pipit_bot_reachable", 1, {{"bot", "a"}});
        answers.add("pipit_bot_reachable", 0, {{"bot", "b"}});
    });
    for (const bool isBelow : {true, false}) {
        AlertRule rule = ruleFor(u"pipit_bot_reachable"_s, 0.5, 0s);
        rule.isBelow = isBelow;
        Alert alert(rule);
        EXPECT_TRUE(alert.judge(metrics.collect(), {}));
        EXPECT_EQ(alert.value(), isBelow ? 0 : 1);
    }
}

TEST_F(AlertTest, WithoutAFigureNothingIsBeyond)
{
    AlertRule rule = ruleFor(u"pipit_writer_waiting"_s, 10, 2s);
    rule.isBelow = true;
    Alert alert(rule);
    waiting.reset();
    EXPECT_EQ(secondsUntilTurn(alert, 20), 20);
    EXPECT_EQ(alert.value(), std::nullopt);
}

TEST_F(AlertTest, ACounterIsJudgedByWhatItGrowsByInASecond)
{
    Alert alert(ruleFor(u"pipit_resume_total{result!=\"continued\"}"_s, 5, 10s));
    resets = 1'000'000; // before this node was looked at
    EXPECT_EQ(secondsUntilTurn(alert, 60), 60);
    EXPECT_EQ(alert.value(), 0);
    for (int i = 0; i < 60; ++i) {
        resets += 4;
        EXPECT_FALSE(next(alert));
    }
    EXPECT_DOUBLE_EQ(*alert.value(), 4);
    int seconds = 0;
    do {
        resets += 10;
        ++seconds;
    } while (!next(alert) && seconds < 100);
    EXPECT_EQ(seconds, 21) << "11 until the mean of the minute is above 5, and ten more";
    EXPECT_EQ(secondsUntilTurn(alert), 16 + 10) << "once the mean is 5 again, and ten more";
}

TEST_F(AlertTest, AHistogramIsJudgedByItsQuantileOfTheWindow)
{
    Alert alert(ruleFor(u"pipit_commit_to_wire_seconds"_s, 0.5, 3s));
    EXPECT_FALSE(next(alert));
    EXPECT_EQ(alert.value(), std::nullopt) << "nothing was sent";
    for (int i = 0; i < 100; ++i)
        latency.record(0.01);
    latency.record(2.0);
    EXPECT_FALSE(next(alert));
    EXPECT_LT(*alert.value(), 0.5) << "one of a hundred";
    for (int i = 0; i < 10; ++i)
        latency.record(2.0);
    EXPECT_EQ(secondsUntilTurn(alert), 3);
    EXPECT_NEAR(*alert.value(), 2, 0.5);
    EXPECT_EQ(secondsUntilTurn(alert), 56 + 3) << "once the window has passed";
}

} // namespace
} // namespace pipit::ops
