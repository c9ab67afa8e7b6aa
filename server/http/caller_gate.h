// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to its caller: the credential that it carries, the gate that knows it, and how often it may ask.
//
// A caller is counted by its name, whatever address it comes from; whoever has none, by its address. Callers on this machine
// are not counted. Thread rule: the node's thread. Errors: those of the gate; RateLimited, with the seconds to wait.
#pragma once

#include "server/auth/gate.h"
#include "server/auth/rate_limiter.h"
#include "server/http/request.h"

namespace pipit::http {

class CallerGate
{
public:
    CallerGate(auth::Gate &gate, QByteArray cookieName, int requestsPerSecond) : m_gate(gate), m_cookieName(std::move(cookieName)), m_rates(requestsPerSecond) { }

    QCoro::Task<Result<auth::Caller>> identify(const Request &request);

    // Of a request that names nobody yet, by its address.
    std::optional<Error> faultOfRate(const Request &request);

    // Whether a caller that was named a while ago would still be.
    QCoro::Task<bool> isStillGood(const auth::Caller &caller);

private:
    std::optional<Error> faultOfRate(const Request &request, const QByteArray &counted);

    auth::Gate &m_gate;
    const QByteArray m_cookieName;
    auth::RateLimiter m_rates;
};

} // namespace pipit::http
