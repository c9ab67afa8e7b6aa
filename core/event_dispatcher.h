// SPDX-License-Identifier: GPL-3.0-or-later
// The event loop of a node's thread, where many connections are open.
//
// Qt's own asks the system about every socket at every turn (poll); with some hundred of them that is half of the thread's time, and
// with some thousand all of it. This one is told of those that are ready (epoll).
// Thread rule: made for one thread, before its first event: QCoreApplication::setEventDispatcher() or QThread::setEventDispatcher(),
// which take it over.
#pragma once

#include <QAbstractEventDispatcher>

#include <memory>

namespace pipit {

// Null where the system has nothing of the kind, or gives nothing: Qt's own serves then.
std::unique_ptr<QAbstractEventDispatcher> makeEventDispatcher();

} // namespace pipit
