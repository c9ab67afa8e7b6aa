// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/interrupt.h"

#include <QCoreApplication>
#include <QMetaObject>

#include <windows.h>

namespace pipit::ctl {

namespace {

std::function<void()> interruptCall;

// Runs in a thread of the system's own.
BOOL WINAPI wake(DWORD)
{
    QMetaObject::invokeMethod(qApp, [] { interruptCall(); }, Qt::QueuedConnection);
    return TRUE;
}

} // namespace

void onInterrupt(std::function<void()> call)
{
    interruptCall = std::move(call);
    SetConsoleCtrlHandler(wake, TRUE);
}

} // namespace pipit::ctl
