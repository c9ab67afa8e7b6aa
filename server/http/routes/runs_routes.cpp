// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/runs_routes.h"

#include "core/json_fields.h"
#include "core/text_limits.h"
#include "server/auth/rules.h"
#include "server/http/routes/checks.h"
#include "server/http/routes/messages_routes.h"

#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace pipit::http {

void RunsRoutes::addTo(Router &router)
{
    router.add("POST", "/api/sessions/{id}/runs", Access::Caller, [this](const Exchange &exchange) { return ask(exchange); });
    router.add("GET", "/api/sessions/{id}/runs", Access::Caller, [this](const Exchange &exchange) { return list(exchange); });
    router.add("GET", "/api/ops/runs", Access::Operator, [this](const Exchange &exchange) { return stories(exchange); });
    router.add("POST", "/api/runs/{id}/cancel", Access::Caller, [this](const Exchange &exchange) { return cancel(exchange); });
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
    if (question.contains(u"regenerates"))
        co_return co_await regenerate(exchange, botId.toString(), question);
    question.insert(u"sessionId", exchange.parameters.value(u"id"_s));
    question.insert(u"senderType", u"user"_s);
    if (!question.contains(u"clientMessageId"))
        question.insert(u"clientMessageId", QUuid::createUuid().toString(QUuid::WithoutBraces));
    const auto draft = co_await draftFrom(m_store, exchange.caller, question, m_limits, exchange.request.receipt);
    if (!draft)
        co_return Response::failure(draft.error());

    if (const auto fault = auth::faultOfQuestion(exchange.caller, draft->metadata))
        co_return Response::failure(*fault);

    const auto asked = co_await m_runs.ask(botId.toString(), *draft);
    if (!asked)
        co_return Response::failure(asked.error());
    co_return Response::success({{u"message"_s, asked->question.toJson()}, {u"run"_s, asked->run.toJson()}}, asked->created ? 202 : 200);
}

QCoro::Task<Response> RunsRoutes::regenerate(const Exchange &exchange, QString botId, QJsonObject body)
{
    JsonFields fields(body);
    const auto messageId = fields.positiveInteger("regenerates");
    QString clientMessageId = fields.string("clientMessageId", QUuid::createUuid().toString(QUuid::WithoutBraces)).toLower();
    if (const auto fault = fields.fault())
        co_return Response::failure(*fault);
    if (!messageId)
        co_return Response::failure({ErrorCode::InvalidRequest, u"regenerates must be the id of an answer, or of a question."_s, u"regenerates"_s});
    if (!isUuid(clientMessageId))
        co_return Response::failure({ErrorCode::InvalidRequest, u"clientMessageId must be a UUID."_s, u"clientMessageId"_s});
    const QString session = exchange.parameters.value(u"id"_s);
    if (const auto fault = auth::faultOfSession(exchange.caller, session, u"id"_s))
        co_return Response::failure(*fault);
    const auto asked = co_await m_runs.askAgain(botId, session, *messageId, clientMessageId);
    if (!asked)
        co_return Response::failure(asked.error());
    co_return Response::success({{u"message"_s, asked->question.toJson()}, {u"run"_s, asked->run.toJson()}}, asked->created ? 202 : 200);
}

QCoro::Task<Response> RunsRoutes::list(const Exchange &exchange)
{
    const QString session = exchange.parameters.value(u"id"_s);
    if (const auto fault = auth::faultOfSession(exchange.caller, session, u"id"_s))
        co_return Response::failure(*fault);
    const auto limit = queryInteger(exchange.request, u"limit"_s, 20, 1, 50);
    if (!limit)
        co_return Response::failure(limit.error());
    const auto runs = co_await m_runs.runsOf(session, *limit);
    if (!runs)
        co_return Response::failure(runs.error());
    QJsonArray array;
    for (const RunEvent &run : *runs)
        array.append(run.toJson());
    co_return Response::success({{u"runs"_s, array}});
}

QCoro::Task<Response> RunsRoutes::stories(const Exchange &exchange)
{
    const auto limit = queryInteger(exchange.request, u"limit"_s, 50, 1, 300);
    if (!limit)
        co_return Response::failure(limit.error());
    const auto maySee = auth::sessionsOf(exchange.caller);
    QJsonArray array;
    for (const QJsonObject &story : m_runs.stories()) {
        if (array.size() < *limit && maySee(story.value(u"sessionId").toString()))
            array.append(story);
    }
    co_return Response::success({{u"runs"_s, array}});
}

QCoro::Task<Response> RunsRoutes::cancel(const Exchange &exchange)
{
    const auto maySee = auth::sessionsOf(exchange.caller);
    const auto cancelled = co_await m_runs.cancel(exchange.parameters.value(u"id"_s), maySee);
    if (!cancelled)
        co_return Response::failure(cancelled.error());
    co_return Response::success({{u"run"_s, cancelled->toJson()}});
}

} // namespace pipit::http
