// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/stop_calls.h"

#include <windows.h>

#include <atomic>
#include <cstdlib>
#include <utility>

namespace pipit {

namespace {

StopActions stopActions;
std::atomic<int> requests = 0;

// Once it returns from the end of the console, of the session or of the system, Windows ends the process; so it does not, within the
// seconds that Windows gives, and the node ends by itself before.
BOOL WINAPI onConsoleEvent(DWORD event)
{
    if (requests++ > 0)
        std::_Exit(1);
    stopActions.stop();
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        Sleep(INFINITE);
    return TRUE;
}

} // namespace

void watchStopSignals(StopActions actions)
{
    stopActions = std::move(actions);
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

} // namespace pipit
