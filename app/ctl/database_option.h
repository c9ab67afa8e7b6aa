// SPDX-License-Identifier: GPL-3.0-or-later
// The database that a command works on, beside its nodes or without one: --data, --database, --database-url-file, and what
// a node in that data directory would read beside them.
//
// Thread rule: the main thread. Errors: InvalidRequest or Unavailable, without a password.
#pragma once

#include "core/result.h"
#include "server/store/postgres/postgres_database.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <functional>
#include <optional>
#include <string>

namespace pipit::ctl {

struct ChosenDatabase {
    QString sqliteFile = {};                              // absolute; empty: it is on PostgreSQL
    std::optional<store::PostgresTarget> postgres = {};
    QString hint = {};                                    // what to do where it does not answer
    QString dataDirectory = {};                           // of the node, where it was given; else empty
    QString filesDirectory = {};                          // likewise

    QString name() const; // for people
};

class DatabaseOption
{
public:
    // isNeeded: the command works on none that it was not told of.
    void addTo(CLI::App &command, bool isNeeded = false);
    bool isGiven() const { return !m_dataDir.empty() || !m_url.empty() || !m_urlFile.empty(); }

    // Of --data, absolute; empty where it is not given.
    QString dataDirectory() const;

    // Shows the warnings of the configuration.
    Result<ChosenDatabase> choose() const;

private:
    std::string m_dataDir, m_url, m_urlFile;
};

// Runs `work`, which opens the file. One that is damaged is told of and left alone: whoever opens it to write makes it worse.
int withSqlite(const ChosenDatabase &chosen, const std::function<int()> &work);

// Connects and runs `work`; the exit code. What the server refuses is told.
int withPostgres(const ChosenDatabase &chosen, const QString &purpose, const store::CallLimits &limits, const std::function<int(store::PostgresDatabase &)> &work);

} // namespace pipit::ctl
