// SPDX-License-Identifier: GPL-3.0-or-later
// Erases on a thread and a connection of its own, and vacuums the tables behind it; hears what other nodes have purged.
//
// The vacuum runs after the answer, once for all that was erased by then; what it cannot take away, docs/postgresql.md says.
// Thread rule: any thread; lookForOthers() on one. Errors: as Store.
#pragma once

#include "server/store/postgres/log_feed.h"
#include "server/store/reader_pool.h"

#include <atomic>
#include <mutex>

namespace pipit::store {

class PostgresEraser
{
public:
    // `newestPurge`: the number of the last change that this node need not hear of. `behind` is called where the feed did not get
    // to the end of the log.
    PostgresEraser(const PostgresLog &log, CallWatchdog &watchdog, LogFeed &feed, qint64 newestPurge, std::function<void()> behind);
    ~PostgresEraser() { close(); }

    QFuture<Result<std::optional<Redaction>>> redact(qint64 id, const QString &bySub, std::function<bool(QStringView)> maySee);
    QFuture<Result<std::optional<Deletion>>> deleteSession(const QString &id);
    QFuture<Result<Purge>> purge(const PurgeLimits &limits);
    void setListener(PurgeListener listener);

    void lookForOthers(PostgresDatabase &database);

    // Breaks off what is under way, then ends.
    void close();

private:
    struct Links {
        PostgresLink quick;
        PostgresLink slow; // for what may take minutes
    };

    template<typename T, typename Task>
    QFuture<Result<T>> start(Task task);
    template<typename Task>
    auto slowly(Links &links, Task task);

    Result<std::optional<Redaction>> doRedact(PostgresDatabase &database, qint64 id, const QString &bySub, const std::function<bool(QStringView)> &maySee);
    Result<std::optional<Deletion>> doDelete(PostgresDatabase &database, const QString &id);
    Result<Purge> doPurge(PostgresDatabase &database, const PurgeLimits &limits);
    void cleanLater();
    void clean(Links &links);
    void tell(const QList<PurgedSession> &purged);
    std::shared_ptr<const PurgeListener> listener();

    LogFeed &m_feed;
    const std::function<void()> m_behind;
    qint64 m_newestPurge; // of lookForOthers()
    std::mutex m_mutex;   // of the next two
    std::shared_ptr<const PurgeListener> m_listener;
    PostgresDatabase *m_underWay = nullptr; // what close() has to break off
    std::atomic<bool> m_closing = false, m_cleanWaits = false, m_toldNotOwner = false;
    ReaderPool<Links> m_thread; // last: it uses the rest
};

} // namespace pipit::store
