// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM and SIGINT (on Windows: Ctrl+C and the end of the console) as an event of the main thread.
// Thread rule: call once, on the thread that runs the event loop.
#pragma once

#include <functional>

class QObject;

namespace pipit {

// `stop` runs at the first signal; the second ends the process at once.
void onStopSignal(QObject *context, std::function<void()> stop);

} // namespace pipit
