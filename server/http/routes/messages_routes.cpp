// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/messages_routes.h"

#include "core/json_fields.h"
#include "core/log_text.h"
#include "server/auth/rules.h"
#include "server/http/routes/checks.h"
#include "server/http/stream_passes.h"

#include <QCoroFuture>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

Q_LOGGING_CATEGORY(lcMessages, "pipit.messages", QtInfoMsg)

}

QJsonArray arrayOf(const QList<Message> &messages)
{
    QJsonArray array;
    for (const Message &message : messages)
        array.append(message.toJson());
    return array;
}

QCoro::Task<Result<MessageDraft>> draftFrom(store::Store &store, auth::Caller caller, QJsonObject message, MessageLimits limits, ReceiptPtr receipt)
{
    auto draft = MessageDraft::fromJson(message, limits);
    if (!draft)
        co_return draft;
    if (const auto fault = auth::faultOfSession(caller, draft->sessionId))
        co_return Error(*fault);
    draft = auth::signedBy(caller, *draft);
    if (draft)
        draft->receipt = receipt;
    // What was said never changes: this can be looked at before the draft has its place in the order.
    if (draft && draft->replaces && !auth::mayReplaceAll(caller)) {
        const auto replaced = co_await store.message(draft->sessionId, *draft->replaces);
        if (!replaced)
            co_return replaced.error();
        if (*replaced) {
            if (const auto fault = auth::faultOfReplacing(caller, *draft, **replaced))
                co_return Error(*fault);
        }
    }
    co_return draft;
}

MessagesRoutes::MessagesRoutes(store::Store &store, log::Arrivals &arrivals, const MessageLimits &limits) : m_store(store), m_arrivals(arrivals), m_limits(limits)
{
}

void MessagesRoutes::addTo(Router &router)
{
    router.add("POST", "/api/messages", Access::Caller, [this](const Exchange &exchange) { return post(exchange); });
    router.add("GET", "/api/messages", Access::Caller, [this](const Exchange &exchange) { return list(exchange); });
    router.add("GET", "/api/messages/search", Access::Caller, [this](const Exchange &exchange) { return search(exchange); });
    router.add("POST", "/api/messages/{id}/redact", Access::Operator, [this](const Exchange &exchange) { return redact(exchange); }, Audit::Always);
}

QCoro::Task<Response> MessagesRoutes::post(const Exchange &exchange)
{
    const auto body = parseJsonObject(exchange.request.body);
    if (!body)
        co_return Response::failure(body.error());
    const auto draft = co_await draftFrom(m_store, exchange.caller, *body, m_limits, exchange.request.receipt);
    if (!draft)
        co_return Response::failure(draft.error());

    const auto stored = co_await m_store.append(*draft);
    if (!stored)
        co_return Response::failure(stored.error());
    qCDebug(lcMessages).noquote() << logText(stored->created ? u"Stored."_s : u"Stored before."_s, {{u"request", exchange.request.requestId()}, {u"message", QString::number(stored->message.id)}, {u"session", stored->message.sessionId}});
    co_return Response::successText("{\"message\":" + stored->message.toJsonText() + '}', stored->created ? 201 : 200);
}

QCoro::Task<Response> MessagesRoutes::list(const Exchange &exchange)
{
    const Request &request = exchange.request;
    if (const QStringList sessions = request.queryValues(u"sessionId"); sessions.size() > 1 || sessions.contains(u"*"))
        co_return co_await follow(exchange);
    store::HistoryQuery query{.sessionId = request.queryValue(u"sessionId")};
    if (const auto fault = auth::faultOfSession(exchange.caller, query.sessionId))
        co_return Response::failure(*fault);
    const auto limit = queryInteger(request, u"limit"_s, 50, 1, 200);
    const auto before = queryCursor(request, u"before"_s, m_store.epoch());
    const auto after = queryCursor(request, u"after"_s, m_store.epoch());
    const auto wait = queryInteger(request, u"wait"_s, 0, 0, 60);
    for (const Error *fault : {limit ? nullptr : &limit.error(), before ? nullptr : &before.error(), after ? nullptr : &after.error(), wait ? nullptr : &wait.error()}) {
        if (fault)
            co_return Response::failure(*fault);
    }
    if (*before && *after)
        co_return Response::failure({ErrorCode::InvalidRequest, u"Give before or after, not both."_s, u"after"_s});
    if (*wait > 0 && !*after)
        co_return Response::failure({ErrorCode::InvalidRequest, u"wait needs `after`: the position after which to wait."_s, u"wait"_s});
    query.limit = *limit;
    query.before = *before;
    query.after = *after;

    const auto history = co_await read(query, std::chrono::seconds(*wait), originOf(exchange));
    if (!history)
        co_return Response::failure(history.error());
    // Waiting for a session that is yet to begin is allowed, as subscribing to it is.
    if (history->messages.isEmpty() && *wait == 0) {
        const auto session = co_await m_store.session(query.sessionId);
        if (!session)
            co_return Response::failure(session.error());
        if (!*session)
            co_return Response::failure(neverUsed(query.sessionId, u"sessionId"_s));
    }
    // Where to go on with `after`: nothing of this session lies between the page and that position.
    const bool goesOn = query.after && history->hasMore;
    co_return Response::success({{u"messages"_s, arrayOf(history->messages)},
                                 {u"hasMore"_s, history->hasMore},
                                 {u"position"_s, goesOn ? history->messages.last().id : history->position},
                                 {u"epoch"_s, m_store.epoch()}});
}

QCoro::Task<Result<store::History>> MessagesRoutes::read(store::HistoryQuery query, std::chrono::seconds atMost, stream::StreamOrigin origin)
{
    if (atMost.count() == 0)
        co_return co_await m_store.history(query);
    const auto until = std::chrono::steady_clock::now() + atMost;
    const auto session = std::make_shared<stream::Subscription>();
    session->sessions = {query.sessionId.toStdString()};
    session->origin = std::move(origin);
    while (true) {
        // Registered before the log is read: a message that comes in between wakes it.
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        const auto wait = m_arrivals.wait(session, left);
        if (!wait)
            co_return wait.error();
        auto history = co_await m_store.history(query);
        if (!history || !history->messages.isEmpty())
            co_return history;
        const QFuture<bool> arrived = wait.value()->arrived();
        const bool hasArrived = co_await arrived;
        if (!hasArrived)
            co_return history;
    }
}

QCoro::Task<Response> MessagesRoutes::search(const Exchange &exchange)
{
    const Request &request = exchange.request;
    store::SearchQuery query{.text = request.queryValue(u"q"), .sessionId = request.queryValue(u"sessionId")};
    if (query.text.size() > 200)
        co_return Response::failure({ErrorCode::InvalidRequest, u"q is longer than 200 characters."_s, u"q"_s});
    if (request.hasQuery(u"sessionId")) {
        if (const auto fault = auth::faultOfSession(exchange.caller, query.sessionId))
            co_return Response::failure(*fault);
    }
    const auto limit = queryInteger(request, u"limit"_s, 20, 1, 100);
    if (!limit)
        co_return Response::failure(limit.error());
    const auto before = queryCursor(request, u"before"_s, m_store.epoch());
    if (!before)
        co_return Response::failure(before.error());
    query.limit = *limit;
    query.before = *before;
    query.maySee = auth::sessionsOf(exchange.caller);

    const auto found = co_await m_store.search(query);
    if (!found)
        co_return Response::failure(found.error());
    co_return Response::success({{u"messages"_s, arrayOf(found->messages)}, {u"hasMore"_s, found->hasMore}});
}

QCoro::Task<Response> MessagesRoutes::redact(const Exchange &exchange)
{
    const QString text = exchange.parameters.value(u"id"_s);
    bool isNumber = false;
    const qint64 id = text.toLongLong(&isNumber);
    if (!isNumber || id <= 0)
        co_return Response::failure({ErrorCode::InvalidRequest, QStringLiteral("A message's id is a positive number, such as 42."), u"id"_s});
    const auto maySee = auth::sessionsOf(exchange.caller);
    const auto redaction = co_await m_store.redact(id, exchange.caller.sub, maySee);
    if (!redaction)
        co_return Response::failure(redaction.error());
    if (!*redaction)
        co_return Response::failure({ErrorCode::NotFound, QStringLiteral("There is no message %1.").arg(id), u"id"_s});
    QJsonArray ids;
    for (const Message &tombstone : (*redaction)->tombstones)
        ids.append(tombstone.id);
    co_return Response::success({{u"message"_s, (*redaction)->notice.toJson()}, {u"ids"_s, ids}});
}

} // namespace pipit::http
