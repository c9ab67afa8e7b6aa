// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/runs_routes.h"

#include "core/json_fields.h"
#include "server/http/routes/messages_routes.h"

#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace pipit::http {

void RunsRoutes::addTo(Router &router)
{
    router.add("GET", "/api/bots", Access::Caller, [this](const Exchange &exchange) { return listBots(exchange); });
    router.add("POST", "/api/sessions/{id}/runs", Access::Caller, [this](const Exchange &exchange) { return ask(exchange); });
    router.add("POST", "/api/runs/{id}/cancel", Access::Caller, [this](const Exchange &exchange) { return cancel(exchange); });
}

QCoro::Task<Response> RunsRoutes::listBots(const Exchange &)
{
    QJsonArray array;
    for (const auto &bot : m_bots.bots())
        array.append(QJsonObject{{u"id"_s, bot->info().id}, {u"name"_s, bot->info().name}, {u"provider"_s, bot->info().provider}, {u"available"_s, true}});
    co_return Response::success({{u"bots"_s, array}});
}

QCoro::Task<Response> RunsRoutes::ask(const Exchange &exchange)
{
    auto body = parseJsonObject(exchange.request.body);
    if (!body)
        co_return Response::failure(body.error());
    // A question is a message like any other, and checked as one.
    QJsonObject question = *body;
    const QJsonValue botId = question.take(u"botId");
    if (!botId.isString() || botId.toString().isEmpty())
        co_return Response::failure({ErrorCode::InvalidRequest, u"botId is missing; GET /api/bots lists the bots."_s, u"botId"_s});
    for (const QStringView given : {u"sessionId", u"senderType"}) {
        if (question.contains(given))
            co_return Response::failure({ErrorCode::InvalidRequest, QStringLiteral("%1 is not a field of this request.").arg(given), given.toString()});
    }
    question.insert(u"sessionId", exchange.parameters.value(u"id"_s));
    question.insert(u"senderType", u"user"_s);
    if (!question.contains(u"clientMessageId"))
        question.insert(u"clientMessageId", QUuid::createUuid().toString(QUuid::WithoutBraces));
    const auto draft = draftFrom(exchange.caller, question, m_limits);
    if (!draft)
        co_return Response::failure(draft.error());

    const auto asked = co_await m_runs.ask(botId.toString(), *draft);
    if (!asked)
        co_return Response::failure(asked.error());
    co_return Response::success({{u"message"_s, asked->question.toJson()}, {u"run"_s, asked->run.toJson()}}, asked->created ? 202 : 200);
}

QCoro::Task<Response> RunsRoutes::cancel(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    bots::Run *run = m_runs.find(id);
    // One of another session is not told apart from one that is not there.
    if (!run || run->isEnding() || !exchange.caller.maySee(run->event().sessionId))
        co_return Response::failure({ErrorCode::NotFound, u"No such answer is under way; it may have ended."_s, u"id"_s});
    run->cancel();
    RunEvent event = run->event();
    event.state = RunState::Cancelled;
    co_return Response::success({{u"run"_s, event.toJson()}});
}

} // namespace pipit::http
