// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/people_routes.h"

#include "core/json_fields.h"
#include "server/auth/rules.h"
#include "server/http/routes/checks.h"
#include "server/log/presence.h"

#include <QCoroFuture>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr std::chrono::seconds typingAgain{2};
constexpr qsizetype typingAtMost = 5'000;

// A body may be left out.
Result<QJsonObject> bodyOf(const Exchange &exchange)
{
    return exchange.request.body.isEmpty() ? QJsonObject() : parseJsonObject(exchange.request.body);
}

QJsonObject memberJson(const store::MemberRecord &member, bool isPresent)
{
    QJsonObject json{{u"sub"_s, member.sub}, {u"name"_s, member.name}, {u"present"_s, isPresent}, {u"readTo"_s, member.readTo}};
    if (!member.role.isEmpty())
        json.insert(u"role", member.role);
    if (member.lastMessageAtMs)
        json.insert(u"lastMessageAt", isoTime(*member.lastMessageAtMs));
    return json;
}

} // namespace

void PeopleRoutes::addTo(Router &router)
{
    router.add("GET", "/api/sessions/{id}/members", Access::Caller, [this](const Exchange &exchange) { return members(exchange); });
    router.add("POST", "/api/sessions/{id}/read", Access::Caller, [this](const Exchange &exchange) { return read(exchange); });
    router.add("POST", "/api/sessions/{id}/typing", Access::Caller, [this](const Exchange &exchange) { return typing(exchange); });
}

QCoro::Task<Response> PeopleRoutes::members(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    if (const auto fault = auth::faultOfSession(exchange.caller, id, u"id"_s))
        co_return Response::failure(*fault);
    const auto members = co_await m_store.members(id);
    if (!members)
        co_return Response::failure(members.error());
    if (members->isEmpty()) {
        const auto session = co_await m_store.session(id);
        if (!session)
            co_return Response::failure(session.error());
        if (!*session)
            co_return Response::failure(neverUsed(id));
    }
    QJsonArray array;
    for (const store::MemberRecord &member : *members)
        array.append(memberJson(member, m_dispatcher.presence().isPresent(member.sub)));
    co_return Response::success({{u"members"_s, array}});
}

QCoro::Task<Response> PeopleRoutes::read(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    if (const auto fault = auth::faultOfSession(exchange.caller, id, u"id"_s))
        co_return Response::failure(*fault);
    if (const auto fault = auth::faultOfNameless(exchange.caller))
        co_return Response::failure(*fault);
    const auto body = bodyOf(exchange);
    if (!body)
        co_return Response::failure(body.error());
    JsonFields fields(*body);
    const auto position = fields.positiveInteger("position");
    if (const auto fault = fields.fault())
        co_return Response::failure(*fault);

    const auto read = co_await m_store.markRead(exchange.caller, id, position);
    if (!read)
        co_return Response::failure(read.error());
    if (!*read)
        co_return Response::failure(neverUsed(id));
    if ((*read)->isNew)
        m_dispatcher.publishRead(id, exchange.caller.sub, (*read)->position);
    co_return Response::success({{u"read"_s, QJsonObject{{u"sub"_s, exchange.caller.sub}, {u"position"_s, (*read)->position}}}});
}

QCoro::Task<Response> PeopleRoutes::typing(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    if (const auto fault = auth::faultOfSession(exchange.caller, id, u"id"_s))
        co_return Response::failure(*fault);
    const auto body = bodyOf(exchange);
    if (!body)
        co_return Response::failure(body.error());
    JsonFields fields(*body);
    TypingEvent event{.sessionId = id, .senderId = {}, .what = fields.string("what", u"message"_s), .active = fields.boolean("active").value_or(true)};
    const QString name = fields.string("senderName");
    if (const auto fault = fields.fault())
        co_return Response::failure(*fault);
    if (!isTypingKind(event.what))
        co_return Response::failure(Error{ErrorCode::InvalidRequest, u"what must be message or note."_s, u"what"_s});
    const auto writer = auth::writerOf(exchange.caller, name);
    if (!writer)
        co_return Response::failure(writer.error());
    event.senderId = exchange.caller.sub;
    event.senderName = *writer;
    if (isNews(event))
        m_dispatcher.publish(event);
    co_return Response::success({});
}

bool PeopleRoutes::isNews(const TypingEvent &event)
{
    const auto now = Clock::now();
    if (m_told.size() >= typingAtMost)
        m_told.removeIf([now](QHash<QString, Told>::iterator told) { return now - told->at >= typingAgain; });
    const QString key = event.sessionId + u' ' + event.what + u' ' + event.senderId + u' ' + event.senderName;
    const auto told = m_told.constFind(key);
    const bool isKnown = told != m_told.cend();
    // Each beginning at most once in that time, and each end once: no more than that can be said by going on and off.
    if (isKnown && event.active && now - told->begunAt < typingAgain)
        return false;
    if (isKnown && !event.active && !told->active && now - told->at < typingAgain)
        return false;
    const auto begunAt = event.active ? now : isKnown ? told->begunAt : Clock::time_point();
    if (isKnown || m_told.size() < typingAtMost)
        m_told.insert(key, {event.active, now, begunAt});
    return true;
}

QCoro::Task<Result<store::ReadStates>> readStatesFor(store::Store &store, auth::Caller caller, QStringList sessionIds)
{
    if (auth::faultOfNameless(caller))
        co_return store::ReadStates();
    for (int attempt = 0;; ++attempt) {
        const auto states = co_await store.readStates(caller.sub, sessionIds);
        if (!states || states->isNoted || attempt > 0)
            co_return Result<store::ReadStates>(states);
        const auto noted = co_await store.noteReader(caller);
        if (!noted)
            co_return store::ReadStates(); // a log that cannot be written to can still be read
    }
}

QJsonObject sessionFor(const store::SessionRecord &session, const store::ReadStates &states)
{
    QJsonObject json = session.toJson();
    const auto state = states.ofSession.constFind(session.id);
    if (state == states.ofSession.cend())
        return json;
    json.insert(u"readTo", state->readTo);
    json.insert(u"unread", state->unread);
    if (state->firstUnread > 0)
        json.insert(u"firstUnread", state->firstUnread);
    return json;
}

} // namespace pipit::http
