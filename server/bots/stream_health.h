// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a bot's streams come through. After two bad ones in a row its answers are fetched for a while, then a stream is tried
// again; if that one is bad too, the next while begins. Thread rule: the node's thread.
#pragma once

#include <chrono>

namespace pipit::bots {

class StreamHealth
{
public:
    using Clock = std::chrono::steady_clock;

    bool isTrusted(Clock::time_point now = Clock::now()) const { return m_badInRow < badInRowAtMost || now >= m_tryAgainAt; }
    void good() { m_badInRow = 0; }
    void bad(Clock::time_point now = Clock::now())
    {
        ++m_badInRow;
        m_tryAgainAt = now + pause;
    }

private:
    static constexpr int badInRowAtMost = 2;
    static constexpr std::chrono::minutes pause{5};

    int m_badInRow = 0;
    Clock::time_point m_tryAgainAt{};
};

} // namespace pipit::bots
