// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/rate_limiter.h"

#include <gtest/gtest.h>

using namespace pipit;
using namespace pipit::auth;
using namespace std::chrono_literals;

namespace {

TEST(RateLimiterTest, LetsTenSecondsWorthThroughAndThenAsManyASecond)
{
    RateLimiter::Clock::time_point now{};
    RateLimiter limiter(5, [&now] { return now; });
    for (int i = 0; i < 50; ++i)
        ASSERT_FALSE(limiter.take("ann")) << i;
    EXPECT_EQ(limiter.take("ann"), 200ms);
    EXPECT_FALSE(limiter.take("bob"));
    now += 199ms;
    EXPECT_TRUE(limiter.take("ann"));
    now += 1ms;
    EXPECT_FALSE(limiter.waitOf("ann"));
    EXPECT_FALSE(limiter.take("ann"));
    EXPECT_TRUE(limiter.waitOf("ann"));
    EXPECT_TRUE(limiter.take("ann"));
    EXPECT_FALSE(limiter.waitOf("nobody"));
    now += 1h;
    int passed = 0;
    while (!limiter.take("ann"))
        ++passed;
    EXPECT_EQ(passed, 50);
}

TEST(RateLimiterTest, ManyNamesDoNotFillMemory)
{
    RateLimiter::Clock::time_point now{};
    RateLimiter limiter(1, [&now] { return now; });
    for (int i = 0; i < 250'000; ++i) {
        limiter.take(QByteArray::number(i));
        if (i % 25'000 == 0)
            now += 1s;
    }
    EXPECT_LE(limiter.size(), 100'000);
}

} // namespace
