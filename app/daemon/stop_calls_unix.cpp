// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/stop_calls.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>
#include <utility>

namespace pipit {

namespace {

int wakePipe[2];

// Only what is allowed in a signal handler: one write.
void onSignal(int signal)
{
    const auto byte = char(signal);
    [[maybe_unused]] const auto written = ::write(wakePipe[1], &byte, 1);
}

} // namespace

void watchStopSignals(StopActions actions)
{
    if (::pipe(wakePipe) != 0)
        return;
    // A thread of its own, so that the second signal works while the main thread is busy stopping.
    std::thread([actions = std::move(actions)] {
        char byte = 0;
        for (int signals = 0; ::read(wakePipe[0], &byte, 1) == 1; ++signals) {
            if (signals > 0)
                std::_Exit(1);
            (byte == SIGTERM ? actions.drain : actions.stop)();
        }
    }).detach();
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
    std::signal(SIGPIPE, SIG_IGN);
}

} // namespace pipit
