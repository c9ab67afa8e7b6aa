// SPDX-License-Identifier: GPL-3.0-or-later
// Runs and conversations on PostgreSQL: the leases of a node, and the statements.
// Errors: a Result for what the caller can mend; SqlFault for the rest.
#pragma once

#include "server/store/postgres/postgres_database.h"
#include "server/store/run_rules.h"

#include <QSet>

namespace pipit::store {

inline constexpr std::chrono::seconds leaseTime{15};

// What a node writes of runs. It renews the leases of those runs only whose owner it was heard to be: one that was created or
// claimed with an answer that got lost is free again after 15 s.
// Thread rule: the writer's thread.
class PostgresRuns
{
public:
    explicit PostgresRuns(RunOwner owner) : m_owner(std::move(owner)) { }

    Result<CreatedRun> create(PostgresDatabase &database, const RunRecord &record);
    Result<Done> update(PostgresDatabase &database, const QString &runId, const RunChange &change);
    // `withEarlierLives`: what this node has left behind when it ended before, at once.
    QList<RunRecord> claim(PostgresDatabase &database, bool withEarlierLives, int limit);

    // The node has just given a sign of life. `attended`: whoever has its runs in hand does so too; else their leases end.
    void renew(PostgresDatabase &database, bool attended);

private:
    using Clock = CallWatchdog::Clock;

    // Others can be judged by their signs of life, because this node could give its own.
    bool isSteady() const;

    const RunOwner m_owner;
    QSet<QString> m_open;
    Clock::time_point m_lastSign{}, m_steadySince{};
};

// Thread rule: that of the connection given.
void askToCancelRun(PostgresDatabase &database, const QString &runId);
std::optional<RunRecord> selectRun(PostgresDatabase &database, const QString &runId);
QList<RunRecord> selectRunsOf(PostgresDatabase &database, const QString &sessionId, int limit);

std::optional<QString> selectConversation(PostgresDatabase &database, const QString &sessionId, const QString &botId);
// The one that counts.
QString insertConversation(PostgresDatabase &database, const QString &sessionId, const QString &botId, const QString &conversationId);
void deleteConversation(PostgresDatabase &database, const QString &sessionId, const QString &botId, const QString &conversationId);

} // namespace pipit::store
