// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/router.h"

#include <QLoggingCategory>

#include <algorithm>
#include <exception>

namespace pipit::http {

namespace {

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

Router::Router(Gate gate)
    : m_gate(std::move(gate))
{
}

void Router::add(QByteArray method, QByteArray pattern, Access access, Handler handler)
{
    const bool known = std::ranges::any_of(m_routes, [&](const Route &route) { return route.method == method && route.pattern == pattern; });
    if (known)
        qFatal("The route %s %s was added twice.", method.constData(), pattern.constData());
    QStringList segments = QString::fromUtf8(pattern).split(u'/');
    m_routes.push_back({std::move(method), std::move(pattern), access, std::move(handler), std::move(segments)});
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

QCoro::Task<Response> Router::dispatch(Request request) const
{
    Exchange exchange{std::move(request)};
    const QStringList path = exchange.request.path.split(u'/');
    const Found found = find(exchange.request.method, path);
    if (found.allowed.isEmpty())
        co_return Response::failure(Error{ErrorCode::NotFound, QStringLiteral("There is nothing at %1.").arg(exchange.request.path)});
    if (!found.route)
        co_return methodNotAllowed(exchange.request.method, found.allowed);

    const Route &route = *found.route;
    exchange.parameters = parametersOf(route.segments, path);
    try {
        if (route.access == Access::Caller) {
            auto caller = co_await m_gate(exchange.request);
            if (!caller)
                co_return Response::failure(caller.error());
            exchange.caller = *caller;
        }
        Response response = co_await route.handler(exchange);
        co_return response;
    } catch (const std::exception &fault) {
        qCritical("%s %s failed: %s", route.method.constData(), route.pattern.constData(), fault.what());
    } catch (...) {
        qCritical("%s %s failed with an exception of unknown type.", route.method.constData(), route.pattern.constData());
    }
    co_return Response::failure(Error{ErrorCode::Internal, QStringLiteral("The node could not answer this request; its log has the details.")});
}

std::vector<Router::Entry> Router::entries() const
{
    std::vector<Entry> list;
    for (const Route &route : m_routes)
        list.push_back({route.method, route.pattern, route.access});
    return list;
}

} // namespace pipit::http
