// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/sessions/{id}/members, POST /api/sessions/{id}/read and …/typing; and what the lists of sessions say of their caller.
//
// Somebody who goes on writing is told to the others every two seconds at most.
// Thread rule: the node's thread. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "server/http/router.h"
#include "server/log/dispatcher.h"
#include "server/store/store.h"

#include <chrono>

namespace pipit::http {

class PeopleRoutes
{
public:
    PeopleRoutes(store::Store &store, log::Dispatcher &dispatcher) : m_store(store), m_dispatcher(dispatcher) { }
    void addTo(Router &router);

private:
    QCoro::Task<Response> members(const Exchange &exchange);
    QCoro::Task<Response> read(const Exchange &exchange);
    QCoro::Task<Response> typing(const Exchange &exchange);

    bool isNews(const TypingEvent &event);

    using Clock = std::chrono::steady_clock;
    struct Told {
        bool active = false;
        Clock::time_point at = {};
        Clock::time_point begunAt = {}; // of the last beginning
    };

    store::Store &m_store;
    log::Dispatcher &m_dispatcher;
    QHash<QString, Told> m_told; // who writes where
};

// Up to where the caller has read these sessions. Nothing is known of a caller without a name of its own.
QCoro::Task<Result<store::ReadStates>> readStatesFor(store::Store &store, auth::Caller caller, QStringList sessionIds);
// A session as its caller sees it: with `readTo`, `unread` and, where there is one, `firstUnread`.
QJsonObject sessionFor(const store::SessionRecord &session, const store::ReadStates &states);

} // namespace pipit::http
