// SPDX-License-Identifier: GPL-3.0-or-later
// When what follows from the log is brought up to it: beside the publishing, and before somebody reads it.
// Thread rule: committed() on the writer's thread, catchUp() on a reader's, which waits for the writer's.
#pragma once

#include "core/result.h"
#include "server/store/sqlite/sqlite_derive.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>

namespace pipit::store {

class SqliteDeriver
{
public:
    using Reading = std::function<void(SqliteDatabase &)>;
    using Writing = std::function<qint64(SqliteDatabase &)>;

    // `read` gives work to a reader's thread (false: it takes none); `write` does it in the writer's turn and waits for it; `met` hears of
    // what the database refused beside a reader who is told.
    SqliteDeriver(qint64 derivedTo, qint64 head, std::function<bool(Reading)> read, std::function<Result<qint64>(Writing)> write, std::function<void(const SqlFault &)> met);

    // The log has got to there.
    void committed(qint64 head);

    // For whoever reads next, as far as that is a matter of moments; one reader at a time, so that a writer that cannot write does not
    // keep all of them. `sessionId`: that session is brought up, whatever else is behind. Throws SqlFault.
    void catchUp(SqliteDatabase &database, const QString &sessionId = {});

private:
    using Clock = std::chrono::steady_clock;

    void derive(SqliteDatabase &database, int atMost);
    void deriveBeside();

    const std::function<bool(Reading)> m_read;
    const std::function<Result<qint64>(Writing)> m_write;
    const std::function<void(const SqlFault &)> m_met;
    std::atomic<qint64> m_head;
    std::atomic<qint64> m_derivedTo; // at least so far
    std::atomic<bool> m_isDeriving = false;
    std::timed_mutex m_catchingUp;
    std::atomic<Clock::time_point> m_next{};
};

} // namespace pipit::store
