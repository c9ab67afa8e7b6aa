// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_link.h"

namespace pipit::store {

PostgresLink::PostgresLink(PostgresTarget target, QString purpose, CallWatchdog &watchdog, const CallLimits &limits)
    : m_target(std::move(target)), m_purpose(std::move(purpose)), m_watchdog(watchdog), m_limits(limits)
{
}

PostgresDatabase &PostgresLink::database()
{
    if (m_database && m_database->isOpen())
        return *m_database;
    m_database.reset();
    if (m_lastFault && CallWatchdog::Clock::now() < m_nextAttempt)
        throw *m_lastFault;
    try {
        m_database = std::make_unique<PostgresDatabase>(m_target, m_purpose, m_watchdog, m_limits);
    } catch (const SqlFault &fault) {
        m_nextAttempt = CallWatchdog::Clock::now() + m_backoff.next();
        m_lastFault = SqlFault(QStringLiteral("%1 cannot be reached: %2").arg(m_target.name(), fault.text()).toStdString(), fault.state(), true);
        throw *m_lastFault;
    }
    m_backoff.reset();
    m_lastFault.reset();
    return *m_database;
}

} // namespace pipit::store
