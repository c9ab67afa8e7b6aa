// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/call_watchdog.h"

#include "tests/support/wait_until.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <vector>

using namespace pipit::store;
using namespace std::chrono_literals;
using pipit::test::waitUntil;

namespace {

TEST(CallWatchdogTest, EndsACallThatTakesTooLong)
{
    std::atomic<int> stopped = 0;
    CallWatchdog watchdog;
    const auto begin = CallWatchdog::Clock::now();
    const auto call = watchdog.limit(50ms, [&] { ++stopped; });
    ASSERT_TRUE(waitUntil([&] { return stopped == 1; }, 10s));
    EXPECT_GE(CallWatchdog::Clock::now() - begin, 50ms);
}

TEST(CallWatchdogTest, LeavesACallAloneThatIsOver)
{
    std::atomic<int> stopped = 0, witnessed = 0;
    CallWatchdog watchdog;
    { const auto call = watchdog.limit(300ms, [&] { ++stopped; }); }
    // Due later than the first would have been.
    const auto witness = watchdog.limit(350ms, [&] { ++witnessed; });
    ASSERT_TRUE(waitUntil([&] { return witnessed == 1; }, 10s));
    EXPECT_EQ(stopped, 0);
}

TEST(CallWatchdogTest, StopsEachCallOnce)
{
    std::atomic<int> stopped = 0, witnessed = 0;
    CallWatchdog watchdog;
    const auto call = watchdog.limit(1ms, [&] { ++stopped; });
    ASSERT_TRUE(waitUntil([&] { return stopped == 1; }, 10s));
    const auto witness = watchdog.limit(20ms, [&] { ++witnessed; });
    ASSERT_TRUE(waitUntil([&] { return witnessed == 1; }, 10s));
    EXPECT_EQ(stopped, 1);
}

TEST(CallWatchdogTest, AShorterLimitThatCameLaterIsKept)
{
    std::vector<int> order;
    std::atomic<int> stopped = 0;
    CallWatchdog watchdog;
    const auto slow = watchdog.limit(300ms, [&] { order.push_back(2), ++stopped; });
    const auto quick = watchdog.limit(10ms, [&] { order.push_back(1), ++stopped; });
    ASSERT_TRUE(waitUntil([&] { return stopped == 2; }, 10s));
    EXPECT_EQ(order, (std::vector{1, 2}));
}

TEST(CallWatchdogTest, ACallThatIsReplacedIsOver)
{
    std::atomic<int> first = 0, second = 0;
    CallWatchdog watchdog;
    auto call = watchdog.limit(std::chrono::hours(1), [&] { ++first; });
    call = watchdog.limit(10ms, [&] { ++second; });
    ASSERT_TRUE(waitUntil([&] { return second == 1; }, 10s));
    call = {};
    EXPECT_EQ(first, 0);
}

// The address sanitizer sees where the watchdog still looks at a call that has ended.
TEST(CallWatchdogTest, ACallMayEndWhileItsLimitIsWaitedFor)
{
    CallWatchdog watchdog;
    for (int i = 0; i < 50; ++i) {
        std::atomic<int> stopped = 0;
        std::optional waitedFor(watchdog.limit(std::chrono::hours(1), [] { }));
        const auto first = watchdog.limit(1ms, [&] { ++stopped; });
        ASSERT_TRUE(waitUntil([&] { return stopped == 1; }, 10s));
        waitedFor.reset();
        const auto second = watchdog.limit(1ms, [&] { ++stopped; });
        ASSERT_TRUE(waitUntil([&] { return stopped == 2; }, 10s));
    }
}

// What `stop` refers to may go as soon as the Call is gone: nothing may be running then.
TEST(CallWatchdogTest, WhenACallIsGoneItsStopIsNotRunning)
{
    CallWatchdog watchdog;
    for (int i = 0; i < 500; ++i) {
        auto isAlive = std::make_unique<std::atomic<bool>>(true);
        std::atomic<int> wrong = 0;
        {
            const auto call = watchdog.limit(0ms, [&wrong, alive = isAlive.get()] {
                std::this_thread::yield();
                wrong += !*alive;
            });
            std::this_thread::yield();
        }
        *isAlive = false;
        isAlive.reset();
        ASSERT_EQ(wrong, 0);
    }
}

TEST(CallWatchdogTest, ManyThreadsShareOne)
{
    std::atomic<int> stopped = 0;
    {
        CallWatchdog watchdog;
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                for (int n = 0; n < 200; ++n)
                    const auto call = watchdog.limit(std::chrono::hours(1), [&] { ++stopped; });
                std::optional slow(watchdog.limit(5ms, [&] { ++stopped; }));
                waitUntil([&] { return stopped >= 8; }, 10s);
            });
        }
        for (auto &thread : threads)
            thread.join();
    }
    EXPECT_EQ(stopped, 8);
}

} // namespace
