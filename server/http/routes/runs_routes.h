// SPDX-License-Identifier: GPL-3.0-or-later
// POST and GET /api/sessions/{id}/runs, POST /api/runs/{id}/cancel.
// Thread rule: the node's thread. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "core/message.h"
#include "server/bots/run_manager.h"
#include "server/http/router.h"

namespace pipit::http {

class RunsRoutes
{
public:
    RunsRoutes(store::Store &store, bots::RunManager &runs, const MessageLimits &limits) : m_store(store), m_runs(runs), m_limits(limits) { }
    void addTo(Router &router);

private:
    QCoro::Task<Response> ask(const Exchange &exchange);
    QCoro::Task<Response> regenerate(const Exchange &exchange, QString botId, QJsonObject body);
    QCoro::Task<Response> list(const Exchange &exchange);
    QCoro::Task<Response> stories(const Exchange &exchange);
    QCoro::Task<Response> cancel(const Exchange &exchange);

    store::Store &m_store;
    bots::RunManager &m_runs;
    const MessageLimits m_limits;
};

} // namespace pipit::http
