// SPDX-License-Identifier: GPL-3.0-or-later
// The one connection of a node that writes: group commit, one statement and one doorbell for each transaction.
//
// A statement that fails says which: NotStored where the server refused it, InDoubt where the connection broke before its
// answer came.
// Thread rule: append(), write() and close() on any thread.
#pragma once

#include "server/store/answers.h"
#include "server/store/group_commit.h"
#include "server/store/postgres/log_feed.h"
#include "server/store/postgres/postgres_link.h"

#include <atomic>

namespace pipit::store {

class PostgresWriter
{
public:
    // `behind` is called where the feed did not get to the end of the log.
    PostgresWriter(const PostgresLog &log, CallWatchdog &watchdog, LogFeed &feed, std::function<void()> behind);

    QFuture<Result<Stored>> append(MessageDraft draft);

    enum class Turn { Last, Next }; // Next: before all that wait

    // `bytes`: what the work holds beside itself, where it waits for its turn.
    template<typename T, typename Work>
    QFuture<Result<T>> write(Work work, Turn turn = Turn::Last, std::size_t bytes = 0)
    {
        auto [promise, future] = makePromise<T>();
        submit(Job{.work = [work = std::move(work), promise = promise](PostgresDatabase &database) { fulfil<T>(promise, work(database)); },
                   .failed = [promise = promise](const Error &error) { fulfil<T>(promise, error); },
                   .bytes = bytes}, turn);
        return future;
    }

    // Why the last attempt could not reach the database; nothing where it could.
    std::optional<QString> fault() const;
    StoreFigures figures() const { return {.appended = m_appended.reading(), .transactions = m_transactions, .messages = m_messages, .writes = m_commits.figures()}; }

    // Commits what is waiting, then ends.
    void close() { m_commits.close(); }

private:
    struct Job {
        MessageDraft draft = {};                            // of a message, where `stored` is set
        PromisePtr<Stored> stored = {};
        std::function<void(PostgresDatabase &)> work = {};  // else; what it throws is told to `failed`
        std::function<void(const Error &)> failed = {};
        std::size_t bytes = 0;
        CallWatchdog::Clock::time_point since = CallWatchdog::Clock::now();
    };

    void submit(Job job, Turn turn = Turn::Last);
    void commit(std::vector<Job> jobs);
    void appendAll(std::span<Job *const> jobs);
    void doWork(const Job &job);
    // Error: NotStored, where there is no connection.
    Result<PostgresDatabase *> open();
    void fail(const Job &job, const Error &error);
    void noteLoss(const SqlFault &fault);
    void setFault(const std::optional<QString> &fault);

    PostgresLink m_link; // the writer's thread
    LogFeed &m_feed;
    const std::function<void()> m_behind;
    AppendCounts m_appended;
    std::atomic<qint64> m_transactions = 0, m_messages = 0;
    mutable std::mutex m_faultMutex;
    std::optional<QString> m_fault;
    GroupCommit<Job> m_commits; // last: its thread uses the rest
};

} // namespace pipit::store
