// SPDX-License-Identifier: GPL-3.0-or-later
// One writer thread that commits, as one transaction, whatever arrived while it was committing the last one.
//
// With one publisher each message costs one commit; with hundreds they share it. Nothing waits for a timer.
// Thread rule: submit() and close() on any thread; the functions given to the constructor run on the writer's thread.
#pragma once

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace pipit::store {

template<typename Job>
class GroupCommit
{
public:
    // `commit` takes the jobs of one transaction, in the order in which they came, and never throws. `enter` and `leave`
    // run first and last on the writer's thread; what `enter` throws, this throws.
    GroupCommit(std::size_t maxWaiting, std::size_t maxBatch, std::function<void()> enter, std::function<void(std::vector<Job>)> commit, std::function<void()> leave)
        : m_maxWaiting(maxWaiting), m_maxBatch(maxBatch)
    {
        // Shared: the thread may still be leaving set_value() when this has gone on.
        const auto entered = std::make_shared<std::promise<void>>();
        m_thread = std::thread([this, entered, enter = std::move(enter), commit = std::move(commit), leave = std::move(leave)] {
            try {
                enter();
            } catch (...) {
                entered->set_exception(std::current_exception());
                return;
            }
            entered->set_value();
            for (std::vector<Job> batch = next(); !batch.empty(); batch = next())
                commit(std::move(batch));
            leave();
        });
        try {
            entered->get_future().get();
        } catch (...) {
            m_thread.join();
            throw;
        }
    }

    ~GroupCommit() { close(); }

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

    // Commits what is waiting, then ends the thread.
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_wake.notify_one();
        if (m_thread.joinable())
            m_thread.join();
    }

private:
    // Empty: closed, and nothing is left.
    std::vector<Job> next()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
        if (m_waiting.size() <= m_maxBatch)
            return std::exchange(m_waiting, {});
        const auto end = m_waiting.begin() + std::ptrdiff_t(m_maxBatch);
        std::vector<Job> batch(std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(end));
        m_waiting.erase(m_waiting.begin(), end);
        return batch;
    }

    const std::size_t m_maxWaiting;
    const std::size_t m_maxBatch;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Job> m_waiting;
    bool m_closed = false;
    std::thread m_thread;
};

} // namespace pipit::store
