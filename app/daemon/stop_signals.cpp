// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/stop_signals.h"

#include <QObject>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#ifdef _WIN32
#include <windows.h>
#else
#include <unistd.h>
#endif

namespace pipit {

namespace {

QObject *stopContext = nullptr;
StopActions stopActions;

void request(const std::function<void()> &action)
{
    QMetaObject::invokeMethod(stopContext, action, Qt::QueuedConnection);
}

#ifdef _WIN32

std::atomic<int> requests = 0;

BOOL WINAPI onConsoleEvent(DWORD)
{
    if (requests++ > 0)
        std::_Exit(1);
    request(stopActions.stop);
    return TRUE;
}

#else

int wakePipe[2];

// Only what is allowed in a signal handler: one write.
void onSignal(int signal)
{
    const auto byte = char(signal);
    [[maybe_unused]] const auto written = ::write(wakePipe[1], &byte, 1);
}

#endif

} // namespace

void onStopSignal(QObject *context, StopActions actions)
{
    stopContext = context;
    stopActions = std::move(actions);
#ifdef _WIN32
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
#else
    if (::pipe(wakePipe) != 0)
        return;
    // A thread of its own, so that the second signal works while the main thread is busy stopping.
    std::thread([] {
        char byte = 0;
        for (int signals = 0; ::read(wakePipe[0], &byte, 1) == 1; ++signals) {
            if (signals > 0)
                std::_Exit(1);
            request(byte == SIGTERM ? stopActions.drain : stopActions.stop);
        }
    }).detach();
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
    std::signal(SIGPIPE, SIG_IGN);
#endif
}

} // namespace pipit
