// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/stop_signals.h"

#include "app/daemon/stop_calls.h"

#include <QObject>

#include <utility>

namespace pipit {

void onStopSignal(QObject *context, StopActions actions)
{
    const auto inItsThread = [context](std::function<void()> action) {
        return [context, action = std::move(action)] { QMetaObject::invokeMethod(context, action, Qt::QueuedConnection); };
    };
    watchStopSignals({.stop = inItsThread(std::move(actions.stop)), .drain = inItsThread(std::move(actions.drain))});
}

} // namespace pipit
