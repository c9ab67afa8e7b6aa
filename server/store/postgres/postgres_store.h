// SPDX-License-Identifier: GPL-3.0-or-later
// The message log on PostgreSQL: many nodes, and other programs that write with plain SQL.
//
// One connection writes, with group commit; a pool reads; one listens; one follows what the others write. Search and the
// list of sessions are derived from the log a moment later, and brought up to date before they are read.
// Thread rule and errors: as Store. Source: Pipit's contracts of the message log and of the way from commit to wire.
#pragma once

#include "server/store/postgres/postgres_url.h"
#include "server/store/store.h"

namespace pipit::store {

struct PostgresOptions {
    PostgresTarget target = {};
    QString nodeId; // 1 to 40 characters of a-z 0-9
    int readers = 8;
};

// Brings the tables up to date where the role may, and waits until the first notification has come back, for three
// seconds at most. Errors: Unavailable, with what the server said and what to do.
Result<std::unique_ptr<Store>> openPostgresStore(const PostgresOptions &options);

} // namespace pipit::store
