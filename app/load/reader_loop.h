// SPDX-License-Identifier: GPL-3.0-or-later
// A thread that reads some of a load's streams, and what they count together.
// Thread rule: start(), cut(), readOn() and stop() on the thread that made it; figures on any.
#pragma once

#include "app/load/latency_buckets.h"
#include "app/load/load_plan.h"
#include "app/load/stream_reader.h"
#include "core/figure.h"

#include <asio/executor_work_guard.hpp>
#include <asio/steady_timer.hpp>

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <thread>

namespace pipit::load {

using Latencies = LatencyBuckets<64>;

class ReaderLoop
{
public:
    struct Figures {
        Figure ready;                     // streams that are open and told their position
        Figure delivered;                 // messages, each once for each stream
        Figure doubled;
        Figure unordered;                 // ids that did not grow on their stream
        Figure bytes;
        Figure opened, resumed, resets;
        Figure lastAt;                    // when the last message came, of Clock
        Latencies::Counts latency;                // from when it was due to when it was read, on streams that read all the time
        Latencies::Counts back;                   // from a cut to the head of the next answer
        Latencies::Counts catchUp;                // from a cut to the first message that was due after it
    };

    ReaderLoop(const LoadPlan &plan, std::uint32_t run, asio::ssl::context *tls, const asio::ip::tcp::endpoint &server);
    ~ReaderLoop();

    void add(int index, int channel, bool isSlow);
    void start();
    void cut();
    void readOn();
    // Nothing comes back from here on.
    void stop();

    const Figures &figures() const { return m_figures; }
    std::map<std::string, std::int64_t> endings() const; // why streams ended, how many
    std::string firstRefusal() const;
    const std::deque<std::shared_ptr<StreamReader>> &readers() const { return m_readers; }

private:
    friend class StreamReader;

    void noteEnding(const std::string &reason);
    void noteRefusal(const std::string &head);
    void openSome();

    const LoadPlan &m_plan;
    const std::uint32_t m_run;
    asio::ssl::context *const m_tls;
    const asio::ip::tcp::endpoint m_server;
    asio::io_context m_context{1};
    asio::executor_work_guard<asio::io_context::executor_type> m_work;
    std::vector<char> m_buffer; // of streams in the clear: each is read to its end before the next one's turn
    std::deque<std::shared_ptr<StreamReader>> m_readers;
    std::size_t m_openedSoFar = 0;
    std::size_t m_opening = 0;
    std::atomic<bool> m_isStopping = false;
    std::minstd_rand m_random{std::random_device{}()};
    Figures m_figures;
    mutable std::mutex m_mutex;
    std::map<std::string, std::int64_t> m_endings;
    std::string m_firstRefusal;
    std::thread m_thread;
};

} // namespace pipit::load
