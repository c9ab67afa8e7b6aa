// SPDX-License-Identifier: GPL-3.0-or-later
// POST, GET and DELETE /api/auth/session: a token against a cookie, who one is, and the way out.
// Thread rule: the node's thread. Source: Pipit's contract "who may do what".
#pragma once

#include "server/auth/gate.h"
#include "server/http/router.h"

namespace pipit::http {

class AuthRoutes
{
public:
    AuthRoutes(auth::Gate &gate, auth::TokenStore &tokens, QByteArray cookieName) : m_gate(gate), m_tokens(tokens), m_cookieName(std::move(cookieName)) { }
    void addTo(Router &router);

private:
    QCoro::Task<Response> open(const Exchange &exchange);
    QCoro::Task<Response> show(const Exchange &exchange);
    QCoro::Task<Response> close(const Exchange &exchange);
    QByteArray setCookie(const QByteArray &value, std::chrono::seconds maxAge) const;

    auth::Gate &m_gate;
    auth::TokenStore &m_tokens;
    const QByteArray m_cookieName;
};

} // namespace pipit::http
