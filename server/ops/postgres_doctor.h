// SPDX-License-Identifier: GPL-3.0-or-later
// Looks a PostgreSQL over: the server, the way to it, and the tables of the log. One examination each; see examinePostgres().
//
// A check reports what it has seen, good or not; one that the database refuses becomes a failure of that name, and the next follows.
// Thread rule: blocks, on a thread with an event loop; the watchdog ends what does not come back. Errors are findings.
#pragma once

#include "server/ops/doctor.h"
#include "server/store/postgres/postgres_database.h"

#include <memory>

namespace pipit::ops {

class PostgresDoctor
{
public:
    PostgresDoctor(const store::PostgresTarget &target, QString filesDirectory);

    Findings examine();

private:
    using Level = Finding::Level;

    static constexpr qint64 skewMs = 2'000; // between clocks

    struct LockHolder {
        int pid = 0;
        QString transaction; // of the server's own numbering
        QString text;
    };

    bool attempt(const QString &name, void (PostgresDoctor::*check)());
    void report(Level level, const QString &text, const QString &next = {}, const QJsonObject &figures = {});

    // The server, and the way to it.
    void connect();
    void server();
    void settings();
    void pooler();
    bool isListenerShared();
    void notify();
    void queue();

    // The tables of the log.
    void schema();
    void trigger();
    void grants();
    QList<LockHolder> lockHolders();
    void lock();
    void provisional();
    void nodes();
    void derived();
    void commit();
    double commitMs(const QString &synchronous);

    void files();

    const store::PostgresTarget m_target;
    const QString m_filesDirectory;
    const QString m_scratch = QStringLiteral("doctor"); // a row of table nodes that no node has: it was last seen in 1970
    store::CallWatchdog m_watchdog;
    std::unique_ptr<store::PostgresDatabase> m_asking, m_listening;
    Findings m_findings;
    QString m_check;
    bool m_hasSchema = false;
};

} // namespace pipit::ops
