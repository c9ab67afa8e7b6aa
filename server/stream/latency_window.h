// SPDX-License-Identifier: GPL-3.0-or-later
// Latencies of the last one to two minutes, as percentiles that are right to about 12 %.
//
// Two halves take turns, so old figures leave without a timer for each value.
// Thread rule: record() and rotate() on one thread; snapshot() on any.
#pragma once

#include "core/latency_buckets.h"

#include <span>

namespace pipit::stream {

class LatencyWindow
{
public:
    struct Snapshot {
        std::uint64_t count = 0;
        double p50Ms = 0;
        double p90Ms = 0;
        double p99Ms = 0;
    };

    void record(std::chrono::nanoseconds latency) { m_halves[m_current].record(latency); }

    // Call about once a minute: forgets the older half.
    void rotate()
    {
        const auto next = 1 - m_current.load(std::memory_order_relaxed);
        m_halves[next].clear();
        m_current.store(next, std::memory_order_relaxed);
    }

    Snapshot snapshot() const { return snapshotOf(std::array{this}); }

    // Of several threads' windows together.
    static Snapshot snapshotOf(std::span<const LatencyWindow *const> windows)
    {
        Buckets::Sum sum{};
        for (const LatencyWindow *window : windows) {
            for (const Buckets::Counts &half : window->m_halves)
                half.addTo(sum);
        }
        return {Buckets::total(sum), Buckets::percentileMs(sum, 0.50), Buckets::percentileMs(sum, 0.90), Buckets::percentileMs(sum, 0.99)};
    }

private:
    using Buckets = LatencyBuckets<8>;

    std::array<Buckets::Counts, 2> m_halves;
    std::atomic<std::size_t> m_current = 0;
};

} // namespace pipit::stream
