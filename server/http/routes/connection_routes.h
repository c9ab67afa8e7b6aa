// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/ops/connections: who holds a stream or waits in a long poll, or has lately; DELETE /api/ops/connections/{id}: ends a stream, whose
// client may come back; GET /api/ops/connections/{id}/tap: what a stream is sent, as it goes out.
//
// Sessions that the operator may not see are counted and not named, and a stream that carries one cannot be listened to.
// Thread rule: the node's thread. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "server/http/router.h"
#include "server/http/stream_passes.h"
#include "server/log/arrivals.h"
#include "server/stream/engine.h"

namespace pipit::http {

class ConnectionRoutes
{
public:
    ConnectionRoutes(stream::Engine &engine, const log::Arrivals &arrivals, StreamPasses &passes) : m_engine(engine), m_arrivals(arrivals), m_passes(passes) { }
    void addTo(Router &router);

private:
    QCoro::Task<Response> list(const Exchange &exchange);
    QCoro::Task<Response> close(const Exchange &exchange);
    QCoro::Task<Response> tap(const Exchange &exchange);
    // Errors: NotFound, where it is not open (any more).
    QCoro::Task<Result<stream::StreamView>> find(QString id);

    stream::Engine &m_engine;
    const log::Arrivals &m_arrivals;
    StreamPasses &m_passes;
};

} // namespace pipit::http
