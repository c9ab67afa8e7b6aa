// SPDX-License-Identifier: GPL-3.0-or-later
// How latencies are counted: buckets that grow by powers of two with some steps in each, from 1 µs to over an hour.
//
// A value read back is too large by one part in `steps` at most.
// Thread rule: pure functions; Counts has one writer and any readers.
#pragma once

#include "core/figure.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace pipit::load {

template<std::size_t steps>
    requires(std::has_single_bit(steps))
struct LatencyBuckets {
    static constexpr std::size_t count = 32 * steps;

    static std::size_t bucketOf(std::chrono::nanoseconds latency)
    {
        const auto us = std::uint64_t(std::max<std::int64_t>(0, latency.count() / 1000));
        if (us < steps)
            return std::size_t(us);
        const auto exponent = std::size_t(std::bit_width(us) - std::bit_width(steps)); // so that us >> exponent lies in steps … 2·steps − 1
        return std::min(count - 1, (exponent + 1) * steps + std::size_t((us >> exponent) - steps));
    }

    static std::uint64_t upperEdgeUs(std::size_t bucket)
    {
        if (bucket < steps)
            return bucket + 1;
        const std::size_t exponent = bucket / steps - 1;
        return (std::uint64_t(bucket % steps) + steps + 1) << exponent;
    }

    using Sum = std::array<std::uint64_t, count>;

    static std::uint64_t total(const Sum &sum)
    {
        std::uint64_t all = 0;
        for (const std::uint64_t n : sum)
            all += n;
        return all;
    }

    // In milliseconds; 0 where nothing was counted.
    static double percentileMs(const Sum &sum, double share)
    {
        const auto all = double(total(sum));
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < count; ++i) {
            seen += sum[i];
            if (seen > 0 && double(seen) >= share * all)
                return double(upperEdgeUs(i)) / 1000.0;
        }
        return 0;
    }

    class Counts
    {
    public:
        void record(std::chrono::nanoseconds latency)
        {
            m_counts[bucketOf(latency)].add();
        }

        void addTo(Sum &sum) const
        {
            for (std::size_t i = 0; i < count; ++i)
                sum[i] += std::uint64_t(m_counts[i]);
        }

    private:
        std::array<Figure, count> m_counts{};
    };
};

} // namespace pipit::load
