// SPDX-License-Identifier: GPL-3.0-or-later
// One thread of the engine, with the streams that it was given. Only the engine includes this.
//
// Thread rule: hand(), post(), figures() and what is atomic from any thread; everything else on the loop's own.
#pragma once

#include "core/figure.h"
#include "server/stream/engine.h"
#include "server/stream/recent_frames.h"
#include "server/stream/registry.h"
#include "server/stream/round.h"
#include "server/stream/timing_wheel.h"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <random>
#include <thread>
#include <variant>

namespace pipit::stream {

class EngineLoop
{
public:
    // What a stream that becomes live must know beyond the log, where that is known on this thread. Else nothing, and it is handed
    // in as Joining: after every round that the frames tell of, and before every other.
    using AskUnderWay = std::function<std::optional<std::vector<Frame>>(EngineLoop &, const Connection &)>;

    EngineLoop(const EngineOptions &options, const EngineHooks &hooks, AskUnderWay askUnderWay);
    ~EngineLoop(); // stopped before

    void run();
    void waitForEnd() { m_thread.join(); }

    void post(std::function<void()> task) { asio::post(m_context, std::move(task)); }
    asio::io_context &context() { return m_context; }

    struct Joining {
        ConnectionId id;
        std::vector<Frame> underWay;
    };
    using Waiting = std::variant<RoundPtr, Joining>;

    // Taken in this order; all that come while the last ones are being sent are taken at once, so that each stream gets them in one
    // send.
    void hand(Waiting waiting);
    void carry(const Round &round); // at once

    // `turnAway`: it is told to come back later, for this reason, and ended.
    void open(ConnectionId id, NativeSocket socket, StreamStart start, std::optional<CloseReason> turnAway);
    void send(ConnectionId id, Frame frame);
    bool sendLive(ConnectionId id, const Frame &frame); // as what is live: a reader that does not keep up is ended. False: it is not here
    void finish(ConnectionId id, CloseReason reason);
    void finishOwned(const std::shared_ptr<const void> &owner, CloseReason reason);
    void drain(std::chrono::milliseconds within, std::chrono::milliseconds retry);
    void stop(std::chrono::milliseconds retry);

    // engine_views.cpp
    StreamList list(const StreamQuery &query) const;
    bool tap(ConnectionId id, Connection::Tap tap); // whoever listened before is told the end. False: it is not here
    void untap(ConnectionId id, ConnectionId listener);

    // Streams that are here or on their way here, and those of them that carry messages. Any thread.
    std::int64_t openCount() const { return m_openCount; }
    std::int64_t messageCount() const { return m_messageCount; }
    void countIn(const Subscription &subscription) { count(subscription, 1); }

    // Written by the loop's thread only, read by any.
    struct Figures {
        Figure opened, deliveries, sends, blocked, waitingBytes;
        std::array<Figure, 3> inPhase; // all but Gone
        std::array<Figure, closeReasons.size()> closed;
        std::array<Figure, resumeResults.size()> resumed;
        Histogram commitToWire{latencyEdges}, receivedToWire{latencyEdges}, lifetime{lifetimeEdges}, replayed{replayedEdges};
    };
    const Figures &figures() const { return m_figures; }

private:
    void count(const Subscription &subscription, int change);

    static constexpr std::array<double, 9> lifetimeEdges{1, 5, 15, 60, 300, 900, 3'600, 14'400, 86'400};
    static constexpr std::array<double, 6> replayedEdges{1, 10, 100, 1'000, 10'000, 100'000};
    static constexpr int ticksPerHeartbeat = 32;
    static constexpr std::chrono::milliseconds retryWhenTurnedAway{5'000};

    void carryWaiting();
    void queueRound(const Round &round);
    void pumpTouched();
    void deliver(Connection &connection, const Round &round, const Round::Batch &batch);
    void deliver(Connection &connection, const Round &round, std::uint32_t place);
    void queueLive(Connection &connection, const Frame &frame, std::uint32_t messages = 0);
    void touch(Connection &connection);
    // Sends what is queued, then goes on with the replay, until the socket blocks or the stream is live.
    void pump(Connection &connection);
    Connection::Flushed flush(Connection &connection);
    void enter(Connection &connection, Connection::Phase phase);
    void countWaiting(Connection &connection, std::size_t bytes);
    void readUntilGone(Connection &connection);
    void waitWritable(Connection &connection);

    // engine_replay.cpp
    void begin(Connection &connection, const StreamStart &start);
    bool replayMore(Connection &connection);
    void takePage(ConnectionId id, std::int64_t after, HistoryPage page);
    void goLive(Connection &connection);
    static void hearOthers(Connection &connection, std::vector<Frame> underWay);
    void join(Joining joining);
    void announce(Connection &connection, std::int64_t position, std::optional<ResumeResult> reset = {});
    void restart(Connection &connection, ResumeResult why);
    void replay(Connection &connection, Frame frame);

    // engine_ending.cpp
    void noteEnd(Connection &connection, CloseReason reason);
    StreamView viewOf(const Connection &connection) const;
    std::int64_t lagOf(const Connection &connection) const;
    void end(Connection &connection, CloseReason reason, std::chrono::milliseconds retry);
    void doom(Connection &connection, CloseReason reason);
    void sweep();
    void drainSome();
    std::chrono::milliseconds jittered(std::chrono::milliseconds retry);
    void scheduleTick();
    void onTick();
    Clock::time_point pingDue(const Connection &connection) const;
    std::size_t ticksUntil(Clock::time_point due) const;

    const EngineOptions m_options;
    const EngineHooks &m_hooks;
    const AskUnderWay m_askUnderWay;
    std::atomic<std::int64_t> m_openCount = 0, m_messageCount = 0;
    asio::io_context m_context{1};
    asio::executor_work_guard<asio::io_context::executor_type> m_work;
    asio::steady_timer m_timer;
    asio::steady_timer m_drainTimer;
    TimingWheel<ConnectionId> m_wheel;
    RecentFrames m_recent;
    Registry m_registry;
    std::vector<Connection *> m_touched;
    struct Delivery {
        LogFrame frame;
        std::int64_t streams;
    };
    std::vector<Delivery> m_deliveries;          // of which somebody wants to hear
    std::vector<std::int64_t> m_streamsOfFrames; // of the round that is being queued, where somebody does
    std::vector<ConnectionId> m_doomed;
    std::deque<StreamView> m_ended; // the last one first
    std::array<char, 4096> m_discarded; // what clients say on a stream is read only to see them leave
    const Frame m_pingFrame;
    const std::chrono::milliseconds m_tickTime;
    std::minstd_rand m_random{std::random_device{}()};
    struct Draining {
        Clock::time_point at;
        ConnectionId id;
    };
    std::vector<Draining> m_draining; // the next one last
    std::chrono::milliseconds m_drainRetry{};
    bool m_stopping = false;

    std::mutex m_waitingMutex;
    std::vector<Waiting> m_waiting;

    Figures m_figures;
    std::thread m_thread;
};

} // namespace pipit::stream
