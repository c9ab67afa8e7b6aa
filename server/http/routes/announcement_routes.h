// SPDX-License-Identifier: GPL-3.0-or-later
// POST /api/ops/announcements: an operator says something in every session, or in those of a pattern.
// Thread rule: the node's thread. Source: docs/api.md.
#pragma once

#include "server/http/router.h"
#include "server/store/store.h"

namespace pipit::http {

class AnnouncementRoutes
{
public:
    AnnouncementRoutes(store::Store &store, const MessageLimits &limits) : m_store(store), m_limits(limits) { }
    void addTo(Router &router);

private:
    QCoro::Task<Response> announce(const Exchange &exchange);

    store::Store &m_store;
    const MessageLimits m_limits;
};

} // namespace pipit::http
