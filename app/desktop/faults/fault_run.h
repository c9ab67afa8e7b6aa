// SPDX-License-Identifier: GPL-3.0-or-later
// One trial from beginning to end: puts the node under its small load, brings the fault about, waits until all is well again or the
// limit is over, deletes its sessions, judges.
//
// Thread rule: blocks, on a thread that has nothing else to do, in a program with a QCoreApplication. What watches it is called on
// that thread. Errors: in the verdict.
#pragma once

#include "app/desktop/faults/fault_site.h"
#include "client/fault_trials.h"

#include <functional>

namespace pipit {

struct FaultWatch {
    std::function<bool()> isCancelled; // any thread
    std::function<bool()> isLeaving;   // the same; nobody waits for the verdict, and somebody for the end
    std::function<void(FaultProgress::Step step, double done)> progress;
};

FaultVerdict tryFault(FaultKind kind, int streams, const FaultSite &site, const FaultWatch &watch);

} // namespace pipit
