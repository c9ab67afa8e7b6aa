// SPDX-License-Identifier: GPL-3.0-or-later
// The store that a configuration names, with whatever has to live as long as it does.
//
// Thread rule: blocks, while a node starts or stops. Errors: Unavailable or InvalidRequest, saying what to do.
#pragma once

#include "core/config.h"
#include "server/store/data_directory.h"
#include "server/store/postgres/local_postgres.h"
#include "server/store/store.h"

#include <memory>
#include <optional>

namespace pipit {

// Destroyed in the opposite order: the store first.
struct OpenStore {
    std::optional<store::FileLock> databaseLock = {}; // of a SQLite file, which may lie elsewhere than the data directory
    std::unique_ptr<store::LocalPostgres> localPostgres = {};
    std::unique_ptr<store::Store> store = {};
    std::optional<store::PostgresTarget> target = {}; // where it is; none: a SQLite file
};

Result<OpenStore> openStore(const Config &config, const store::DataDirectory &directory);

} // namespace pipit
