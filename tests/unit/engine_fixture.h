// SPDX-License-Identifier: GPL-3.0-or-later
// An engine whose store is a log in memory, for tests. Without Qt, as the engine. Thread rule: the test's thread.
#pragma once

#include "core/sse_encoder.h"
#include "server/stream/engine.h"
#include "tests/unit/socket_pair.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace pipit::test {

using namespace pipit::stream;

// A log in memory that plays the store: committed here first, then published. The parameter is the engine's threads.
class EngineTest : public testing::TestWithParam<int>
{
protected:
    EngineOptions options{.heartbeat = std::chrono::seconds(30), .threads = GetParam()};
    std::mutex mutex;
    std::vector<LogFrame> log;
    std::size_t pageSize = 100;
    std::atomic<int> historyReads = 0;
    HistoryPage::Status historyStatus = HistoryPage::Status::Read; // what the store says of every cursor
    std::function<void()> beforePage = [] {};
    std::vector<Frame> underWay;
    std::function<std::vector<Frame>()> underWayNow = [this] { return underWay; };
    std::function<Frame(CloseReason, std::chrono::milliseconds)> closing = [](CloseReason reason, std::chrono::milliseconds) {
        return makeFrame("[closing " + std::string(closeReasonName(reason)) + "]\n");
    };
    std::function<Frame(const Frame &)> tapFrame;
    std::atomic<int> reading = 0; // threads that read for the engine
    std::unique_ptr<Engine> engine;

    // What they hand in goes to the engine, and they read from here: neither goes before them.
    ~EngineTest() override
    {
        if (engine)
            engine->stop();
        while (reading > 0)
            std::this_thread::yield();
    }

    void start()
    {
        EngineHooks hooks{
            .positionFrame = [](std::optional<ResumeResult> reset, std::int64_t position) {
                return makeFrame("[position " + std::to_string(position) + (reset ? " reset " + std::string(resumeResultName(*reset)) : "") + "]\n");
            },
            .closingFrame = closing,
            .readHistory = [this](SubscriptionPtr subscription, std::int64_t after, std::function<void(HistoryPage)> done) {
                ++reading;
                std::thread([this, subscription = std::move(subscription), after, done = std::move(done)]() mutable {
                    done(page(*subscription, after));
                    done = {};
                    --reading;
                }).detach();
            },
            .underWay = [this](const Subscription &) { return underWayNow(); },
            .tapFrame = tapFrame,
        };
        engine = std::make_unique<Engine>(options, std::move(hooks));
    }

    HistoryPage page(const Subscription &subscription, std::int64_t after)
    {
        ++historyReads;
        if (historyStatus != HistoryPage::Status::Read)
            return {.status = historyStatus};
        HistoryPage page;
        {
            const std::lock_guard lock(mutex);
            const std::int64_t head = log.empty() ? 0 : log.back().position;
            if (after > head)
                return {.status = HistoryPage::Status::UnknownCursor};
            page.coveredTo = head;
            for (const LogFrame &frame : log) {
                if (frame.position <= after || !subscription.covers(frame.sessionId))
                    continue;
                if (page.frames.size() == pageSize) {
                    page.coveredTo = page.frames.back().position;
                    break;
                }
                page.frames.push_back(frame);
            }
        }
        beforePage(); // what is committed from here on is not in the page
        return page;
    }

    void commit(const std::string &session, std::string text = {})
    {
        const std::lock_guard lock(mutex);
        const std::int64_t position = (log.empty() ? options.head : log.back().position) + 1;
        log.push_back({position, session, makeFrame("[" + session + " " + std::to_string(position) + text + "]\n"), Clock::now()});
    }

    void publishLast(std::size_t count = 1)
    {
        const std::lock_guard lock(mutex);
        engine->publish({log.end() - std::ptrdiff_t(count), log.end()});
    }

    void say(const std::string &session, std::string text = {})
    {
        commit(session, std::move(text));
        publishLast();
    }

    ConnectionId open(SocketPair &pair, std::vector<std::string> sessions, std::optional<std::int64_t> after = {}, std::optional<ResumeResult> reset = {})
    {
        auto subscription = std::make_shared<Subscription>();
        subscription->all = sessions.empty();
        subscription->sessions = std::move(sessions);
        return engine->adopt(pair.takeWriter(), {.head = "[head]\n", .subscription = subscription, .after = after, .reset = reset});
    }

    static void waitUntil(const std::function<bool()> &done)
    {
        const auto until = Clock::now() + std::chrono::seconds(10);
        while (!done() && Clock::now() < until)
            std::this_thread::yield();
        ASSERT_TRUE(done());
    }
};

#define PIPIT_ENGINE_TESTS(suite) INSTANTIATE_TEST_SUITE_P(Threads, suite, testing::Values(1, 3), [](const auto &kind) { return std::to_string(kind.param); })

inline std::string lines(const std::string &session, int from, int to)
{
    std::string text;
    for (int i = from; i <= to; ++i)
        text += "[" + session + " " + std::to_string(i) + "]\n";
    return text;
}

} // namespace pipit::test
