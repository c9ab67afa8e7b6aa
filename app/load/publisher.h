// SPDX-License-Identifier: GPL-3.0-or-later
// Publishes at a fixed rate, whatever the server does (an open loop): a message that finds no free connection waits, and its
// latency counts from when it was due.
// Thread rule: start() and stop() on the thread that made it; figures on any; `accepted` and `doubtful` once isOver().
#pragma once

#include "app/load/load_plan.h"
#include "app/load/message_mark.h"
#include "app/load/wire.h"

#include <asio/steady_timer.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace pipit::load {

class Publisher
{
public:
    Publisher(const LoadPlan &plan, std::uint32_t run, asio::ssl::context *tls, const asio::ip::tcp::endpoint &server);
    ~Publisher();

    void start();
    // Nothing more is begun; any thread.
    void finish();
    void stop();

    struct Figures {
        std::atomic<std::int64_t> sent = 0, accepted = 0, refused = 0, doubtful = 0, resent = 0;
    };
    const Figures &figures() const { return m_figures; }
    bool isOver() const { return m_isOver; }
    Clock::time_point beganAt() const { return m_beganAt; }
    Clock::time_point endedAt() const { return m_endedAt; }

    // By serial, from 0; its channel is serial % channels.
    enum class Fate : std::uint8_t { NotSent, Accepted, Refused, Doubtful };
    const std::vector<Fate> &fates() const { return m_fates; }
    std::map<std::string, std::int64_t> refusals() const;

private:
    struct Line {
        std::shared_ptr<Wire> wire = {};
        std::string request = {};
        std::string answer = {};
        std::vector<char> buffer = std::vector<char>(16 << 10);
        std::uint32_t serial = 0;
        bool isBusy = false;
        bool wasUsed = false; // since it was connected
    };

    void beOver();
    void sendDue();
    void send(std::size_t line);
    void connect(std::size_t line);
    void write(std::size_t line);
    void sendAgain(std::size_t line);
    void endRefused(std::size_t line, int status);
    void read(std::size_t line);
    bool isAnswered(const std::string &answer) const;
    void end(std::size_t line, Fate fate, const std::string &why = {});
    Clock::time_point dueAt(std::uint32_t serial) const;

    const LoadPlan &m_plan;
    const std::uint32_t m_run;
    std::uint32_t m_total;
    asio::ssl::context *const m_tls;
    const asio::ip::tcp::endpoint m_server;
    asio::io_context m_context{1};
    asio::steady_timer m_timer;
    std::vector<Line> m_lines;
    std::vector<std::size_t> m_free;
    std::string m_padding;
    std::uint32_t m_next = 0;
    std::uint32_t m_ended = 0;
    std::vector<Fate> m_fates;
    Clock::time_point m_beganAt = {}, m_endedAt = {}, m_giveUpAt = {};
    Figures m_figures;
    std::atomic<bool> m_isOver = false;
    mutable std::mutex m_mutex;
    std::map<std::string, std::int64_t> m_refusals;
    std::thread m_thread;
};

} // namespace pipit::load
