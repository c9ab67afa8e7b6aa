// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/call_watchdog.h"

namespace pipit::store {

CallWatchdog::CallWatchdog() : m_thread([this] { run(); }) { }

CallWatchdog::~CallWatchdog()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

CallWatchdog::Call::~Call()
{
    if (!m_watchdog)
        return;
    const std::lock_guard lock(m_watchdog->m_mutex);
    m_watchdog->m_calls.erase(m_key);
}

CallWatchdog::Call CallWatchdog::limit(std::chrono::milliseconds atMost, std::function<void()> stop)
{
    const std::lock_guard lock(m_mutex);
    const std::pair key(Clock::now() + atMost, ++m_next);
    const auto place = m_calls.emplace(key, std::move(stop)).first;
    if (place == m_calls.begin())
        m_wake.notify_one();
    return Call(this, key);
}

void CallWatchdog::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        if (m_calls.empty()) {
            m_wake.wait(lock);
            continue;
        }
        const auto first = m_calls.begin();
        // A copy: the call may end, and its entry go, while this waits.
        if (const auto due = first->first.first; due > Clock::now()) {
            m_wake.wait_until(lock, due);
            continue;
        }
        // Under the lock: so a Call that is being destroyed waits until this is over.
        first->second();
        m_calls.erase(first);
    }
}

} // namespace pipit::store
