// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/sse/messages, /api/sse/test and /api/sse/stats.
// Thread rule: the node's thread. Source: Pipit's contract of streams.
#pragma once

#include "server/bots/run_manager.h"
#include "server/http/router.h"
#include "server/http/stream_passes.h"
#include "server/log/dispatcher.h"
#include "server/ops/snapshots.h"
#include "server/store/store.h"

#include <QElapsedTimer>
#include <QObject>

namespace pipit::http {

class SseRoutes : public QObject
{
    Q_OBJECT

public:
    SseRoutes(store::Store &store, log::Dispatcher &dispatcher, const bots::RunManager &runs, StreamPasses &passes, const ops::Snapshots &snapshots, QObject *parent = nullptr);
    void addTo(Router &router);

    // What this node counts, as /api/sse/stats has it. Thread rule: any thread.
    QJsonObject figures() const;

private:
    QCoro::Task<Response> messages(const Exchange &exchange);
    QCoro::Task<Response> test(const Exchange &exchange);
    QCoro::Task<Response> stats(const Exchange &exchange);
    void sendTestEvent(stream::ConnectionId id, int number);

    store::Store &m_store;
    log::Dispatcher &m_dispatcher;
    const bots::RunManager &m_runs;
    StreamPasses &m_passes;
    const ops::Snapshots &m_snapshots;
    QElapsedTimer m_uptime;
};

} // namespace pipit::http
