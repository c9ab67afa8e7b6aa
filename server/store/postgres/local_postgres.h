// SPDX-License-Identifier: GPL-3.0-or-later
// A PostgreSQL of the node's own, in its data directory: made at the first start, reached by nobody else, stopped with the
// node.
//
// It listens on a Unix socket in a private folder, or, where the system has none, on a free port of 127.0.0.1; the password
// is random and kept in a file of the data directory. After a crash of the node the server may still run: it is stopped and
// started again, because what it was started with may be out of date. It is known by its password: after a crash of the
// machine the number in its lock file may be that of any other process, and that one is left alone.
// Thread rule: blocks, on the thread that starts the node. Errors: Unavailable, with what the server wrote to its log.
#pragma once

#include "core/result.h"
#include "server/store/postgres/postgres_programs.h"
#include "server/store/postgres/postgres_url.h"

#include <QString>

#include <memory>
#include <mutex>

namespace pipit::store {

class LocalPostgres
{
public:
    static Result<std::unique_ptr<LocalPostgres>> start(const QString &dataDirectory);
    // The one that runs in this data directory, or did when the machine crashed. Error: Unavailable, where none does.
    static Result<PostgresTarget> running(const QString &dataDirectory);
    ~LocalPostgres(); // as stop()

    const PostgresTarget &target() const { return m_target; }
    // Stops it, and starts it where it was; whoever is connected is cut off. Any thread; stop() waits for it. Errors: Unavailable; then
    // it may be gone.
    Result<Done> restart();
    void stop();

private:
    LocalPostgres(PostgresPrograms programs, QString cluster, PostgresTarget target) : m_programs(std::move(programs)), m_cluster(std::move(cluster)), m_target(std::move(target)) { }

    PostgresPrograms m_programs;
    QString m_cluster;
    PostgresTarget m_target;
    std::mutex m_mutex; // of m_stopped, and of what is done to the server
    bool m_stopped = false;
};

} // namespace pipit::store
