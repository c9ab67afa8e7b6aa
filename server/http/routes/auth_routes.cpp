// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/auth_routes.h"

#include "core/json_fields.h"
#include "server/http/routes/credentials.h"

#include <QCoroFuture>
#include <QDateTime>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr std::chrono::hours cookieLife{7 * 24};

QJsonObject toJson(const auth::Caller &caller)
{
    return {{u"sub"_s, caller.sub}, {u"name"_s, caller.displayName()}, {u"role"_s, auth::roleName(caller.role)}, {u"sessions"_s, QJsonArray::fromStringList(caller.sessions)}};
}

} // namespace

void AuthRoutes::addTo(Router &router)
{
    // Public: it is how a browser becomes a caller.
    router.add("POST", "/api/auth/session", Access::Public, [this](const Exchange &exchange) { return open(exchange); });
    router.add("GET", "/api/auth/session", Access::Caller, [this](const Exchange &exchange) { return show(exchange); });
    router.add("DELETE", "/api/auth/session", Access::Caller, [this](const Exchange &exchange) { return close(exchange); });
}

QCoro::Task<Response> AuthRoutes::open(const Exchange &exchange)
{
    // A foreign page must not log a browser in as somebody of its choice.
    if (isOfAnotherPage(exchange.request))
        co_return Response::failure({ErrorCode::Forbidden, u"A page of another address may not open a session here."_s});
    // Not by a cookie: one that made another would outlive its own end.
    auto token = tokenOf(exchange.request, {});
    if (!token)
        co_return Response::failure(token.error());
    if (!exchange.request.body.isEmpty()) {
        const auto body = parseJsonObject(exchange.request.body);
        if (!body)
            co_return Response::failure(body.error());
        JsonFields fields(*body);
        const QString given = fields.string("token");
        if (const auto fault = fields.fault())
            co_return Response::failure(*fault);
        if (!given.isEmpty())
            token = given.toUtf8();
    }
    const auto caller = co_await m_gate.identify(*token);
    if (!caller)
        co_return Response::failure(caller.error());

    const QByteArray cookie = auth::makeToken();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auth::TokenRecord record{.kind = auth::TokenRecord::Kind::Cookie,
                                   .hash = auth::hashOf(cookie),
                                   .caller = *caller,
                                   .parentHash = caller->tokenHash,
                                   .createdAtMs = now,
                                   .expiresAtMs = now + std::chrono::milliseconds(cookieLife).count()};
    const auto added = co_await m_tokens.addToken(record);
    if (!added)
        co_return Response::failure(added.error());
    Response response = Response::success({{u"caller"_s, toJson(*caller)}});
    response.headers.append({"Set-Cookie", setCookie(cookie, cookieLife)});
    co_return response;
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
    response.headers.append({"Set-Cookie", setCookie({}, std::chrono::seconds(0))});
    co_return response;
}

QByteArray AuthRoutes::setCookie(const QByteArray &value, std::chrono::seconds maxAge) const
{
    return m_cookieName + '=' + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + QByteArray::number(qint64(maxAge.count()));
}

} // namespace pipit::http
