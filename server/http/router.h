// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to the handler that answers it, through the one gate that names the caller.
//
// Patterns are literal segments and {names}: "/api/sessions/{id}/runs". A {name} takes one segment that is not empty; where
// several patterns fit, a literal segment beats a {name}, from left to right. A path that exists under another method answers
// 405 with Allow; HEAD goes to GET. A handler that throws answers 500, and the node's log has the reason.
// Thread rule: the server's thread; outlives the requests under way. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "core/result.h"
#include "server/auth/caller.h"
#include "server/http/request.h"
#include "server/http/response.h"

#include <QCoroTask>
#include <QHash>

#include <deque>
#include <functional>
#include <vector>

namespace pipit::http {

enum class Access { Public, Caller };

// One request on its way: lives until the handler's coroutine has ended, so handlers may keep the reference across co_await.
struct Exchange {
    Request request;
    auth::Caller caller = {};              // where Access::Caller
    QHash<QString, QString> parameters = {}; // of the pattern, percent-decoded
};

using Handler = std::function<QCoro::Task<Response>(const Exchange &)>;

class Router
{
public:
    // Names the caller of a request, or says why not (Unauthenticated).
    using Gate = std::function<QCoro::Task<Result<auth::Caller>>(const Request &)>;

    explicit Router(Gate gate);

    // Two routes of the same method and pattern are a fault of the program and stop it.
    void add(QByteArray method, QByteArray pattern, Access access, Handler handler);

    // Never fails: every fault becomes a Response.
    QCoro::Task<Response> dispatch(Request request) const;

    struct Entry { QByteArray method; QByteArray pattern; Access access; };
    // All routes, for tests and for the description of the interface.
    std::vector<Entry> entries() const;

private:
    struct Route { QByteArray method; QByteArray pattern; Access access; Handler handler; QStringList segments; };

    struct Found {
        const Route *route = nullptr;
        QStringList allowed = {}; // the methods of this path
    };
    Found find(const QByteArray &method, const QStringList &path) const;

    Gate m_gate;
    std::deque<Route> m_routes; // a coroutine refers to its route: no route may move
};

} // namespace pipit::http
