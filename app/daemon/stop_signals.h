// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM and SIGINT (on Windows: Ctrl+C and the end of the console) as events of the main thread.
// Thread rule: call once, on the thread that runs the event loop.
#pragma once

#include <functional>

class QObject;

namespace pipit {

// What the first signal does; the second one ends the process at once.
struct StopActions {
    std::function<void()> stop;  // of a person at the console: SIGINT, Ctrl+C, the end of the console
    std::function<void()> drain; // of a service manager: SIGTERM
};
void onStopSignal(QObject *context, StopActions actions);

} // namespace pipit
