// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of the engine: its thread's state and what it does with it. Only engine.cpp includes this.
//
// Thread rule: handIn(), post(), the counters and `stopped` from any thread; everything else on the engine's.
#pragma once

#include "server/stream/engine.h"
#include "server/stream/recent_frames.h"
#include "server/stream/registry.h"
#include "server/stream/timing_wheel.h"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include <atomic>
#include <mutex>
#include <thread>

namespace pipit::stream {

class EngineLoop
{
public:
    EngineLoop(const EngineOptions &engineOptions, EngineHooks engineHooks);

    void post(std::function<void()> task)
    {
        asio::post(context, std::move(task));
    }

    // What is to be carried, in the order in which it was handed in.
    struct Item {
        LogFrame frame;                 // position 0: not of the log
        std::function<void()> before = {};
    };

    // All items that arrive while the last ones are being sent are taken at once, so that each stream gets them in one send.
    template<typename Add>
    void handIn(Add add)
    {
        {
            const std::lock_guard lock(incomingMutex);
            add(incoming);
            if (std::exchange(takeScheduled, true))
                return;
        }
        post([this] { takeItems(); });
    }

    void open(ConnectionId id, NativeSocket socket, StreamStart start);
    void takeItems();
    void end(Connection &connection, CloseReason reason, std::chrono::milliseconds retry);
    void doom(Connection &connection, CloseReason reason);
    void sweep();
    void stopAll(std::chrono::milliseconds retry);

    // Sends what is queued, then goes on with the replay, until the socket blocks or the stream is live.
    void pump(Connection &connection);

    const EngineOptions options;
    const EngineHooks hooks;
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work;
    asio::steady_timer timer;
    TimingWheel<ConnectionId> wheel;
    RecentFrames recent;
    Registry registry;
    std::vector<ConnectionId> doomed;
    std::array<char, 4096> discarded; // what clients say on a stream is read only to see them leave
    Frame pingFrame;
    const std::chrono::milliseconds tickTime;
    Clock::time_point latencyRotated = Clock::now();
    bool stopping = false;

    std::mutex incomingMutex;
    std::vector<Item> incoming;
    bool takeScheduled = false;

    std::atomic<bool> stopped = false;
    std::atomic<ConnectionId> nextId = 1;
    std::atomic<std::int64_t> openCount = 0, opened = 0, published = 0, deliveries = 0;
    std::array<std::atomic<std::int64_t>, closeReasons.size()> closed{};
    LatencyWindow latency;
    std::thread thread;

private:
    bool deliver(Connection &connection, const LogFrame &frame);
    void queueLive(Connection &connection, const Frame &frame);
    bool replayMore(Connection &connection);
    void takePage(ConnectionId id, std::int64_t after, HistoryPage page);
    void goLive(Connection &connection);
    void announce(Connection &connection, bool reset, std::int64_t position, std::string_view reason);
    void restart(Connection &connection);
    void readUntilGone(Connection &connection);
    void waitWritable(Connection &connection);
    void scheduleTick();
    void onTick();
    std::size_t ticksUntil(Clock::time_point due) const;
};

} // namespace pipit::stream
