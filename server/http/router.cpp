// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/router.h"

#include "core/text_limits.h"
#include "server/http/body_stream.h"
#include "server/auth/rules.h"

#include <QLoggingCategory>

#include <algorithm>
#include <exception>

namespace pipit::http {

namespace {

constexpr std::chrono::seconds longAnswer{2};

bool isName(QStringView segment)
{
    return segment.startsWith(u'{') && segment.endsWith(u'}');
}

bool fits(const QStringList &pattern, const QStringList &path)
{
    return std::ranges::equal(pattern, path, [](const QString &expected, const QString &given) {
        return isName(expected) ? !given.isEmpty() : expected == given;
    });
}

// Whether the first of two patterns that fit the same path has the earlier literal.
bool isCloser(const QStringList &one, const QStringList &other)
{
    return std::ranges::lexicographical_compare(one, other, {}, isName, isName);
}

QHash<QString, QString> parametersOf(const QStringList &pattern, const QStringList &path)
{
    QHash<QString, QString> parameters;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (isName(pattern.at(i)))
            parameters.insert(pattern.at(i).sliced(1, pattern.at(i).size() - 2), path.at(i));
    }
    return parameters;
}

Response methodNotAllowed(const QByteArray &method, const QStringList &allowed)
{
    const QString list = allowed.join(u", ");
    Response response = Response::failure(Error{ErrorCode::MethodNotAllowed, QStringLiteral("%1 is not a method of this path; it has %2.").arg(QString::fromLatin1(method), list)});
    response.headers.emplaceBack("Allow", list.toLatin1());
    return response;
}

} // namespace

Router::Router(Gate gate, qint64 bodyBytes)
    : m_gate(std::move(gate))
    , m_bodyBytes(bodyBytes)
{
}

void Router::add(QByteArray method, QByteArray pattern, Access access, Handler handler, Audit audit, Body body)
{
    const bool known = std::ranges::any_of(m_routes, [&](const Route &route) { return route.method == method && route.pattern == pattern; });
    if (known)
        qFatal("The route %s %s was added twice.", method.constData(), pattern.constData());
    QStringList segments = QString::fromUtf8(pattern).split(u'/');
    m_routes.push_back({std::move(method), std::move(pattern), access, std::move(handler), audit, body, std::move(segments)});
}

Router::Found Router::find(const QByteArray &method, const QStringList &path) const
{
    Found found;
    const auto consider = [&found](const Route &route) {
        if (!found.route || isCloser(route.segments, found.route->segments))
            found.route = &route;
    };
    for (const Route &route : m_routes) {
        if (!fits(route.segments, path))
            continue;
        found.allowed << QString::fromLatin1(route.method);
        if (route.method == method)
            consider(route);
    }
    if (!found.route && method == "HEAD") {
        Found get = find("GET", path);
        found.route = get.route;
    }
    if (found.allowed.contains(u"GET"))
        found.allowed << QStringLiteral("HEAD");
    found.allowed.removeDuplicates();
    return found;
}

QCoro::Task<Answered> Router::dispatch(Request request) const
{
    Exchange exchange{std::move(request)};
    Answered answered;
    const QStringList path = exchange.request.path.split(u'/');
    const Found found = find(exchange.request.method, path);
    if (found.allowed.isEmpty()) {
        answered.response = Response::failure(Error{ErrorCode::NotFound, QStringLiteral("There is nothing at %1.").arg(forEcho(exchange.request.path))});
        co_return answered;
    }
    if (!found.route) {
        answered.response = methodNotAllowed(exchange.request.method, found.allowed);
        co_return answered;
    }

    const Route &route = *found.route;
    exchange.parameters = parametersOf(route.segments, path);
    answered.isAudited = route.audit == Audit::Always;
    try {
        answered.response = co_await answer(route, exchange);
        answered.caller = std::move(exchange.caller);
        co_return answered;
    } catch (const std::exception &fault) {
        qCritical("%s %s failed: %s", route.method.constData(), route.pattern.constData(), fault.what());
    } catch (...) {
        qCritical("%s %s failed with an exception of unknown type.", route.method.constData(), route.pattern.constData());
    }
    answered.response = Response::failure(Error{ErrorCode::Internal, QStringLiteral("The node could not answer this request; its log has the details.")});
    co_return answered;
}

QCoro::Task<Response> Router::answer(const Route &route, Exchange &exchange) const
{
    if (route.access != Access::Public) {
        const auto caller = co_await m_gate.identify(exchange.request);
        if (!caller)
            co_return Response::failure(caller.error());
        exchange.caller = *caller;
    }
    if (route.access == Access::Operator) {
        if (const auto fault = auth::faultOfOperator(exchange.caller))
            co_return Response::failure(*fault);
    }
    if (exchange.request.stream && route.body == Body::Whole) {
        // Only now: nobody's bytes are collected before it is known who sends them.
        auto body = co_await exchange.request.stream->readAll(m_bodyBytes);
        if (!body)
            co_return Response::failure(body.error());
        exchange.request.body = std::move(*body);
        exchange.request.stream.reset();
    }
    const auto began = std::chrono::steady_clock::now();
    Response response = co_await route.handler(exchange);
    const bool isLate = std::chrono::steady_clock::now() - began > longAnswer;
    // What was written is told in any case.
    if (isLate && route.access != Access::Public && route.method == "GET" && response.status < 400) {
        const bool isGood = co_await m_gate.isStillGood(exchange.caller);
        if (!isGood)
            co_return Response::failure(Error{ErrorCode::Unauthenticated, QStringLiteral("The token expired, or was taken back, while this was waiting.")});
    }
    co_return response;
}

bool Router::takesPieces(const QByteArray &method, const QByteArray &target) const
{
    const QByteArray path = target.left(target.indexOf('?'));
    return std::ranges::any_of(m_routes, [&](const Route &route) { return route.body == Body::Pieces && route.method == method && route.pattern == path; });
}

std::vector<Router::Entry> Router::entries() const
{
    std::vector<Entry> list;
    for (const Route &route : m_routes)
        list.push_back({route.method, route.pattern, route.access});
    return list;
}

} // namespace pipit::http
