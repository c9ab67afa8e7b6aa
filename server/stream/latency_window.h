// SPDX-License-Identifier: GPL-3.0-or-later
// Latencies of the last one to two minutes, as percentiles that are right to about 6 %.
//
// Buckets grow by powers of two with eight steps in each, from 1 µs to over an hour. Two halves take turns, so old
// figures leave without a timer for each value.
// Thread rule: record() and rotate() on one thread; snapshot() on any.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstdint>
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

    void record(std::chrono::nanoseconds latency)
    {
        const auto us = std::uint64_t(std::max<std::int64_t>(0, latency.count() / 1000));
        auto &bucket = m_halves[m_current][bucketOf(us)];
        bucket.store(bucket.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }

    // Call about once a minute: forgets the older half.
    void rotate()
    {
        const auto next = 1 - m_current.load(std::memory_order_relaxed);
        for (auto &bucket : m_halves[next])
            bucket.store(0, std::memory_order_relaxed);
        m_current.store(next, std::memory_order_relaxed);
    }

    Snapshot snapshot() const { return snapshotOf(std::array{this}); }

    // Of several threads' windows together.
    static Snapshot snapshotOf(std::span<const LatencyWindow *const> windows)
    {
        std::array<std::uint64_t, bucketCount> sum{};
        std::uint64_t count = 0;
        for (const LatencyWindow *window : windows) {
            for (const auto &half : window->m_halves) {
                for (std::size_t i = 0; i < bucketCount; ++i) {
                    const auto n = half[i].load(std::memory_order_relaxed);
                    sum[i] += n;
                    count += n;
                }
            }
        }
        const auto percentile = [&](double share) {
            std::uint64_t seen = 0;
            for (std::size_t i = 0; i < bucketCount; ++i) {
                seen += sum[i];
                if (seen > 0 && double(seen) >= share * double(count))
                    return double(upperEdgeUs(i)) / 1000.0;
            }
            return 0.0;
        };
        return {count, percentile(0.50), percentile(0.90), percentile(0.99)};
    }

private:
    static constexpr std::size_t steps = 8;
    static constexpr std::size_t bucketCount = 32 * steps;

    static std::size_t bucketOf(std::uint64_t us)
    {
        if (us < steps)
            return std::size_t(us);
        const auto exponent = std::size_t(std::bit_width(us)) - 4; // so that us >> exponent lies in 8…15
        return std::min(bucketCount - 1, (exponent + 1) * steps + std::size_t((us >> exponent) - steps));
    }

    static std::uint64_t upperEdgeUs(std::size_t bucket)
    {
        if (bucket < steps)
            return bucket + 1;
        const std::size_t exponent = bucket / steps - 1;
        return (std::uint64_t(bucket % steps) + steps + 1) << exponent;
    }

    std::array<std::array<std::atomic<std::uint64_t>, bucketCount>, 2> m_halves{};
    std::atomic<std::size_t> m_current = 0;
};

} // namespace pipit::stream
