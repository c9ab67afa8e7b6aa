// SPDX-License-Identifier: GPL-3.0-or-later
// What every request passes, whatever it wants: the policy for browsers, the router with its gate, the headers of the answer,
// the record of what was decided, and an id that leads through the logs.
//
// Every refusal is recorded with its reason (401, 403, 421, 429), and every request whose route says so.
// Thread rule: the node's thread; outlives the requests under way.
#pragma once

#include "core/figure.h"
#include "server/auth/audit_log.h"
#include "server/http/request_policy.h"
#include "server/http/router.h"

namespace pipit::http {

class FrontDoor
{
public:
    FrontDoor(RequestPolicy policy, const Router &router, auth::AuditLog &audit) : m_policy(std::move(policy)), m_router(router), m_audit(audit) { }

    // Never fails: every fault becomes a Response.
    QCoro::Task<Response> answer(Request request);

    // Of a request that was refused before it was one.
    void noteRefusal(int status, const QString &reason, const QString &from);

    // Answers so far, by the hundreds of their status from 1xx on.
    using Counts = std::array<Figure, 5>;
    const Counts &answered() const { return m_answered; }

private:
    void note(const QString &what, const QHostAddress &from, const QString &requestId, const Answered &answered);

    const RequestPolicy m_policy;
    const Router &m_router;
    auth::AuditLog &m_audit;
    void count(int status);

    Counts m_answered;
    bool m_toldOfProxy = false;
};

} // namespace pipit::http
