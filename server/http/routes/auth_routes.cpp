// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/auth_routes.h"

#include "core/json_fields.h"
#include "core/message.h"
#include "server/auth/rules.h"
#include "server/http/credentials.h"

#include <QCoroFuture>
#include <QDateTime>
#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

using Kind = auth::TokenRecord::Kind;
using std::chrono::milliseconds;

constexpr milliseconds cookieLife = std::chrono::hours(7 * 24);
constexpr std::chrono::seconds ticketLife{30};
constexpr std::chrono::seconds longestInvitation = std::chrono::hours(7 * 24);

QJsonObject toJson(const auth::Caller &caller)
{
    return {{u"sub"_s, caller.sub}, {u"name"_s, caller.displayName()}, {u"role"_s, auth::roleName(caller.role)}, {u"sessions"_s, QJsonArray::fromStringList(caller.sessions)}};
}

// A token that is made from what named this caller, and goes with that.
auth::TokenRecord recordFor(const auth::Caller &caller, Kind kind, const QByteArray &token, milliseconds life)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    return {.kind = kind, .hash = auth::hashOf(token), .caller = caller, .parentHash = caller.tokenHash, .createdAtMs = now, .expiresAtMs = now + life.count(), .jwtKey = caller.jwtKey};
}

} // namespace

void AuthRoutes::addTo(Router &router)
{
    // Public: it is how a browser becomes a caller.
    router.add("POST", "/api/auth/session", Access::Public, [this](const Exchange &exchange) { return open(exchange); }, Audit::Always);
    router.add("GET", "/api/auth/session", Access::Caller, [this](const Exchange &exchange) { return show(exchange); });
    router.add("DELETE", "/api/auth/session", Access::Caller, [this](const Exchange &exchange) { return close(exchange); }, Audit::Always);
    router.add("POST", "/api/auth/tickets", Access::Caller, [this](const Exchange &exchange) { return makeTicket(exchange); }, Audit::Always);
}

QCoro::Task<Response> AuthRoutes::open(const Exchange &exchange)
{
    if (const auto fault = m_callers.faultOfRate(exchange.request))
        co_return Response::failure(*fault);
    // Another's page must not log a browser in as somebody of its choice.
    if (exchange.request.isForeign)
        co_return Response::failure({ErrorCode::Forbidden, u"A page of another address may not open a session here; it sends a token with each request."_s});
    const auto arrival = co_await arrivalOf(exchange);
    if (!arrival)
        co_return Response::failure(arrival.error());
    exchange.caller = arrival->caller;

    QJsonObject data{{u"caller"_s, toJson(arrival->caller)}};
    if (!arrival->token.isEmpty())
        data.insert(u"token"_s, QString::fromLatin1(arrival->token));
    Response response = Response::success(data);
    response.headers.append({"Set-Cookie", setCookie(exchange.request, arrival->cookie, arrival->cookieLife)});
    co_return response;
}

QCoro::Task<Result<AuthRoutes::Arrival>> AuthRoutes::arrivalOf(const Exchange &exchange)
{
    // Not by a cookie: one that made another would outlive its own end.
    auto credential = credentialOf(exchange.request, {});
    if (!credential)
        co_return credential.error();
    QString ticket;
    if (!exchange.request.body.isEmpty()) {
        const auto body = parseJsonObject(exchange.request.body);
        if (!body)
            co_return body.error();
        JsonFields fields(*body);
        const QString token = fields.string("token");
        ticket = fields.string("ticket");
        if (const auto fault = fields.fault())
            co_return Error(*fault);
        if (!token.isEmpty())
            *credential = {auth::Credential::Kind::Bearer, token.toUtf8()};
    }
    if (!ticket.isEmpty()) {
        auto arrival = co_await arrivalByTicket(ticket.toUtf8());
        co_return arrival;
    }
    if (credential->kind == auth::Credential::Kind::None)
        co_return Error{ErrorCode::Unauthenticated, u"No token was given. Send {\"token\":…}, {\"ticket\":…} or `Authorization: Bearer TOKEN`."_s};
    const auto caller = co_await m_gate.identify(*credential);
    if (!caller)
        co_return caller.error();
    Arrival arrival = arrivalOf(*caller);
    const auth::TokenRecord cookie = arrival.records.first();
    const auto added = co_await m_tokens.addToken(cookie);
    if (!added)
        co_return added.error();
    co_return arrival;
}

QCoro::Task<Result<AuthRoutes::Arrival>> AuthRoutes::arrivalByTicket(QByteArray ticket)
{
    // Used up and made in one step: a disk that fails takes no invitation away.
    Arrival arrival;
    const auth::Gate::Made made = [&arrival](const auth::TokenRecord &record) {
        arrival = arrivalOf(record);
        return arrival.records;
    };
    const auto redeemed = co_await m_gate.redeem(ticket, auth::Gate::Redeem::Invitations, made);
    if (!redeemed)
        co_return redeemed.error();
    co_return arrival;
}

AuthRoutes::Arrival AuthRoutes::arrivalOf(auth::Caller caller)
{
    const QByteArray cookie = auth::makeToken();
    auth::TokenRecord record = recordFor(caller, Kind::Cookie, cookie, cookieLife);
    if (caller.expiresAtMs)
        record.expiresAtMs = std::min(*record.expiresAtMs, *caller.expiresAtMs);
    const milliseconds life(*record.expiresAtMs - record.createdAtMs);
    return {.caller = std::move(caller), .cookie = cookie, .cookieLife = life, .records = {record}};
}

AuthRoutes::Arrival AuthRoutes::arrivalOf(const auth::TokenRecord &ticket)
{
    auth::Caller caller = ticket.caller;
    caller.proof = auth::Proof::Ticket;
    if (ticket.kind == Kind::Ticket) {
        caller.tokenHash = ticket.parentHash;
        caller.jwtKey = ticket.jwtKey;
        caller.expiresAtMs = ticket.callerExpiresAtMs;
        return arrivalOf(std::move(caller));
    }
    // Who was invited is a caller of its own from here on.
    const QByteArray token = auth::makeToken();
    caller.tokenHash = auth::hashOf(token);
    const auth::TokenRecord own{.hash = caller.tokenHash, .caller = ticket.caller, .createdAtMs = QDateTime::currentMSecsSinceEpoch()};
    Arrival arrival = arrivalOf(std::move(caller));
    arrival.token = token;
    arrival.records.prepend(own);
    return arrival;
}

QCoro::Task<Response> AuthRoutes::show(const Exchange &exchange)
{
    co_return Response::success({{u"caller"_s, toJson(exchange.caller)}});
}

QCoro::Task<Response> AuthRoutes::close(const Exchange &exchange)
{
    // Only the cookie: a bearer token lives until it is taken back.
    if (const QByteArray cookie = exchange.request.cookie(m_cookieName); !cookie.isEmpty()) {
        const auto removed = co_await m_tokens.removeToken(auth::hashOf(cookie));
        if (!removed)
            co_return Response::failure(removed.error());
        m_gate.forget(auth::hashOf(cookie));
    }
    Response response = Response::success({});
    response.headers.append({"Set-Cookie", setCookie(exchange.request, {}, milliseconds(0))});
    co_return response;
}

QCoro::Task<Response> AuthRoutes::makeTicket(const Exchange &exchange)
{
    const auth::Caller &caller = exchange.caller;
    if (caller.proof == auth::Proof::None)
        co_return Response::failure({ErrorCode::Forbidden, u"Whoever comes without a token needs no ticket, and may invite nobody."_s});
    QJsonObject body;
    if (!exchange.request.body.isEmpty()) {
        const auto parsed = parseJsonObject(exchange.request.body);
        if (!parsed)
            co_return Response::failure(parsed.error());
        body = *parsed;
    }
    JsonFields fields(body);
    const bool isInvitation = body.contains(u"invite"_s);
    const QJsonObject guest = fields.object("invite");
    const auto seconds = fields.positiveInteger("validS");
    if (const auto fault = fields.fault())
        co_return Response::failure(*fault);
    if (seconds && !isInvitation)
        co_return Response::failure({ErrorCode::InvalidRequest, u"validS goes with an invitation; a ticket is good for 30 s."_s, u"validS"_s});
    if (seconds.value_or(1) > longestInvitation.count())
        co_return Response::failure({ErrorCode::InvalidRequest, QStringLiteral("validS must be at most %1, seven days.").arg(longestInvitation.count()), u"validS"_s});

    const QByteArray ticket = auth::makeToken();
    auth::TokenRecord record = recordFor(caller, Kind::Ticket, ticket, std::chrono::seconds(seconds.value_or(ticketLife.count())));
    record.callerExpiresAtMs = caller.expiresAtMs;
    if (isInvitation) {
        const auto invited = auth::guestOf(caller, guest);
        if (!invited)
            co_return Response::failure(invited.error());
        record.kind = Kind::Invitation;
        record.caller = *invited;
    }
    const auto added = co_await m_tokens.addToken(record);
    if (!added)
        co_return Response::failure(added.error());
    co_return Response::success({{u"ticket"_s, QString::fromLatin1(ticket)}, {u"expiresAt"_s, isoTime(*record.expiresAtMs)}}, 201);
}

QByteArray AuthRoutes::setCookie(const Request &request, const QByteArray &value, milliseconds maxAge) const
{
    return m_cookieName + '=' + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + QByteArray::number(qint64(maxAge.count() / 1000)) + (request.isSecure ? "; Secure" : "");
}

} // namespace pipit::http
