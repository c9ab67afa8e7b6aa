// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/sessions_routes.h"

#include "core/json_fields.h"
#include "server/auth/rules.h"
#include "server/http/routes/checks.h"
#include "server/http/routes/people_routes.h"

#include <QCoroFuture>
#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr int commentsOfNote = 200;

} // namespace

void SessionsRoutes::addTo(Router &router)
{
    router.add("GET", "/api/sessions", Access::Caller, [this](const Exchange &exchange) { return list(exchange); });
    router.add("POST", "/api/sessions", Access::Caller, [this](const Exchange &exchange) { return create(exchange); });
    router.add("GET", "/api/sessions/{id}", Access::Caller, [this](const Exchange &exchange) { return get(exchange); });
    router.add("GET", "/api/sessions/{id}/note", Access::Caller, [this](const Exchange &exchange) { return note(exchange); });
    router.add("PATCH", "/api/sessions/{id}", Access::Caller, [this](const Exchange &exchange) { return change(exchange); });
    router.add("DELETE", "/api/sessions/{id}", Access::Operator, [this](const Exchange &exchange) { return remove(exchange); }, Audit::Always);
}

QCoro::Task<Response> SessionsRoutes::list(const Exchange &exchange)
{
    const auto limit = queryInteger(exchange.request, u"limit"_s, 200, 1, 500);
    if (!limit)
        co_return Response::failure(limit.error());
    const auto maySee = auth::sessionsOf(exchange.caller);
    const auto sessions = co_await m_store.sessions(*limit, maySee);
    if (!sessions)
        co_return Response::failure(sessions.error());
    QStringList ids;
    for (const store::SessionRecord &session : *sessions)
        ids << session.id;
    const auto states = co_await readStatesFor(m_store, exchange.caller, ids);
    if (!states)
        co_return Response::failure(states.error());
    QJsonArray array;
    for (const store::SessionRecord &session : *sessions)
        array.append(sessionFor(session, *states));
    QJsonObject answer{{u"sessions"_s, array}};
    if (states->isNoted)
        answer.insert(u"position", states->head);
    co_return Response::success(answer);
}

QCoro::Task<Response> SessionsRoutes::create(const Exchange &exchange)
{
    const auto body = parseJsonObject(exchange.request.body);
    if (!body)
        co_return Response::failure(body.error());
    JsonFields fields(*body);
    const QString id = fields.string("id", u"s-"_s + QUuid::createUuid().toString(QUuid::Id128).left(16));
    const QString title = fields.string("title");
    if (const auto fault = fields.fault())
        co_return Response::failure(*fault);
    if (const auto fault = faultOfTitle(title, u"title"_s))
        co_return Response::failure(*fault);
    if (const auto fault = auth::faultOfSession(exchange.caller, id, u"id"_s))
        co_return Response::failure(*fault);

    const auto made = co_await m_store.createSession(id, title);
    if (!made)
        co_return Response::failure(made.error());
    const auto &[session, isNew] = *made;
    if (isNew)
        m_dispatcher.publish(session);
    co_return Response::success({{u"session"_s, session.toJson()}}, isNew ? 201 : 200);
}

QCoro::Task<Response> SessionsRoutes::get(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    if (const auto fault = auth::faultOfSession(exchange.caller, id, u"id"_s))
        co_return Response::failure(*fault);
    const auto session = co_await m_store.session(id);
    if (!session)
        co_return Response::failure(session.error());
    if (!*session)
        co_return Response::failure(neverUsed(id));
    const QStringList ids{id};
    const auto states = co_await readStatesFor(m_store, exchange.caller, ids);
    if (!states)
        co_return Response::failure(states.error());
    co_return Response::success({{u"session"_s, sessionFor(**session, *states)}});
}

QCoro::Task<Response> SessionsRoutes::note(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    if (const auto fault = auth::faultOfSession(exchange.caller, id, u"id"_s))
        co_return Response::failure(*fault);
    const auto note = co_await m_store.note(id, commentsOfNote);
    if (!note)
        co_return Response::failure(note.error());
    QJsonArray comments;
    for (const Message &comment : note->comments)
        comments.append(comment.toJson());
    const QJsonValue latest = note->latest ? QJsonValue(note->latest->toJson()) : QJsonValue(QJsonValue::Null);
    co_return Response::success({{u"note"_s, latest}, {u"comments"_s, comments}});
}

QCoro::Task<Response> SessionsRoutes::change(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    if (const auto fault = auth::faultOfSession(exchange.caller, id, u"id"_s))
        co_return Response::failure(*fault);
    const auto body = parseJsonObject(exchange.request.body);
    if (!body)
        co_return Response::failure(body.error());
    JsonFields fields(*body);
    store::SessionChange change;
    if (body->contains(u"title"))
        change.title = fields.string("title");
    change.archived = fields.boolean("archived");
    if (const auto fault = fields.fault())
        co_return Response::failure(*fault);
    if (change.title) {
        if (const auto fault = faultOfTitle(*change.title, u"title"_s))
            co_return Response::failure(*fault);
    }

    const auto session = co_await m_store.changeSession(id, change);
    if (!session)
        co_return Response::failure(session.error());
    if (!*session)
        co_return Response::failure(neverUsed(id));
    m_dispatcher.publish(**session);
    co_return Response::success({{u"session"_s, (*session)->toJson()}});
}

QCoro::Task<Response> SessionsRoutes::remove(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    if (const auto fault = auth::faultOfSession(exchange.caller, id, u"id"_s))
        co_return Response::failure(*fault);
    const auto deleted = co_await m_store.deleteSession(id);
    if (!deleted)
        co_return Response::failure(deleted.error());
    if (!*deleted)
        co_return Response::failure(neverUsed(id));
    const store::PurgedSession end{id, (*deleted)->position};
    m_dispatcher.publishEnd(end);
    co_return Response::success({{u"id"_s, id}, {u"messages"_s, (*deleted)->messages}, {u"position"_s, end.position}});
}

} // namespace pipit::http
