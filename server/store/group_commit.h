// SPDX-License-Identifier: GPL-3.0-or-later
// One writer thread that commits, as one transaction, whatever arrived while it was committing the last one.
//
// With one publisher each message costs one commit; with hundreds they share it. Nothing waits for a timer.
// Thread rule: submit() and close() on any thread; the functions given to the constructor run on the writer's thread.
#pragma once

#include "core/thread_name.h"
#include "server/store/job_queue.h"

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

private:
    JobQueue<Job> m_queue;
    std::thread m_thread;
};

} // namespace pipit::store
