// SPDX-License-Identifier: GPL-3.0-or-later
// A node's signs of life in the database: its row, a notification that its own listener must hear, and the leases of its runs. What it
// learns by them: that another node has its id, or that the log is not the one that it follows any more.
//
// Thread rule: any thread; what is written, the writer writes, which ends before this does. Memory: one sign under way.
#pragma once

#include "server/store/postgres/postgres_runs.h"
#include "server/store/postgres/postgres_writer.h"

#include <QJsonObject>

#include <atomic>
#include <functional>
#include <mutex>

namespace pipit::store {

class NodeBeat
{
public:
    // `written`: called on the writer's thread, once a sign is in the database.
    NodeBeat(QString nodeId, QString epoch, PostgresRuns &runs, PostgresWriter &writer, std::function<void()> written);

    // Gives a sign; nothing where one is under way.
    void beat();
    // What other nodes read of this one.
    void setStats(std::function<QJsonObject()> stats);
    // Whoever has the node's runs in hand has asked for them: their leases go on.
    void noteAttendance() { m_attendedAt = Clock::now(); }
    // Gives no sign any more.
    void close() { m_isClosed = true; }

    bool isUnderWay() const { return m_isUnderWay; }
    bool isIdTaken() const { return m_isIdTaken; } // by a node that was there first

private:
    using Clock = CallWatchdog::Clock;

    const QString m_nodeId;
    const QString m_epoch;
    const qint64 m_startedAtMs;
    PostgresRuns &m_runs; // the writer's thread
    PostgresWriter &m_writer;
    const std::function<void()> m_written;
    std::atomic<bool> m_isClosed = false, m_isUnderWay = false, m_isIdTaken = false;
    std::atomic<Clock::time_point> m_attendedAt = Clock::now();
    qint64 m_beats = 0;       // the writer's thread
    bool m_hasBeaten = false; // this too
    std::mutex m_statsMutex;
    std::function<QJsonObject()> m_stats;
};

} // namespace pipit::store
