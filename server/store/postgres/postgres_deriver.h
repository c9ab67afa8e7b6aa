// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps what is derived from the log near its end, so that who reads it finds little left to do.
//
// One piece of work at a time, on a link of the pool, and after it a pause twice as long: publishing comes first. A piece that the
// database refuses is logged; the next call tries again.
// Thread rule: any thread. The pool ends before this does.
#pragma once

#include "server/store/postgres/postgres_link.h"
#include "server/store/reader_pool.h"

#include <atomic>

namespace pipit::store {

class PostgresDeriver
{
public:
    explicit PostgresDeriver(ReaderPool<PostgresLink> &readers) : m_readers(readers) { }

    // The log has come to `position`. Nothing happens where that is derived already, or it is too soon.
    void upTo(qint64 position);
    // Begins no piece any more; one that has begun ends with the pool.
    void close() { m_isClosed = true; }

private:
    using Clock = CallWatchdog::Clock;

    ReaderPool<PostgresLink> &m_readers;
    std::atomic<bool> m_isClosed = false, m_isBusy = false;
    std::atomic<qint64> m_derivedTo = -1;
    std::atomic<Clock::time_point> m_nextTime{};
};

} // namespace pipit::store
