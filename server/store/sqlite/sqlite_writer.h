// SPDX-License-Identifier: GPL-3.0-or-later
// The one connection of a node that writes: group commit, one transaction for all that waits.
//
// Work that fails is told what became of it: NotStored where nothing of it is in the log, InDoubt where the disk did not confirm the
// commit. One that cannot be written does not take the others of its transaction with it. Nothing is written to a damaged database.
// Thread rule: write(), figures() and close() on any thread.
#pragma once

#include "server/store/answers.h"
#include "server/store/group_commit.h"
#include "server/store/sqlite/sqlite_database.h"
#include "server/store/store.h"

#include <optional>
#include <span>

namespace pipit::store {

class SqliteHealth;

class SqliteWriter
{
public:
    struct Unnoted {
        void operator()(const auto &) const {}
    };

    // `committed` is called on the writer's thread with what a transaction has appended to the log, where that is anything, before whoever
    // wrote it is told. Throws SqlFault.
    SqliteWriter(const QString &file, SqliteHealth &health, std::function<void(const QList<Message> &)> committed);

    // `apply` has a database within a transaction, and adds what it has appended to the log to the list; it may be called again where the
    // transaction failed. `bytes`: what it holds beside itself, where it waits for its turn. `note` hears the outcome before the future is
    // ready.
    template<typename T, typename Apply, typename Note = Unnoted>
    QFuture<Result<T>> write(Apply apply, std::size_t bytes = 0, Note note = {})
    {
        auto [promise, future] = makePromise<T>();
        auto outcome = std::make_shared<std::optional<Result<T>>>();
        submit(Job{
            .apply = [outcome, apply = std::move(apply)](SqliteDatabase &database, QList<Message> &committed) { *outcome = apply(database, committed); },
            .done = [outcome, promise = promise, note] { note(**outcome); fulfil(promise, std::move(**outcome)); },
            .failed = [promise = promise, note](const Error &error) { note(error); fulfil<T>(promise, error); },
        }, bytes);
        return future;
    }

    CommitFigures figures() const { return m_commits.figures(); }

    // Commits what is waiting, then ends.
    void close() { m_commits.close(); }

private:
    // `apply` inside the transaction, then exactly one of `done` after the commit and `failed`.
    struct Job {
        std::function<void(SqliteDatabase &, QList<Message> &committed)> apply;
        std::function<void()> done;
        std::function<void(const Error &)> failed;
        std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
    };

    struct Fault {
        Error error;
        bool ofAJob; // one of the jobs could not be written, not the transaction as a whole
    };

    void submit(Job job, std::size_t bytes);
    void commit(std::vector<Job> jobs);
    // Nothing if the transaction is on disk.
    std::optional<Fault> tryCommit(std::span<Job> jobs);

    SqliteHealth &m_health;
    const std::function<void(const QList<Message> &)> m_committed;
    std::unique_ptr<SqliteDatabase> m_database; // the writer's thread
    GroupCommit<Job> m_commits; // last: its thread uses the rest
};

} // namespace pipit::store
