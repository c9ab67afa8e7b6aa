// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/caller_gate.h"

#include "server/http/address_list.h"
#include "server/http/credentials.h"

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

QByteArray addressName(const Request &request)
{
    return "address " + networkOf(request.client);
}

Error tooMany(std::chrono::milliseconds wait)
{
    const qint64 seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return Error{ErrorCode::RateLimited, u"These are more requests than limits.requests_per_s allows; try again in %1 s."_s.arg(seconds), {}, {{u"retryAfterS"_s, seconds}}};
}

} // namespace

QCoro::Task<Result<auth::Caller>> CallerGate::identify(const Request &request)
{
    if (request.named) {
        if (const auto fault = faultOfRate(request, "caller " + request.named->sub.toUtf8()))
            co_return Error(*fault);
        const bool isGood = co_await isStillGood(*request.named);
        if (!isGood)
            co_return Error{ErrorCode::Unauthenticated, u"The token that this connection began with has ended."_s};
        auth::Caller known = *request.named;
        co_return known;
    }
    const auto credential = credentialOf(request, m_cookieName);
    if (!credential) {
        const auto fault = faultOfRate(request);
        co_return fault ? *fault : Error(credential.error());
    }
    // Whoever has guessed too often is not looked up again; and a ticket is not used up by a request that is refused for that.
    const bool isLookedUp = credential->kind != auth::Credential::Kind::None && !m_gate.isKnown(*credential);
    if (isLookedUp && !request.client.isLoopback()) {
        const bool isTicket = credential->kind == auth::Credential::Kind::Ticket;
        const auto wait = isTicket ? m_rates.take(addressName(request)) : m_rates.waitOf(addressName(request));
        if (wait)
            co_return tooMany(*wait);
    }
    const auto caller = co_await m_gate.identify(*credential);
    const bool hasName = caller && caller->proof != auth::Proof::None;
    const bool isCounted = hasName && caller->proof == auth::Proof::Ticket;
    std::optional<Error> fault;
    if (!isCounted)
        fault = hasName ? faultOfRate(request, "caller " + caller->sub.toUtf8()) : faultOfRate(request);
    if (fault)
        co_return Error(*fault);
    if (!caller)
        co_return caller.error();
    auth::Caller named = *caller;
    co_return named;
}

std::optional<Error> CallerGate::faultOfRate(const Request &request)
{
    return faultOfRate(request, addressName(request));
}

std::optional<Error> CallerGate::faultOfRate(const Request &request, const QByteArray &counted)
{
    if (request.client.isLoopback())
        return std::nullopt;
    const auto wait = m_rates.take(counted);
    return wait ? std::optional(tooMany(*wait)) : std::nullopt;
}

QCoro::Task<bool> CallerGate::isStillGood(const auth::Caller &caller)
{
    if (m_gate.plainlyLost(caller) != auth::Gate::Lost::No)
        co_return false;
    const QList<QByteArray> hashes = caller.tokenHash.isEmpty() ? QList<QByteArray>() : QList<QByteArray>{caller.tokenHash};
    const auto revoked = co_await m_gate.revokedOf(hashes, auth::Gate::Patience::Short);
    co_return revoked.isEmpty();
}

} // namespace pipit::http
