// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/interrupt.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace pipit::ctl {

namespace {

int pipeEnds[2] = {-1, -1};

// Hardly anything may be called in a signal handler; write() may.
void wake(int)
{
    const int before = errno;
    [[maybe_unused]] const auto written = write(pipeEnds[1], "!", 1);
    errno = before;
}

} // namespace

void onInterrupt(std::function<void()> call)
{
    if (pipe(pipeEnds) != 0)
        return;
    for (const int end : pipeEnds) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
        fcntl(end, F_SETFL, O_NONBLOCK);
    }
    auto *notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, qApp);
    QObject::connect(notifier, &QSocketNotifier::activated, notifier, [notifier, call = std::move(call)] {
        notifier->setEnabled(false);
        call();
    });

    struct sigaction action = {};
    action.sa_handler = wake;
    action.sa_flags = SA_RESTART | SA_RESETHAND; // a second signal ends a program that does not end
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

} // namespace pipit::ctl
