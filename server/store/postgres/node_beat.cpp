// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/node_beat.h"

#include "server/store/postgres/postgres_follower.h"
#include "server/store/postgres/postgres_records.h"
#include "server/store/postgres/postgres_schema.h"

#include <QDateTime>

namespace pipit::store {

NodeBeat::NodeBeat(QString nodeId, QString epoch, PostgresRuns &runs, PostgresWriter &writer, std::function<void()> written)
    : m_nodeId(std::move(nodeId)), m_epoch(std::move(epoch)), m_startedAtMs(QDateTime::currentMSecsSinceEpoch()), m_runs(runs), m_writer(writer), m_written(std::move(written))
{
}

void NodeBeat::beat()
{
    if (m_isClosed || m_isUnderWay.exchange(true))
        return;
    NodeRecord node{.id = m_nodeId, .startedAtMs = m_startedAtMs};
    {
        const std::lock_guard lock(m_statsMutex);
        if (m_stats)
            node.stats = m_stats();
    }
    m_writer.write<Done>([this, node](PostgresDatabase &database) -> Result<Done> {
        const BeatAnswer answer = store::beat(database, node, channel::beat(m_nodeId), ++m_beats);
        m_written();
        // The older one goes on: it was there first.
        m_isIdTaken = std::exchange(m_hasBeaten, true) && answer.previousStartedAtMs.value_or(m_startedAtMs) < m_startedAtMs;
        // The link finds out more when it opens another.
        if (answer.epoch != m_epoch || answer.oldestProgram > postgresVersion)
            database.breakOff();
        else
            m_runs.renew(database, Clock::now() - m_attendedAt.load() < leaseTime);
        return Done();
    }, PostgresWriter::Turn::Next).then([this](const Result<Done> &) { m_isUnderWay = false; });
}

void NodeBeat::setStats(std::function<QJsonObject()> stats)
{
    const std::lock_guard lock(m_statsMutex);
    m_stats = std::move(stats);
}

} // namespace pipit::store
