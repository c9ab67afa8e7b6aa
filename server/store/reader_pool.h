// SPDX-License-Identifier: GPL-3.0-or-later
// A few threads with a database connection each, for questions that must not wait for the writer.
//
// Thread rule: submit() and close() on any thread; jobs run on a thread of the pool with that thread's connection.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace pipit::store {

template<typename Connection>
class ReaderPool
{
public:
    using Job = std::function<void(Connection &)>;

    // `open` makes a connection on the thread that will use it; what it throws, this throws.
    ReaderPool(int threads, std::size_t maxWaiting, std::function<std::unique_ptr<Connection>(int index)> open) : m_maxWaiting(maxWaiting)
    {
        std::vector<std::future<void>> results;
        for (int i = 0; i < threads; ++i) {
            // Shared: the thread may still be leaving set_value() when this has gone on.
            const auto opened = std::make_shared<std::promise<void>>();
            results.push_back(opened->get_future());
            m_threads.emplace_back([this, open, i, opened] {
                std::unique_ptr<Connection> connection;
                try {
                    connection = open(i);
                } catch (...) {
                    opened->set_exception(std::current_exception());
                    return;
                }
                opened->set_value();
                while (Job job = next())
                    job(*connection);
            });
        }
        try {
            for (std::future<void> &result : results)
                result.get();
        } catch (...) {
            close();
            throw;
        }
    }

    ~ReaderPool() { close(); }

    // False: too much is waiting, or close() was called; the job was not taken.
    [[nodiscard]] bool submit(Job job)
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

    // Answers what is waiting, then ends the threads.
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_wake.notify_all();
        for (std::thread &thread : m_threads) {
            if (thread.joinable())
                thread.join();
        }
    }

private:
    Job next()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
        if (m_waiting.empty())
            return {};
        Job job = std::move(m_waiting.front());
        m_waiting.pop_front();
        return job;
    }

    const std::size_t m_maxWaiting;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_waiting;
    bool m_closed = false;
    std::vector<std::thread> m_threads;
};

} // namespace pipit::store
