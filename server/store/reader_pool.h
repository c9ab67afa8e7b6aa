// SPDX-License-Identifier: GPL-3.0-or-later
// A few threads with a database connection each, for questions that must not wait for the writer.
//
// Thread rule: submit() and close() on any thread; jobs run on a thread of the pool with that thread's connection.
#pragma once

#include "core/thread_name.h"
#include "server/store/answers.h"
#include "server/store/job_queue.h"
#include "server/store/sql_fault.h"

#include <functional>
#include <future>
#include <memory>
#include <thread>

namespace pipit::store {

template<typename Connection>
class ReaderPool
{
public:
    using Job = std::function<void(Connection &)>;

    // `open` makes a connection on the thread that will use it; what it throws, this throws.
    ReaderPool(int threads, std::size_t maxWaiting, std::function<std::unique_ptr<Connection>()> open) : m_queue(maxWaiting)
    {
        std::vector<std::future<void>> results;
        for (int i = 0; i < threads; ++i) {
            // Shared: the thread may still be leaving set_value() when this has gone on.
            const auto opened = std::make_shared<std::promise<void>>();
            results.push_back(opened->get_future());
            m_threads.emplace_back([this, open, opened] {
                nameThread("pipit reader");
                std::unique_ptr<Connection> connection;
                try {
                    connection = open();
                } catch (...) {
                    opened->set_exception(std::current_exception());
                    return;
                }
                opened->set_value();
                for (std::vector<Job> jobs = m_queue.take(1); !jobs.empty(); jobs = m_queue.take(1))
                    jobs.front()(*connection);
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

    // As JobQueue::submit.
    [[nodiscard]] bool submit(Job job) { return m_queue.submit(std::move(job)); }

    // Calls `done` once, with what `question` gives or why it could not be asked. What the database throws becomes Unavailable.
    template<typename T, typename Question>
    void answer(Question question, std::function<void(Result<T>)> done)
    {
        const bool taken = submit([question = std::move(question), done](Connection &connection) {
            try {
                done(question(connection));
            } catch (const SqlFault &fault) {
                done(cannotRead(fault.text()));
            }
        });
        if (!taken)
            done(cannotRead(QStringLiteral("the node is stopping, or too many are waiting.")));
    }

    template<typename T, typename Question>
    QFuture<Result<T>> ask(Question question)
    {
        auto [promise, future] = makePromise<T>();
        answer<T>(std::move(question), [promise = promise](Result<T> result) { fulfil<T>(promise, std::move(result)); });
        return future;
    }

    // Answers what is waiting, then ends the threads.
    void close()
    {
        m_queue.close();
        for (std::thread &thread : m_threads) {
            if (thread.joinable())
                thread.join();
        }
    }

private:
    JobQueue<Job> m_queue;
    std::vector<std::thread> m_threads;
};

} // namespace pipit::store
