// SPDX-License-Identifier: GPL-3.0-or-later
// The message log in one SQLite file: nothing to install, one node.
//
// One writer thread with group commit, so insert order is commit order; readers apart, in WAL mode, never wait for it.
// `synchronous=FULL`: a message that was reported stored survives the power cut.
// Thread rule and errors: as Store. Source: Pipit's contract of the message log.
#pragma once

#include "server/store/store.h"

namespace pipit::store {

struct SqliteOptions {
    QString file;
    int readers = 2;
};

// Opens or makes the file and brings its tables up to date. Errors: Unavailable, with what SQLite said.
Result<std::unique_ptr<Store>> openSqliteStore(const SqliteOptions &options);

} // namespace pipit::store
