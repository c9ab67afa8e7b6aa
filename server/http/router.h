// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to the handler that answers it, through the one gate that names the caller.
//
// A role that a route asks for is asked for here, and what a caller may see of it by the rules of server/auth/rules.h.
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

enum class Access { Public, Caller, Operator };

// Refusals are recorded always; what is allowed, where it decides over more than a message.
enum class Audit { Refusals, Always };

// How a handler gets the body: whole in `request.body`, or piece by piece from `request.stream`.
enum class Body { Whole, Pieces };

// What came of a request, and who asked.
struct Answered {
    Response response = {};
    auth::Caller caller = {};
    bool isAudited = false; // the route says so
};

// One request on its way: lives until the handler's coroutine has ended, so handlers may keep the reference across co_await.
struct Exchange {
    Request request;
    // Where the route asks for one. A public route that names one says so here, for the record.
    mutable auth::Caller caller = {};
    QHash<QString, QString> parameters = {}; // of the pattern, percent-decoded
};

using Handler = std::function<QCoro::Task<Response>(const Exchange &)>;

class Router
{
public:
    struct Gate {
        // Names the caller of a request, or says why not (Unauthenticated).
        std::function<QCoro::Task<Result<auth::Caller>>(const Request &)> identify;
        // Asked again where an answer took a while: a long poll tells nothing to whoever is no caller any more.
        std::function<QCoro::Task<bool>(const auth::Caller &)> isStillGood;
    };

    // `bodyBytes`: the largest body that is collected for a handler.
    explicit Router(Gate gate, qint64 bodyBytes = 8 << 20);

    // Two routes of the same method and pattern are a fault of the program and stop it.
    void add(QByteArray method, QByteArray pattern, Access access, Handler handler, Audit audit = Audit::Refusals, Body body = Body::Whole);

    // Never fails: every fault becomes a Response.
    QCoro::Task<Answered> dispatch(Request request) const;

    // Whether this request's handler wants its body in pieces. Patterns with names are not looked at.
    bool takesPieces(const QByteArray &method, const QByteArray &target) const;

    struct Entry { QByteArray method; QByteArray pattern; Access access; };
    // All routes, for tests and for the description of the interface.
    std::vector<Entry> entries() const;

private:
    struct Route { QByteArray method; QByteArray pattern; Access access; Handler handler; Audit audit; Body body; QStringList segments; };

    struct Found {
        const Route *route = nullptr;
        QStringList allowed = {}; // the methods of this path
    };
    QCoro::Task<Response> answer(const Route &route, Exchange &exchange) const;
    Found find(const QByteArray &method, const QStringList &path) const;

    Gate m_gate;
    const qint64 m_bodyBytes;
    std::deque<Route> m_routes; // a coroutine refers to its route: no route may move
};

} // namespace pipit::http
