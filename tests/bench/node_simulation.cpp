// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/node_simulation.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <random>

namespace pipit::bench {

namespace {

constexpr double shortRound = 1'000;    // as the engine has them (server/stream/engine.cpp), µs
constexpr double longestPause = 10'000;
constexpr std::size_t largestCommit = 1'000;

double percentile(std::vector<double> &values, double share)
{
    if (values.empty())
        return 0;
    const auto at = std::min(values.size() - 1, std::size_t(share * double(values.size())));
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(at), values.end());
    return values[at];
}

// Where each stage's work ends, in the order in which messages come: first in, first out all the way.
class Line
{
public:
    Line(const Costs &costs, const Load &load, double slowdown) : m_costs(costs), m_load(load), m_slowdown(slowdown) { }

    Simulated run(double seconds)
    {
        arrive(1e6 * (seconds + 1));
        commit();
        send();
        return result(1e6);
    }

private:
    // Through the node's thread; when each is handed to the writer.
    void arrive(double until)
    {
        std::mt19937_64 random(1);
        std::exponential_distribution<double> gap(m_load.rate / 1e6);
        double free = 0;
        for (double at = gap(random); at < until; at += gap(random)) {
            free = std::max(free, at) + m_costs.http * m_slowdown;
            m_due.push_back(at);
            m_submitted.push_back(free);
            m_busy += m_costs.http;
        }
    }

    void commit()
    {
        double free = 0;
        for (std::size_t next = 0; next < m_submitted.size();) {
            const double begin = std::max(free, m_submitted[next]);
            std::size_t end = next;
            while (end < m_submitted.size() && end - next < largestCommit && m_submitted[end] <= begin)
                ++end;
            const double own = m_costs.write * double(end - next);
            free = begin + m_costs.commit + own * m_slowdown;
            m_busy += own;
            ++m_commits;
            for (; next < end; ++next)
                m_committed.push_back(free);
        }
    }

    void send()
    {
        double free = 0;
        for (std::size_t next = 0; next < m_committed.size();) {
            const double begin = std::max(free, m_committed[next]);
            std::size_t end = next;
            while (end < m_committed.size() && m_committed[end] <= begin)
                ++end;
            const double messages = double(end - next);
            const double sends = m_load.streamsOfMessage * (m_load.isOneChannel ? 1 : messages);
            const double took = (m_costs.round + sends * m_costs.send + messages * m_load.streamsOfMessage * m_costs.delivery) * m_slowdown;
            m_sends += sends;
            m_busy += took / m_slowdown;
            // A stream's turn is anywhere in the round.
            for (; next < end; ++next) {
                for (const double turn : {0.1, 0.3, 0.5, 0.7, 0.9}) {
                    m_deliveredAt.push_back(m_due[next]);
                    m_latency.push_back(begin + turn * took - m_due[next]);
                }
            }
            free = begin + took + (took > shortRound ? std::min(took, longestPause) : 0);
        }
    }

    Simulated result(double warm)
    {
        std::vector<double> counted;
        for (std::size_t i = 0; i < m_latency.size(); ++i) {
            if (m_deliveredAt[i] >= warm)
                counted.push_back(m_latency[i]);
        }
        Simulated simulated;
        simulated.p50Ms = percentile(counted, 0.5) / 1000;
        simulated.p99Ms = percentile(counted, 0.99) / 1000;
        simulated.messagesOfCommit = double(m_due.size()) / std::max(1.0, m_commits);
        simulated.messagesOfSend = double(m_due.size()) * m_load.streamsOfMessage / std::max(1.0, m_sends);
        simulated.processors = m_due.empty() ? 0 : m_busy / m_due.back();
        return simulated;
    }

    const Costs &m_costs;
    const Load &m_load;
    const double m_slowdown;
    std::vector<double> m_due, m_submitted, m_committed, m_deliveredAt, m_latency;
    double m_commits = 0, m_sends = 0, m_busy = 0;
};

} // namespace

Simulated simulate(const Costs &costs, const Load &load, double seconds)
{
    // Twice: how busy it is tells how much longer everything takes where there are too few processors.
    const Simulated alone = Line(costs, load, 1).run(seconds);
    const double slowdown = std::max(1.0, alone.processors / load.processors);
    return slowdown > 1 ? Line(costs, load, slowdown).run(seconds) : alone;
}

double highestRate(const Costs &costs, Load load, double mostMs)
{
    const auto holds = [&](double rate) {
        load.rate = rate;
        return simulate(costs, load, 3).p99Ms < mostMs;
    };
    double low = 10;
    while (low < 1e6 && holds(low * 2))
        low *= 2;
    double high = low * 2;
    while (high / low > 1.03) {
        const double middle = std::sqrt(low * high);
        (holds(middle) ? low : high) = middle;
    }
    return low;
}

} // namespace pipit::bench
