// SPDX-License-Identifier: GPL-3.0-or-later
// What the figures of a trial say: whether the node kept its promises, and if not, which one it broke.
// Thread rule: a pure function.
#pragma once

#include "client/fault_trials.h"

namespace pipit {

// What the figures do not tell.
struct FaultFacts {
    bool wasTried = true;    // else the verdict's error says why not
    bool wasClosed = false;  // the frozen reader, as slow_consumer
    bool isOver = true;      // the listening connection is there again; the database has been restarted
    bool hadTime = true;     // the trial stayed within its limit
    qint64 caughtUp = 0;     // streams that were cut and have got what was published afterwards
    qint64 resets = 0;       // streams whose cursor was not taken
};

// Sets outcome and reason. The reason nearest to the cause comes first.
void judge(FaultVerdict &verdict, const FaultFacts &facts);

} // namespace pipit
