// SPDX-License-Identifier: GPL-3.0-or-later
// GET and POST /api/sessions, GET, PATCH and DELETE /api/sessions/{id}, and its note.
// Thread rule: the node's thread. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "server/http/router.h"
#include "server/log/dispatcher.h"
#include "server/store/store.h"

namespace pipit::http {

class SessionsRoutes
{
public:
    SessionsRoutes(store::Store &store, log::Dispatcher &dispatcher) : m_store(store), m_dispatcher(dispatcher) { }
    void addTo(Router &router);

private:
    QCoro::Task<Response> list(const Exchange &exchange);
    QCoro::Task<Response> create(const Exchange &exchange);
    QCoro::Task<Response> get(const Exchange &exchange);
    QCoro::Task<Response> note(const Exchange &exchange);
    QCoro::Task<Response> change(const Exchange &exchange);
    QCoro::Task<Response> remove(const Exchange &exchange);

    store::Store &m_store;
    log::Dispatcher &m_dispatcher;
};

} // namespace pipit::http
