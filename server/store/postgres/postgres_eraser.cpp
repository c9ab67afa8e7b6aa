// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_eraser.h"

#include "server/store/postgres/postgres_erasure.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QScopeGuard>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcEraser, "pipit.store.eraser")

constexpr std::size_t maxWaitingErasures = 1'000;
constexpr CallLimits slowLimits{.lock = std::chrono::seconds(30), .statement = {}, .call = std::chrono::hours(6)};

Error brokenOff()
{
    return Error{ErrorCode::NotStored, QStringLiteral("The node was stopped before this was done whole. Do it again once it is back.")};
}

Error erasureFault(const SqlFault &fault)
{
    if (fault.state() == sql_state::lockTimeout)
        return notStored(QStringLiteral("another program's transaction keeps the log locked; `pipitctl doctor` names it."));
    if (fault.connectionLost())
        return Error{ErrorCode::InDoubt, QStringLiteral("It is not known whether this was done whole: the connection to the database broke (%1). Do it again.").arg(fault.text())};
    return notStored(fault.sentence());
}

} // namespace

PostgresEraser::PostgresEraser(const PostgresLog &log, CallWatchdog &watchdog, LogFeed &feed, qint64 newestPurge, std::function<void()> behind)
    : m_feed(feed), m_behind(std::move(behind)), m_newestPurge(newestPurge), m_thread(1, maxWaitingErasures, [log, &watchdog] {
          const QString purpose = QStringLiteral("pipit eraser");
          return std::unique_ptr<Links>(new Links{{log, purpose, watchdog}, {log, purpose, watchdog, slowLimits}});
      })
{
}

void PostgresEraser::close()
{
    m_closing = true;
    {
        const std::lock_guard lock(m_mutex);
        if (m_underWay)
            m_underWay->breakOff();
    }
    m_thread.close();
}

void PostgresEraser::setListener(PurgeListener listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::make_shared<const PurgeListener>(std::move(listener));
}

std::shared_ptr<const PurgeListener> PostgresEraser::listener()
{
    const std::lock_guard lock(m_mutex);
    return m_listener;
}

template<typename T, typename Task>
QFuture<Result<T>> PostgresEraser::start(Task task)
{
    auto [promise, future] = makePromise<T>();
    const bool taken = m_thread.submit([this, task = std::move(task), promise = promise](Links &links) {
        try {
            fulfil<T>(promise, m_closing ? Result<T>(brokenOff()) : task(links));
        } catch (const SqlFault &fault) {
            m_behind(); // it may have been committed
            fulfil<T>(promise, m_closing ? brokenOff() : erasureFault(fault));
        }
    });
    if (!taken)
        fulfil<T>(promise, brokenOff());
    return future;
}

// On the connection whose calls may take long, and which close() breaks off.
template<typename Task>
auto PostgresEraser::slowly(Links &links, Task task)
{
    PostgresDatabase &database = links.slow.database();
    {
        const std::lock_guard lock(m_mutex);
        m_underWay = &database;
    }
    const auto over = qScopeGuard([this] {
        const std::lock_guard lock(m_mutex);
        m_underWay = nullptr;
    });
    if (m_closing)
        database.breakOff();
    return task(database);
}

QFuture<Result<std::optional<Redaction>>> PostgresEraser::redact(qint64 id, const QString &bySub, std::function<bool(QStringView)> maySee)
{
    return start<std::optional<Redaction>>([this, id, bySub, maySee = std::move(maySee)](Links &links) { return doRedact(links.quick.database(), id, bySub, maySee); });
}

QFuture<Result<std::optional<Deletion>>> PostgresEraser::deleteSession(const QString &id)
{
    return start<std::optional<Deletion>>([this, id](Links &links) { return slowly(links, [&](PostgresDatabase &database) { return doDelete(database, id); }); });
}

QFuture<Result<Purge>> PostgresEraser::purge(const PurgeLimits &limits)
{
    return start<Purge>([this, limits](Links &links) { return slowly(links, [&](PostgresDatabase &database) { return doPurge(database, limits); }); });
}

Result<std::optional<Redaction>> PostgresEraser::doRedact(PostgresDatabase &database, qint64 id, const QString &bySub, const std::function<bool(QStringView)> &maySee)
{
    AppendAnswer appended;
    const auto step = redactMessage(database, id, bySub, maySee, appended);
    if (!step)
        return std::optional<Redaction>();
    if (step->isNew && !m_feed.bring(database, appended.before, appended.committed))
        m_behind();
    // Also where it was erased before: a node may have ended before it had cleaned up.
    cleanLater();
    return std::optional(step->redaction);
}

Result<std::optional<Deletion>> PostgresEraser::doDelete(PostgresDatabase &database, const QString &id)
{
    Deletion deletion;
    std::optional<ErasureStep> step;
    do {
        if (m_closing)
            return brokenOff();
        step = deleteOfSession(database, id);
        if (!step)
            return std::optional<Deletion>();
        step->addTo(deletion);
        tell(step->purged);
    } while (!step->isLast);
    cleanLater();
    return std::optional(deletion);
}

Result<Purge> PostgresEraser::doPurge(PostgresDatabase &database, const PurgeLimits &limits)
{
    Purge purge;
    if (!limits.isAny())
        return purge;
    PurgeMeter meter(limits, QDateTime::currentMSecsSinceEpoch(), limits.isOfSize() ? selectLogSize(database) : LogSize());
    std::optional<ErasureStep> step = ErasureStep();
    do {
        if (m_closing)
            return brokenOff();
        step = purgeOldest(database, step->seenTo, meter);
        if (!step) {
            purge.isElsewhere = true;
            break;
        }
        step->addTo(purge);
        tell(step->purged);
    } while (!step->isLast);
    if (purge.messages > 0)
        cleanLater();
    return purge;
}

void PostgresEraser::cleanLater()
{
    if (!m_cleanWaits.exchange(true) && !m_thread.submit([this](Links &links) { clean(links); }))
        m_cleanWaits = false;
}

void PostgresEraser::clean(Links &links)
{
    m_cleanWaits = false;
    if (m_closing)
        return;
    try {
        const bool isDone = slowly(links, [](PostgresDatabase &database) { return vacuumTables(database); });
        if (!isDone && !m_toldNotOwner.exchange(true))
            qCWarning(lcEraser) << "What was erased is still in dead rows: this role does not own the tables, and may not vacuum them. Have their owner run: VACUUM messages, message_terms, runs, conversations, sessions, read_positions";
    } catch (const SqlFault &fault) {
        if (!m_closing)
            qCWarning(lcEraser).noquote() << "What was erased is still in dead rows, until PostgreSQL vacuums by itself:" << fault.text();
    }
}

void PostgresEraser::tell(const QList<PurgedSession> &purged)
{
    if (const auto hears = listener(); hears && !purged.isEmpty())
        (*hears)(purged);
}

void PostgresEraser::lookForOthers(PostgresDatabase &database)
{
    if (!listener())
        return;
    const PurgeNews news = selectPurges(database, m_newestPurge);
    m_newestPurge = news.number;
    tell(news.purged);
}

} // namespace pipit::store
