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
std::function<void()> stopFunction;

void requestStop()
{
    QMetaObject::invokeMethod(stopContext, stopFunction, Qt::QueuedConnection);
}

#ifdef _WIN32

std::atomic<int> requests = 0;

BOOL WINAPI onConsoleEvent(DWORD)
{
    if (requests++ > 0)
        std::_Exit(1);
    requestStop();
    return TRUE;
}

#else

int wakePipe[2];

// Only what is allowed in a signal handler: one write.
void onSignal(int)
{
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(wakePipe[1], &byte, 1);
}

#endif

} // namespace

void onStopSignal(QObject *context, std::function<void()> stop)
{
    stopContext = context;
    stopFunction = std::move(stop);
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
            requestStop();
        }
    }).detach();
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
    std::signal(SIGPIPE, SIG_IGN);
#endif
}

} // namespace pipit
