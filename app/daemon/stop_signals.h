// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM and SIGINT (on Windows: Ctrl+C and the end of the console) as events of the main thread.
// Thread rule: call once, on the thread that runs the event loop.
#pragma once

#include "app/daemon/stop_calls.h"

class QObject;

namespace pipit {

void onStopSignal(QObject *context, StopActions actions);

} // namespace pipit
