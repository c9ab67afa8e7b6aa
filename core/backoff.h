// SPDX-License-Identifier: GPL-3.0-or-later
// How long to wait before trying again: exponential, capped, with full jitter, so that many who lost the same server do
// not come back in the same moment. Thread rule: a value on one thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace pipit {

class Backoff
{
public:
    using Milliseconds = std::chrono::milliseconds;

    explicit Backoff(Milliseconds base, Milliseconds cap = std::chrono::seconds(60), std::uint32_t seed = std::random_device{}())
        : m_base(base), m_cap(cap), m_random(seed)
    {
    }

    // The wait before the next attempt: anywhere between a tenth of, and the whole of, min(cap, base * 2^attempts).
    // Not from zero: a server that refuses at once would otherwise be asked at once again.
    Milliseconds next()
    {
        const auto ceiling = std::min(m_cap, m_base * (Milliseconds::rep(1) << std::min(m_attempts, 20)));
        ++m_attempts;
        return Milliseconds(std::uniform_int_distribution<Milliseconds::rep>(ceiling.count() / 10, ceiling.count())(m_random));
    }

    int attempts() const { return m_attempts; }
    void reset() { m_attempts = 0; }
    void setBase(Milliseconds base) { m_base = base; }

private:
    Milliseconds m_base;
    Milliseconds m_cap;
    int m_attempts = 0;
    std::minstd_rand m_random;
};

} // namespace pipit
