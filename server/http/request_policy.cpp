// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/request_policy.h"

#include "core/host_port.h"
#include "core/text_limits.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr qsizetype forwardedHops = 20; // looked at, from the nearest

// Without the port; an IPv6 address without its brackets.
QByteArray hostOf(QByteArrayView hostHeader)
{
    if (hostHeader.startsWith('[')) {
        const auto end = hostHeader.indexOf(']');
        return end < 0 ? QByteArray() : hostHeader.sliced(1, end - 1).toByteArray();
    }
    const auto colon = hostHeader.lastIndexOf(':');
    return (colon < 0 ? hostHeader : hostHeader.first(colon)).toByteArray().toLower();
}

QHostAddress addressOf(const QByteArray &text)
{
    QByteArray host = text.trimmed();
    // "1.2.3.4:567" and "[::1]:567", as some proxies write it.
    if (host.startsWith('[') || host.count(':') == 1)
        host = hostOf(host);
    return QHostAddress(QString::fromLatin1(host));
}

bool isSameOrigin(const Request &request, const QByteArray &origin)
{
    const QByteArray host = request.header("host").value_or(QByteArray()).toLower();
    return origin == "https://" + host || (!request.isSecure && origin == "http://" + host);
}

// A person who follows a link: the answer is a page of its own, which whoever made the link cannot read.
bool isNavigation(const Request &request)
{
    return (request.method == "GET" || request.method == "HEAD") && request.header("sec-fetch-mode") == "navigate" && request.header("sec-fetch-dest") == "document";
}

} // namespace

Result<RequestPolicy> RequestPolicy::make(const ServerConfig &config)
{
    RequestPolicy policy;
    auto proxies = AddressList::parse(config.trustedProxies, u"server.trusted_proxies"_s);
    if (!proxies)
        return proxies.error();
    policy.m_proxies = std::move(*proxies);
    for (const QString &host : config.allowedHosts)
        policy.m_hosts.insert(host.toLatin1().toLower());
    if (const auto listen = HostPort::parse(config.listen))
        policy.m_hosts.insert(listen->host.toLatin1().toLower());
    for (const QString &origin : config.corsOrigins)
        policy.m_origins.insert(origin.toLatin1());
    return policy;
}

void RequestPolicy::settle(Request &request) const
{
    request.client = request.peer;
    if (m_proxies.contains(request.peer))
        believeProxy(request);
    request.isForeign = !foreignOrigin(request).isEmpty();
}

void RequestPolicy::believeProxy(Request &request) const
{
    // From the nearest hop back to the first that is not ours: what stands before it, anybody can have written.
    QList<QByteArray> hops;
    for (const auto &[name, value] : std::as_const(request.headers)) {
        if (name == "x-forwarded-for")
            hops += value.split(',');
    }
    for (qsizetype i = hops.size() - 1; i >= std::max<qsizetype>(0, hops.size() - forwardedHops); --i) {
        const QHostAddress address = addressOf(hops.at(i));
        if (address.isNull())
            break;
        request.client = address;
        if (!m_proxies.contains(address))
            break;
    }
    request.isSecure = request.isSecure || request.header("x-forwarded-proto").value_or(QByteArray()).compare("https", Qt::CaseInsensitive) == 0;
}

bool RequestPolicy::isOwnHost(QByteArrayView host) const
{
    const QByteArray name = hostOf(host);
    // An address cannot be made to point elsewhere.
    return name == "localhost" || name.endsWith(".localhost") || m_hosts.contains(name) || !QHostAddress(QString::fromLatin1(name)).isNull();
}

std::optional<Error> RequestPolicy::faultOf(const Request &request) const
{
    if (const auto host = request.header("host"); host && !isOwnHost(*host))
        return Error{ErrorCode::WrongHost, u"This node is not called %1. Whoever runs it can add that name to server.allowed_hosts."_s.arg(forEcho(QString::fromLatin1(*host))), u"Host"_s};
    const auto origin = request.header("origin");
    if (origin && (isSameOrigin(request, *origin) || m_origins.contains(*origin)))
        return std::nullopt;
    if (origin)
        return Error{ErrorCode::Forbidden, u"A page of %1 may not use this node. Whoever runs it can add that origin to server.cors_origins."_s.arg(forEcho(QString::fromLatin1(*origin))), u"Origin"_s};
    const QByteArray site = request.header("sec-fetch-site").value_or("none");
    if (site == "none" || site == "same-origin" || isNavigation(request))
        return std::nullopt;
    return Error{ErrorCode::Forbidden, u"A page of another address may not use this node."_s, u"Sec-Fetch-Site"_s};
}

QByteArray RequestPolicy::foreignOrigin(const Request &request) const
{
    const QByteArray origin = request.header("origin").value_or(QByteArray());
    return m_origins.contains(origin) && !isSameOrigin(request, origin) ? origin : QByteArray();
}

std::optional<Response> RequestPolicy::preflight(const Request &request) const
{
    if (request.method != "OPTIONS" || foreignOrigin(request).isEmpty() || !request.header("access-control-request-method"))
        return std::nullopt;
    return Response{.status = 204,
                    .contentType = {},
                    .headers = {{"Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE"},
                                {"Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID"},
                                {"Access-Control-Max-Age", "600"}}};
}

void RequestPolicy::addHeaders(const Request &request, Response &response) const
{
    if (m_origins.isEmpty())
        return;
    response.headers.emplaceBack("Vary", "Origin");
    // With a token of its own, never with this node's cookie: no Allow-Credentials.
    if (const QByteArray origin = foreignOrigin(request); !origin.isEmpty()) {
        response.headers.emplaceBack("Access-Control-Allow-Origin", origin);
        response.headers.emplaceBack("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
    }
}

} // namespace pipit::http
