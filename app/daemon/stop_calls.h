// SPDX-License-Identifier: GPL-3.0-or-later
// The calls behind app/daemon/stop_signals.h, as each system has them. No Qt.
// Thread rule: call once; the actions are called on a thread of its own, or of the system's.
#pragma once

#include <functional>

namespace pipit {

// What the first signal does; the second one ends the process at once.
struct StopActions {
    std::function<void()> stop;  // of a person at the console: SIGINT, Ctrl+C, the end of the console
    std::function<void()> drain; // of a service manager: SIGTERM
};
void watchStopSignals(StopActions actions);

} // namespace pipit
