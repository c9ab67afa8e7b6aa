// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for runs on every database: who owns one, what an update without effect means, how long one is kept.
// Thread rule: values, and functions without state.
#pragma once

#include "server/store/run_store.h"

namespace pipit::store {

// A node in one of its lives.
struct RunOwner {
    QString node;
    QString instance; // new at each start
};

// As far as it says who may change a run.
struct RunStanding {
    RunState state = RunState::Queued;
    QString node;
    QString instance;
};

// What an update is told that found no open run of its owner's; `found` is the run as it is, where there is one.
Result<Done> withoutEffect(const QString &runId, const RunChange &change, const RunOwner &owner, const std::optional<RunStanding> &found);

bool isEnd(const RunChange &change);
// As it is written: an end takes the texts with it.
RunChange asWritten(RunChange change);
// What its texts take in memory.
std::size_t bytesOf(const RunChange &change);

inline constexpr int runsKeptDays = 30;   // after their end
inline constexpr int runsPurgedAtOnce = 20;

} // namespace pipit::store
