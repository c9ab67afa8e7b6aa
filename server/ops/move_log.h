// SPDX-License-Identifier: GPL-3.0-or-later
// Carries a log from a SQLite file into a PostgreSQL database with its ids and its epoch, so that every cursor stays good,
// and with it the sessions, the tokens, what is known of files, the bots' runs and conversations, and what was purged. An open run is free there for the first node that
// looks.
//
// It can be broken off at any moment, by force too, and run again: it goes on after the last message that arrived. Until it
// is done, `kept` has `moving` and no node starts on the target; the end is one transaction. What other programs insert into
// the target meanwhile gets ids behind all that is moved. Nothing of the source is changed; a lock keeps nodes off it.
// Thread rule: blocks, on one thread; `stop` may be set from any. Errors: NotFound, Conflict (the target is not empty),
// Unavailable, Cancelled (stopped), each with what to do.
#pragma once

#include "core/result.h"
#include "server/store/postgres/postgres_url.h"

#include <QString>

#include <atomic>
#include <functional>

namespace pipit::ops {

struct MoveProgress {
    qint64 moved = 0; // by earlier runs too
    qint64 total = 0;
};

struct MoveSummary {
    bool wasDone = false; // by an earlier run: nothing was left to do
    qint64 messages = 0;
    qint64 before = 0; // of those, by earlier runs
    qint64 sessions = 0;
    qint64 tokens = 0;
    qint64 runs = 0;
    qint64 files = 0; // what is known of them; their directory stays where it is
    qint64 head = 0; // the newest position
    QString epoch;
};

struct MoveWatch {
    std::function<void(const MoveProgress &)> progress; // after each batch, and once before the first
    const std::atomic<bool> &stop;
};

Result<MoveSummary> moveLog(const QString &sqliteFile, const store::PostgresTarget &target, const MoveWatch &watch);

} // namespace pipit::ops
