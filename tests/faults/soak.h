// SPDX-License-Identifier: GPL-3.0-or-later
// The long run: load, comings and goings, faults and the canary together, on a node with SQLite and on three with PostgreSQL.
// What the ledger promises holds, and memory, descriptors and threads of the nodes that are never killed stay flat.
// Thread rule and errors: as TrialRun.
#pragma once

#include "tests/faults/trial.h"

namespace pipit::test {

Trial soakTrial(std::chrono::minutes time);

} // namespace pipit::test
