// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to a database on PostgreSQL on purpose, through a link of the pool.
// Thread rule and errors: as Disturbance. The pool and the listener outlive what is under way.
#pragma once

#include "server/store/disturbance.h"
#include "server/store/postgres/postgres_link.h"
#include "server/store/postgres/postgres_listener.h"
#include "server/store/reader_pool.h"

namespace pipit::store {

class PostgresDisturbance final : public Disturbance
{
public:
    PostgresDisturbance(ReaderPool<PostgresLink> &readers, const PostgresListener &listener) : m_readers(readers), m_listener(listener) { }

    QFuture<Result<Done>> dropListener() override;
    QFuture<Result<Done>> writeBeside(QString sessionId, QString content) override;

private:
    ReaderPool<PostgresLink> &m_readers;
    const PostgresListener &m_listener;
};

} // namespace pipit::store
