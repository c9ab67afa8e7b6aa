// SPDX-License-Identifier: GPL-3.0-or-later
// One writer thread that commits, as one transaction, whatever arrived while it was committing the last one.
//
// With one publisher each message costs one commit; with hundreds they share it. Nothing waits for a timer.
// A Job says `since` when it waits (of std::chrono::steady_clock).
// Thread rule: submit(), close() and figures() on any thread; the functions given to the constructor run on the writer's thread.
#pragma once

#include "core/thread_name.h"
#include "server/store/job_queue.h"
#include "server/store/store_figures.h"

#include <functional>
#include <future>
#include <memory>
#include <thread>

namespace pipit::store {

template<typename Job>
class GroupCommit
{
public:
    // `commit` takes the jobs of one transaction, in the order in which they came, and never throws. `enter` and `leave`
    // run first and last on the writer's thread; what `enter` throws, this throws.
    GroupCommit(std::size_t maxWaiting, std::size_t maxBatch, std::function<void()> enter, std::function<void(std::vector<Job>)> commit, std::function<void()> leave)
        : m_queue(maxWaiting)
    {
        // Shared: the thread may still be leaving set_value() when this has gone on.
        const auto entered = std::make_shared<std::promise<void>>();
        m_thread = std::thread([this, entered, maxBatch, enter = std::move(enter), commit = std::move(commit), leave = std::move(leave)] {
            nameThread("pipit writer");
            try {
                enter();
            } catch (...) {
                entered->set_exception(std::current_exception());
                return;
            }
            entered->set_value();
            for (std::vector<Job> batch = m_queue.take(maxBatch); !batch.empty(); batch = m_queue.take(maxBatch))
                commitCounted(std::move(batch), commit);
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

    // As of JobQueue.
    [[nodiscard]] bool submit(Job &&job, std::size_t bytes = 0) { return m_queue.submit(std::move(job), bytes); }

    [[nodiscard]] bool submitFirst(Job &&job) { return m_queue.submitFirst(std::move(job)); }

    // Commits what is waiting, then ends the thread.
    void close()
    {
        m_queue.close();
        if (m_thread.joinable())
            m_thread.join();
    }

    CommitFigures figures() const { return {.waiting = qint64(m_queue.size()), .batch = m_batch.reading(), .wait = m_wait.reading(), .commit = m_commit.reading()}; }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::array<double, 10> batchEdges{1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000};

    void commitCounted(std::vector<Job> batch, const std::function<void(std::vector<Job>)> &commit)
    {
        const auto began = Clock::now();
        m_batch.record(double(batch.size()));
        m_wait.record(began - batch.front().since);
        commit(std::move(batch));
        m_commit.record(Clock::now() - began);
    }

    Histogram m_batch{batchEdges}, m_wait{latencyEdges}, m_commit{latencyEdges};
    JobQueue<Job> m_queue;
    std::thread m_thread;
};

} // namespace pipit::store
