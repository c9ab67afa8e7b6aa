// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_link.h"

#include "server/store/postgres/postgres_messages.h"
#include "server/store/random_name.h"

#include <QLoggingCategory>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcLink, "pipit.store.link")

} // namespace

PostgresLink::PostgresLink(PostgresLog log, QString purpose, CallWatchdog &watchdog, const CallLimits &limits)
    : m_log(std::move(log)), m_purpose(std::move(purpose)), m_watchdog(watchdog), m_limits(limits)
{
}

PostgresDatabase &PostgresLink::database()
{
    if (m_database && m_database->isOpen())
        return *m_database;
    const bool wasSilent = m_database && m_database->wasSilent();
    m_database.reset();
    if (wasSilent)
        throw unreachable(SqlFault(QStringLiteral("it did not answer for %1 s").arg(m_limits.call.count() / 1000).toStdString()));
    if (m_lastFault && CallWatchdog::Clock::now() < m_nextAttempt)
        throw *m_lastFault;
    try {
        m_database = std::make_unique<PostgresDatabase>(m_log.target, m_purpose, m_watchdog, m_limits);
        checkLog();
    } catch (const SqlFault &fault) {
        m_database.reset();
        throw unreachable(fault);
    }
    m_backoff.reset();
    m_lastFault.reset();
    return *m_database;
}

void PostgresLink::checkLog()
{
    checkEpoch();
    const LogMark mark = m_log.mark();
    const qint64 end = std::max(selectHead(*m_database), m_database->value("SELECT last_value FROM message_order")->toLongLong());
    const auto createdAtMs = selectCreatedAt(*m_database, mark.id);
    const bool isOther = createdAtMs && mark.createdAtMs && *createdAtMs != *mark.createdAtMs;
    if (end >= mark.id && !isOther)
        return;
    if (m_database->value("UPDATE kept SET value = ? WHERE key = 'epoch' AND value = ? RETURNING 1", randomName(nameLetters), m_log.epoch))
        qCWarning(lcLink).noquote() << "The database no longer has message" << mark.id << "as this node has handed it on: a standby or a backup without the newest messages has taken over. The log begins a new epoch.";
    checkEpoch();
}

void PostgresLink::checkEpoch()
{
    std::optional<QVariant> found;
    try {
        found = m_database->value("SELECT value FROM kept WHERE key = 'epoch'");
    } catch (const SqlFault &fault) {
        if (fault.state() != sql_state::undefinedTable)
            throw;
    }
    if (!found)
        throw SqlFault("the database holds no log any more. Restart the node, or restore the database");
    if (found->toString() != m_log.epoch)
        throw SqlFault("the database holds another log now (epoch " + found->toString().toStdString() + ", not " + m_log.epoch.toStdString() + "). Restart the node");
}

SqlFault PostgresLink::unreachable(const SqlFault &fault)
{
    m_nextAttempt = CallWatchdog::Clock::now() + m_backoff.next();
    m_lastFault = SqlFault(QStringLiteral("%1 cannot be reached: %2").arg(m_log.target.name(), fault.text()).toStdString(), fault.state(), true);
    return *m_lastFault;
}

} // namespace pipit::store
