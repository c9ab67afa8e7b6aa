// SPDX-License-Identifier: GPL-3.0-or-later
// Where jobs wait for the threads that do them: bounded in number and in bytes, first in first out but for submitFirst(), and finished to the last one after close().
// Thread rule: any thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace pipit::store {

template<typename Job>
class JobQueue
{
public:
    explicit JobQueue(std::size_t maxWaiting) : m_maxWaiting(maxWaiting) { }

    // `bytes`: what the job holds beside itself. False: too much is waiting, or close() was called; the job was not taken.
    [[nodiscard]] bool submit(Job &&job, std::size_t bytes = 0)
    {
        {
            const std::lock_guard lock(m_mutex);
            // One is always taken where none waits, however large it is.
            const bool isFull = m_waiting.size() >= m_maxWaiting || (!m_waiting.empty() && m_bytes + bytes > maxBytes);
            if (m_closed || isFull)
                return false;
            m_waiting.push_back({std::move(job), bytes});
            m_bytes += bytes;
        }
        m_wake.notify_one();
        return true;
    }

    // Before all that wait, however many they are: for the few that must not be late. False after close().
    [[nodiscard]] bool submitFirst(Job &&job)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed)
                return false;
            m_waiting.push_front({std::move(job), 0});
        }
        m_wake.notify_one();
        return true;
    }

    // Waits for a job, and takes whatever is there, up to so many. Empty: closed, and nothing is left.
    std::vector<Job> take(std::size_t atMost)
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
        std::vector<Job> jobs;
        for (; !m_waiting.empty() && jobs.size() < atMost; m_waiting.pop_front()) {
            m_bytes -= m_waiting.front().bytes;
            jobs.push_back(std::move(m_waiting.front().job));
        }
        return jobs;
    }

    std::size_t size() const
    {
        const std::lock_guard lock(m_mutex);
        return m_waiting.size();
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
    static constexpr std::size_t maxBytes = 256 << 20;

    struct Waiting {
        Job job;
        std::size_t bytes;
    };

    const std::size_t m_maxWaiting;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Waiting> m_waiting;
    std::size_t m_bytes = 0; // of all that wait
    bool m_closed = false;
};

} // namespace pipit::store
