// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to PostgreSQL that comes back: opened when it is first needed, and again after it was lost, with jittered
// waits between attempts in which asking fails at once.
//
// A server that was silent until the watchdog broke the connection counts as one that could not be reached: whoever waited
// behind that call has waited long enough, and is told so before the next attempt.
//
// A database that was replaced under a running node holds another log, which is not followed. Nor is one that has lost its
// newest messages, with a standby that took over or a backup: where their ids may be given again, no position of before is
// good any more, so it begins a new epoch for every node. (PostgreSQL jumps over some ids then; where those make up for the
// loss, the positions stay good.)
// Thread rule: one thread. Errors: SqlFault.
#pragma once

#include "core/backoff.h"
#include "core/message.h"
#include "server/store/postgres/postgres_database.h"

#include <functional>
#include <memory>
#include <optional>

namespace pipit::store {

// By what a message is known again.
struct LogMark {
    qint64 id = 0;
    qint64 createdAtMs = 0;
};

// Where this node has got to.
struct LogPlace {
    qint64 position = 0;
    QList<LogMark> newest = {}; // the last messages up to there, ascending

    void add(const QList<Message> &messages); // the next ones
};

// A log, and where it is.
struct PostgresLog {
    PostgresTarget target;
    QString epoch;
    std::function<LogPlace()> place; // any thread
};

// Of the log as the database has it.
LogPlace selectPlace(PostgresDatabase &database);

class PostgresLink
{
public:
    PostgresLink(PostgresLog log, QString purpose, CallWatchdog &watchdog, const CallLimits &limits = {});

    // Open, as far as can be told without asking the server.
    PostgresDatabase &database();
    void drop() { m_database.reset(); }

    // For what changes nothing: asks once more where the connection turns out to be gone, as after a restart of the server.
    template<typename Question>
    auto read(Question question)
    {
        const bool fresh = !m_database;
        try {
            return question(database());
        } catch (const SqlFault &fault) {
            if (!fault.connectionLost() || fresh)
                throw;
        }
        return question(database());
    }

private:
    // Asking fails at once from now until the next attempt.
    SqlFault unreachable(const SqlFault &fault);

    void checkLog();
    void checkEpoch();

    const PostgresLog m_log;
    const QString m_purpose;
    CallWatchdog &m_watchdog;
    const CallLimits m_limits;
    std::unique_ptr<PostgresDatabase> m_database;
    Backoff m_backoff{std::chrono::milliseconds(100), std::chrono::milliseconds(500)};
    CallWatchdog::Clock::time_point m_nextAttempt{};
    std::optional<SqlFault> m_lastFault;
};

} // namespace pipit::store
