// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_link.h"

#include "server/store/postgres/postgres_columns.h"
#include "server/store/postgres/postgres_messages.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/random_name.h"

#include <QLoggingCategory>

#include <algorithm>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcLink, "pipit.store.link")

constexpr int newestMarks = 64;

LogMark markOfRow(const QSqlQuery &row)
{
    return {.id = row.value(0).toLongLong(), .createdAtMs = row.value(1).toLongLong()};
}

// Those of them that are there.
QList<LogMark> selectMarks(PostgresDatabase &database, const QList<LogMark> &known)
{
    QStringList ids;
    for (const LogMark &mark : known)
        ids << QString::number(mark.id);
    return SqlDatabase::all(database.run("SELECT m.id, " CREATED_AT_MS " FROM messages m WHERE m.id = ANY (?::bigint[])", QString(u'{' + ids.join(u',') + u'}')), markOfRow);
}

// Those that are not there any more may have been purged.
bool areSame(const QList<LogMark> &found, const QList<LogMark> &known)
{
    return std::ranges::all_of(found, [&known](const LogMark &mark) {
        const auto same = std::ranges::find(known, mark.id, &LogMark::id);
        return same != known.end() && same->createdAtMs == mark.createdAtMs;
    });
}

} // namespace

LogPlace selectPlace(PostgresDatabase &database)
{
    LogPlace place{.position = selectHead(database)};
    // Up to there: what is committed meanwhile has not been handed on.
    place.newest = SqlDatabase::all(database.run("SELECT m.id, " CREATED_AT_MS " FROM messages m WHERE m.id > 0 AND m.id <= ? ORDER BY m.id DESC LIMIT ?", place.position, newestMarks), markOfRow);
    std::ranges::reverse(place.newest);
    return place;
}

void LogPlace::add(const QList<Message> &messages)
{
    if (messages.isEmpty())
        return;
    position = messages.last().id;
    for (const Message &message : messages.last(std::min<qsizetype>(messages.size(), newestMarks)))
        newest.append({.id = message.id, .createdAtMs = message.createdAtMs});
    if (newest.size() > newestMarks)
        newest.remove(0, newest.size() - newestMarks);
}

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
    const LogPlace place = m_log.place();
    const qint64 head = selectHead(*m_database);
    const qint64 end = std::max(head, m_database->value("SELECT last_value FROM message_order")->toLongLong());
    if (end >= place.position && areSame(selectMarks(*m_database, place.newest), place.newest)) {
        if (head < place.position)
            qCWarning(lcLink).noquote() << "The database has no messages from" << head + 1 << "to" << place.position << ", which this node has handed on: they were purged, or lost with a server that was replaced.";
        return;
    }
    if (m_database->value("UPDATE kept SET value = ? WHERE key = 'epoch' AND value = ? RETURNING 1", randomName(nameLetters), m_log.epoch))
        qCWarning(lcLink).noquote() << "The database no longer has the messages down to" << place.position << "as this node has handed them on: a standby or a backup without the newest messages has taken over. The log begins a new epoch.";
    checkEpoch();
}

void PostgresLink::checkEpoch()
{
    LogFacts facts;
    try {
        facts = selectLogFacts(*m_database);
    } catch (const SqlFault &fault) {
        if (fault.state() != sql_state::undefinedTable)
            throw;
    }
    if (!facts.epoch)
        throw SqlFault("the database holds no log any more. Restart the node, or restore the database");
    if (*facts.epoch != m_log.epoch)
        throw SqlFault("the database holds another log now (epoch " + facts.epoch->toStdString() + ", not " + m_log.epoch.toStdString() + "). Restart the node");
    const TablesVersion &tables = facts.tables;
    if (tables.isTooNew())
        throw SqlFault(tables.tooNewText() + ". Start the newer version");
    if (!tables.isUsable())
        throw SqlFault("the database has gone back to older tables (version " + std::to_string(tables.found) + "; this program needs " + std::to_string(tables.wanted)
                       + "), as a backup from before an upgrade has them. Restart the node, which brings them up to date, or start the older version");
}

SqlFault PostgresLink::unreachable(const SqlFault &fault)
{
    m_nextAttempt = CallWatchdog::Clock::now() + m_backoff.next();
    m_lastFault = SqlFault(QStringLiteral("%1 cannot be reached: %2").arg(m_log.target.name(), fault.text()).toStdString(), fault.state(), true);
    return *m_lastFault;
}

} // namespace pipit::store
