// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/caller_gate.h"

#include "server/http/credentials.h"

using namespace Qt::StringLiterals;

namespace pipit::http {

QCoro::Task<Result<auth::Caller>> CallerGate::identify(const Request &request)
{
    const auto credential = credentialOf(request, m_cookieName);
    auto caller = Result<auth::Caller>(Error{});
    if (credential)
        caller = co_await m_gate.identify(*credential);
    else
        caller = credential.error();
    const bool hasName = caller && caller->proof != auth::Proof::None;
    const auto fault = hasName ? faultOfRate(request, "caller " + caller->sub.toUtf8()) : faultOfRate(request);
    if (fault)
        co_return Error(*fault);
    co_return caller;
}

std::optional<Error> CallerGate::faultOfRate(const Request &request)
{
    return faultOfRate(request, "address " + request.client.toString().toLatin1());
}

std::optional<Error> CallerGate::faultOfRate(const Request &request, const QByteArray &counted)
{
    if (request.client.isLoopback())
        return std::nullopt;
    const auto wait = m_rates.take(counted);
    if (!wait)
        return std::nullopt;
    const qint64 seconds = std::chrono::ceil<std::chrono::seconds>(*wait).count();
    return Error{ErrorCode::RateLimited, u"These are more requests than limits.requests_per_s allows; try again in %1 s."_s.arg(seconds), {}, {{u"retryAfterS"_s, seconds}}};
}

QCoro::Task<bool> CallerGate::isStillGood(const auth::Caller &caller)
{
    const QList<auth::Caller> one{caller};
    const auto lost = co_await m_gate.lostOf(one);
    co_return lost.isEmpty();
}

} // namespace pipit::http
