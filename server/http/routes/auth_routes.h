// SPDX-License-Identifier: GPL-3.0-or-later
// POST, GET and DELETE /api/auth/session: a token, ticket or invitation against a cookie, who one is, and the way out.
// POST /api/auth/tickets: a ticket for oneself, or an invitation for somebody else.
// Thread rule: the node's thread. Source: Pipit's contract "who may do what".
#pragma once

#include "server/auth/gate.h"
#include "server/http/caller_gate.h"
#include "server/http/router.h"

namespace pipit::http {

class AuthRoutes
{
public:
    AuthRoutes(auth::Gate &gate, CallerGate &callers, auth::TokenStore &tokens, QByteArray cookieName) : m_gate(gate), m_callers(callers), m_tokens(tokens), m_cookieName(std::move(cookieName)) { }
    void addTo(Router &router);

private:
    // Who takes a session up, and what they are given: a cookie, and whom an invitation brought a token too.
    struct Arrival {
        auth::Caller caller = {};
        QByteArray cookie = {};
        std::chrono::milliseconds cookieLife = {};
        QByteArray token = {};
        QList<auth::TokenRecord> records = {}; // of the two
    };

    QCoro::Task<Response> open(const Exchange &exchange);
    QCoro::Task<Result<Arrival>> arrivalOf(const Exchange &exchange);
    QCoro::Task<Result<Arrival>> arrivalByTicket(QByteArray ticket);
    static Arrival arrivalOf(auth::Caller caller);
    static Arrival arrivalOf(const auth::TokenRecord &ticket);
    QCoro::Task<Response> show(const Exchange &exchange);
    QCoro::Task<Response> close(const Exchange &exchange);
    QCoro::Task<Response> makeTicket(const Exchange &exchange);
    QByteArray setCookie(const Request &request, const QByteArray &value, std::chrono::milliseconds maxAge) const;

    auth::Gate &m_gate;
    CallerGate &m_callers;
    auth::TokenStore &m_tokens;
    const QByteArray m_cookieName;
};

} // namespace pipit::http
