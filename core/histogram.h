// SPDX-License-Identifier: GPL-3.0-or-later
// How often values came, counted by upper edges as Prometheus has them, and read back as Prometheus does: what a
// histogram_quantile() of the exported buckets says is what quantile() says.
// Thread rule: record() on one thread at a time; reading() on any; a reading is a value.
#pragma once

#include "core/figure.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

namespace pipit {

// What was counted up to a moment, or between two of them.
struct HistogramReading {
    std::span<const double> edges = {};     // ascending; they live as long as the program
    std::vector<std::uint64_t> counts = {}; // up to each edge and beyond the one before; the last is beyond all edges
    double sum = 0;

    HistogramReading &operator+=(const HistogramReading &other)
    {
        if (counts.empty())
            return *this = other;
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts[i] += other.counts[i];
        sum += other.sum;
        return *this;
    }

    // What came since an earlier reading of the same histogram; since the start where that is empty.
    HistogramReading since(const HistogramReading &earlier) const
    {
        HistogramReading news = *this;
        for (std::size_t i = 0; i < earlier.counts.size(); ++i)
            news.counts[i] -= earlier.counts[i];
        news.sum -= earlier.sum;
        return news;
    }

    std::uint64_t total() const
    {
        std::uint64_t all = 0;
        for (const std::uint64_t count : counts)
            all += count;
        return all;
    }

    // The value that this share of all does not exceed, between the edges in proportion; the last edge for what is beyond all;
    // 0 where nothing was counted.
    double quantile(double share) const
    {
        const double rank = share * double(total());
        double before = 0;
        for (std::size_t i = 0; i < edges.size(); ++i) {
            if (counts[i] > 0 && before + double(counts[i]) >= rank) {
                const double lower = i > 0 ? edges[i - 1] : 0;
                return lower + (edges[i] - lower) * (rank - before) / double(counts[i]);
            }
            before += double(counts[i]);
        }
        return before < rank ? edges.back() : 0;
    }
};

class Histogram
{
public:
    explicit Histogram(std::span<const double> edges) : m_edges(edges), m_counts(edges.size() + 1) { }

#ifdef PIPIT_WITHOUT_FIGURES
    void record(double) { }
#else
    void record(double value)
    {
        m_counts[std::size_t(std::ranges::lower_bound(m_edges, value) - m_edges.begin())].add();
        m_sum.store(m_sum.load(std::memory_order_relaxed) + value, std::memory_order_relaxed);
    }
#endif
    void record(std::chrono::nanoseconds time) { record(std::chrono::duration<double>(time).count()); }

    HistogramReading reading() const
    {
        HistogramReading reading{.edges = m_edges, .counts = {m_counts.begin(), m_counts.end()}, .sum = m_sum.load(std::memory_order_relaxed)};
        return reading;
    }

private:
    std::span<const double> m_edges;
    std::vector<Figure> m_counts;
    std::atomic<double> m_sum = 0;
};

// In seconds, from 16 µs to 67 s, four for each doubling: a quantile between two of them is a few percent off at most.
inline constexpr auto latencyEdges = [] {
    std::array<double, 22 * 4 + 1> edges{};
    for (std::size_t i = 0; i < edges.size(); ++i)
        edges[i] = 16e-6 * double(std::uint64_t(1) << i / 4) * (1 + double(i % 4) / 4);
    return edges;
}();

} // namespace pipit
