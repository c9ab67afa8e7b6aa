// SPDX-License-Identifier: GPL-3.0-or-later
// Where jobs wait for the threads that do them: bounded, first in first out, and finished to the last one after close().
// Thread rule: any thread.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace pipit::store {

template<typename Job>
class JobQueue
{
public:
    explicit JobQueue(std::size_t maxWaiting) : m_maxWaiting(maxWaiting) { }

    // False: too much is waiting, or close() was called; the job was not taken.
    [[nodiscard]] bool submit(Job &&job)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed || m_waiting.size() >= m_maxWaiting)
                return false;
            m_waiting.push_back(std::move(job));
        }
        m_wake.notify_one();
        return true;
    }

    // Waits for a job, and takes whatever is there, up to so many. Empty: closed, and nothing is left.
    std::vector<Job> take(std::size_t atMost)
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
        const auto end = m_waiting.begin() + std::ptrdiff_t(std::min(atMost, m_waiting.size()));
        std::vector<Job> jobs(std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(end));
        m_waiting.erase(m_waiting.begin(), end);
        return jobs;
    }

    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_wake.notify_all();
    }

private:
    const std::size_t m_maxWaiting;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_waiting;
    bool m_closed = false;
};

} // namespace pipit::store
