// SPDX-License-Identifier: GPL-3.0-or-later
// Takes away what is older than is kept: when the node starts, and every ten minutes.
//
// On a database with several nodes each of them looks, and one at a time does it. Streams are told of sessions that ended.
// Thread rule: the node's thread. What cannot be done now is told in the node's log and tried again next time.
#pragma once

#include "server/store/store.h"

#include <QObject>
#include <QTimer>

namespace pipit::log {

class Dispatcher;

class Retention : public QObject
{
    Q_OBJECT

public:
    // Does nothing where there is no limit.
    Retention(store::Store &store, Dispatcher &dispatcher, const store::PurgeLimits &limits, QObject *parent = nullptr);

private:
    void run();
    void tell(const Result<store::Purge> &purge);

    store::Store &m_store;
    Dispatcher &m_dispatcher;
    const store::PurgeLimits m_limits;
    QTimer m_timer;
    bool m_isUnderWay = false;
};

} // namespace pipit::log
