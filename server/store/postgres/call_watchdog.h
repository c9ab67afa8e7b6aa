// SPDX-License-Identifier: GPL-3.0-or-later
// Ends calls that take too long, from a thread of its own: a call into the database's library can block for ever where the
// server is frozen or the network swallows everything.
//
// Thread rule: any thread. A Call is destroyed before what `stop` refers to; after that `stop` is not called, nor running.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace pipit::store {

class CallWatchdog
{
public:
    using Clock = std::chrono::steady_clock;

    CallWatchdog();
    ~CallWatchdog();

    class Call
    {
    public:
        Call() = default;
        Call(Call &&other) noexcept : m_watchdog(std::exchange(other.m_watchdog, nullptr)), m_key(other.m_key) { }
        Call &operator=(Call &&other) noexcept
        {
            std::swap(m_watchdog, other.m_watchdog);
            std::swap(m_key, other.m_key);
            return *this;
        }
        ~Call();

    private:
        friend class CallWatchdog;
        Call(CallWatchdog *watchdog, std::pair<Clock::time_point, std::uint64_t> key) : m_watchdog(watchdog), m_key(key) { }

        CallWatchdog *m_watchdog = nullptr;
        std::pair<Clock::time_point, std::uint64_t> m_key;
    };

    // `stop` runs once, on the watchdog's thread, unless the Call is gone by then; it must make the call return, and not block.
    Call limit(std::chrono::milliseconds atMost, std::function<void()> stop);

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::map<std::pair<Clock::time_point, std::uint64_t>, std::function<void()>> m_calls;
    std::uint64_t m_next = 0;
    bool m_ending = false;
    std::thread m_thread;
};

} // namespace pipit::store
