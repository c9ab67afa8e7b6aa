// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/load/load_run.h"

#include "app/load/publisher.h"

#include <numeric>

namespace pipit::load {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds lookTime{5};
constexpr milliseconds second{1'000};
constexpr milliseconds quietTime{1'500}; // once nothing has come for so long, nothing will

class Run
{
public:
    Run(const LoadPlan &plan, LoadWatch watch) : m_plan(plan), m_watch(std::move(watch)) { }

    LoadResult go()
    {
        if (!resolve())
            return m_result;
        makeReaders();
        openStreams();
        if (m_watch.beforePublishing && !m_result.wasEnded)
            m_watch.beforePublishing();
        publish();
        drain();
        if (m_watch.beforeEnd && !m_result.wasEnded)
            m_watch.beforeEnd();
        for (const auto &loop : m_loops)
            loop->stop();
        collect();
        return m_result;
    }

private:
    bool resolve()
    {
        asio::io_context context;
        asio::error_code fault;
        const auto found = asio::ip::tcp::resolver(context).resolve(m_plan.target.host, std::to_string(m_plan.target.port), fault);
        if (fault || found.empty()) {
            m_result.fault = "The host " + m_plan.target.host + " has no address: " + fault.message() + ".";
            return false;
        }
        // The first of them that answers, as every client does it.
        m_server = found.begin()->endpoint();
        if (found.size() > 1) {
            asio::ip::tcp::socket trial(context);
            if (const auto answering = asio::connect(trial, found, fault); !fault)
                m_server = answering;
        }
        if (!m_plan.target.isSecure)
            return true;
        m_tls.emplace(asio::ssl::context::tls_client);
        m_tls->set_verify_mode(asio::ssl::verify_peer);
        m_tls->set_default_verify_paths(fault);
        if (!m_plan.target.caFile.empty())
            m_tls->load_verify_file(m_plan.target.caFile, fault);
        if (fault)
            m_result.fault = "The authorities in " + m_plan.target.caFile + " cannot be read: " + fault.message() + ".";
        return m_result.fault.empty();
    }

    void makeReaders()
    {
        m_run = std::uint32_t(std::random_device{}());
        for (int i = 0; i < std::max(1, m_plan.threads); ++i)
            m_loops.push_back(std::make_unique<ReaderLoop>(m_plan, m_run, m_tls ? &*m_tls : nullptr, m_server));
        for (int i = 0; i < m_plan.streams; ++i)
            m_loops[std::size_t(i) % m_loops.size()]->add(i, i % m_plan.channels, i < m_plan.slow);
        m_publisher = std::make_unique<Publisher>(m_plan, m_run, m_tls ? &*m_tls : nullptr, m_server);
    }

    std::int64_t sum(Figure ReaderLoop::Figures::*figure) const
    {
        return std::accumulate(m_loops.begin(), m_loops.end(), std::int64_t(0), [figure](std::int64_t all, const auto &loop) { return all + (loop->figures().*figure).value(); });
    }

    void openStreams()
    {
        m_beganAt = m_lastSecond = Clock::now();
        for (const auto &loop : m_loops)
            loop->start();
        waitUntil([this] { return sum(&ReaderLoop::Figures::ready) >= m_plan.streams; }, m_plan.openTime);
        m_result.openS = std::chrono::duration<double>(Clock::now() - m_beganAt).count();
        waitUntil([] { return false; }, m_plan.settle);
    }

    void publish()
    {
        if (m_result.wasEnded)
            return;
        m_publisher->start();
        for (const milliseconds storm : m_plan.storms) {
            waitUntil([&] { return Clock::now() >= m_publisher->beganAt() + storm; }, m_plan.duration);
            if (m_result.wasEnded)
                return;
            for (const auto &loop : m_loops)
                loop->cut();
        }
        waitUntil([this] { return m_publisher->isOver(); }, 3 * m_plan.duration + m_plan.resend + second * 20);
        if (m_plan.rate == 0)
            waitUntil([] { return false; }, m_plan.duration);
    }

    // The slow ones read now; the last messages have their time.
    void drain()
    {
        m_publisher->stop();
        if (m_result.wasEnded)
            return;
        m_isDraining = true;
        for (const auto &loop : m_loops)
            loop->readOn();
        const std::int64_t expected = expectedOfAll();
        const auto began = Clock::now();
        const auto lastAt = [this] {
            std::int64_t last = 0;
            for (const auto &loop : m_loops)
                last = std::max(last, loop->figures().lastAt.value());
            return Clock::time_point(Clock::duration(last));
        };
        const auto isQuiet = [&] { return m_plan.slow == 0 && m_plan.storms.empty() && Clock::now() - std::max(began, lastAt()) > quietTime; };
        waitUntil([&] { return sum(&ReaderLoop::Figures::delivered) >= expected || (Clock::now() - began > quietTime && isQuiet()); }, m_plan.drain);
        m_result.deliveryS = std::max(0.0, std::chrono::duration<double>(lastAt() - m_publisher->beganAt()).count());
    }

    std::vector<std::int64_t> acceptedOfChannels() const
    {
        std::vector<std::int64_t> accepted(std::size_t(m_plan.channels), 0);
        const auto &fates = m_publisher->fates();
        for (std::size_t serial = 0; serial < fates.size(); ++serial)
            accepted[serial % accepted.size()] += fates[serial] == Publisher::Fate::Accepted;
        return accepted;
    }

    std::int64_t expectedOfAll() const
    {
        const auto accepted = acceptedOfChannels();
        std::int64_t expected = 0;
        for (int i = 0; i < m_plan.streams; ++i)
            expected += accepted[std::size_t(i % m_plan.channels)];
        return expected;
    }

    void collect()
    {
        m_result.streams = m_plan.streams;
        m_result.ready = sum(&ReaderLoop::Figures::ready);
        const Publisher::Figures &published = m_publisher->figures();
        m_result.sent = published.sent;
        m_result.accepted = published.accepted;
        m_result.refused = published.refused;
        m_result.doubtful = published.doubtful;
        m_result.resent = published.resent;
        m_result.publishS = std::chrono::duration<double>(m_publisher->endedAt() - m_publisher->beganAt()).count();
        m_result.refusals = m_publisher->refusals();
        m_result.expected = expectedOfAll();
        m_result.delivered = sum(&ReaderLoop::Figures::delivered);
        m_result.doubled = sum(&ReaderLoop::Figures::doubled);
        m_result.unordered = sum(&ReaderLoop::Figures::unordered);
        m_result.bytes = sum(&ReaderLoop::Figures::bytes);
        m_result.resumed = sum(&ReaderLoop::Figures::resumed);
        m_result.resets = sum(&ReaderLoop::Figures::resets);
        for (const auto &loop : m_loops) {
            loop->figures().latency.addTo(m_result.latency);
            loop->figures().back.addTo(m_result.back);
            loop->figures().catchUp.addTo(m_result.catchUp);
            for (const auto &[reason, number] : loop->endings())
                m_result.endings[reason] += number;
            if (m_result.firstRefusal.empty())
                m_result.firstRefusal = loop->firstRefusal();
            for (const auto &reader : loop->readers())
                countLost(*reader);
        }
    }

    void countLost(const StreamReader &reader)
    {
        const auto &fates = m_publisher->fates();
        std::int64_t lost = 0;
        for (auto serial = std::size_t(reader.channel()); serial < fates.size(); serial += std::size_t(m_plan.channels))
            lost += fates[serial] == Publisher::Fate::Accepted && !reader.hasSeen(std::uint32_t(serial));
        m_result.lost += lost;
        m_result.incomplete += lost > 0;
    }

    template<typename Condition>
    void waitUntil(Condition done, milliseconds atMost)
    {
        const auto until = Clock::now() + atMost;
        while (!m_result.wasEnded && !done() && Clock::now() < until) {
            std::this_thread::sleep_for(lookTime);
            noteSecond();
            if (m_watch.look)
                look();
        }
    }

    void look()
    {
        const bool isPublishing = m_publisher->beganAt() != Clock::time_point();
        const auto published = isPublishing ? std::chrono::duration_cast<milliseconds>(Clock::now() - m_publisher->beganAt()) : milliseconds(0);
        switch (m_watch.look({.ready = sum(&ReaderLoop::Figures::ready), .sent = m_publisher->figures().sent, .delivered = sum(&ReaderLoop::Figures::delivered), .published = published, .isDraining = m_isDraining})) {
        case Look::GoOn: break;
        case Look::Enough: m_publisher->finish(); break;
        case Look::End: m_result.wasEnded = true; break;
        }
    }

    void noteSecond()
    {
        const auto now = Clock::now();
        if (now - m_lastSecond < second)
            return;
        m_lastSecond += second;
        Latencies::Sum sum{};
        for (const auto &loop : m_loops)
            loop->figures().latency.addTo(sum);
        Latencies::Sum ofSecond{};
        for (std::size_t i = 0; i < sum.size(); ++i)
            ofSecond[i] = sum[i] - m_lastLatency[i];
        m_lastLatency = sum;
        const std::int64_t accepted = m_publisher->figures().accepted, delivered = this->sum(&ReaderLoop::Figures::delivered);
        m_result.seconds.push_back({.atS = std::chrono::duration<double>(now - m_beganAt).count(),
                                    .ready = this->sum(&ReaderLoop::Figures::ready),
                                    .accepted = accepted - std::exchange(m_lastAccepted, accepted),
                                    .delivered = delivered - std::exchange(m_lastDelivered, delivered),
                                    .p50Ms = Latencies::percentileMs(ofSecond, 0.5),
                                    .p99Ms = Latencies::percentileMs(ofSecond, 0.99)});
        if (m_watch.second)
            m_watch.second(m_result.seconds.back());
    }

    const LoadPlan &m_plan;
    const LoadWatch m_watch;
    LoadResult m_result;
    asio::ip::tcp::endpoint m_server;
    std::optional<asio::ssl::context> m_tls;
    std::uint32_t m_run = 0;
    std::vector<std::unique_ptr<ReaderLoop>> m_loops;
    std::unique_ptr<Publisher> m_publisher;
    bool m_isDraining = false;
    Clock::time_point m_beganAt = {}, m_lastSecond = {};
    Latencies::Sum m_lastLatency{};
    std::int64_t m_lastAccepted = 0, m_lastDelivered = 0;
};

} // namespace

LoadResult run(const LoadPlan &plan, LoadWatch watch)
{
    return Run(plan, std::move(watch)).go();
}

} // namespace pipit::load
