// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/coze_routes.h"

#include "core/json_fields.h"
#include "core/text_limits.h"
#include "core/wait.h"
#include "server/auth/rules.h"
#include "server/http/routes/checks.h"
#include "server/http/routes/messages_routes.h"
#include "server/log/dispatcher.h"

#include <QCoroFuture>
#include <QJsonDocument>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr std::chrono::minutes longestWait{10}; // for an answer in one piece; it goes on all the same

stream::Frame dataFrame(const QJsonObject &object)
{
    return stream::makeFrame("data: " + QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString() + "\n\n");
}

// A run that left this node is open still.
QString errorOf(const RunEvent &event)
{
    if (!isFinal(event.state))
        return u"The node stops. The answer goes on without it and will be in session %1."_s.arg(event.sessionId);
    return event.error.isEmpty() ? u"The answer was %1."_s.arg(runStateName(event.state)) : event.error;
}

struct RunEnd {
    RunEvent event;
    QString answer = {};
    std::optional<qint64> answerId = {};
    QJsonObject figures = {};
};

// Follows one run: keeps what it says until somebody listens, then hands it on. Lives as long as the run or its listener to come.
class Follower : public QObject
{
public:
    Follower(QString conversationId, stream::Engine &engine) : m_conversationId(std::move(conversationId)), m_engine(engine)
    {
        say({{u"event"_s, u"started"_s}, {u"conversationId"_s, m_conversationId}});
    }

    static std::shared_ptr<Follower> of(bots::Run &run, const QString &conversationId, stream::Engine &engine)
    {
        const auto follower = std::make_shared<Follower>(conversationId, engine);
        follower->sayText(run.answer());
        // The connections keep it, and go with the run.
        connect(&run, &bots::Run::said, follower.get(), [follower](const QString &text) { follower->sayText(text); });
        connect(&run, &bots::Run::ended, follower.get(), [follower, &run] { follower->end(run.event(), run.isCorrected() ? run.answer() : QString()); });
        return follower;
    }

    void sayText(const QString &text)
    {
        if (!text.isEmpty())
            say({{u"event"_s, u"message"_s}, {u"content"_s, text}});
    }

    // `corrected`: the whole text, where it is not what was said.
    void end(const RunEvent &event, const QString &corrected = {})
    {
        QJsonObject completed{{u"event"_s, u"completed"_s}, {u"conversationId"_s, m_conversationId}};
        if (!corrected.isEmpty())
            completed.insert(u"content"_s, corrected);
        if (event.state == RunState::Completed)
            say(completed);
        else
            say({{u"event"_s, u"error"_s}, {u"error"_s, errorOf(event)}});
        m_isOver = true;
        finishWhereOver();
    }

    void listen(stream::ConnectionId id)
    {
        m_id = id;
        for (const QJsonObject &object : std::exchange(m_waiting, {}))
            say(object);
        finishWhereOver();
    }

private:
    void say(const QJsonObject &object)
    {
        if (m_id)
            m_engine.send(*m_id, dataFrame(object));
        else
            m_waiting.append(object);
    }

    void finishWhereOver()
    {
        if (m_id && m_isOver)
            m_engine.finish(*m_id, stream::CloseReason::Finished);
    }

    const QString m_conversationId;
    stream::Engine &m_engine;
    QList<QJsonObject> m_waiting;
    std::optional<stream::ConnectionId> m_id;
    bool m_isOver = false;
};

} // namespace

void CozeRoutes::addTo(Router &router)
{
    router.add("POST", "/api/coze/chat/stream", Access::Caller, [this](const Exchange &exchange) { return stream(exchange); });
    router.add("POST", "/api/coze/chat", Access::Caller, [this](const Exchange &exchange) { return whole(exchange); });
}

QCoro::Task<Result<CozeRoutes::Asked>> CozeRoutes::ask(const Exchange &exchange)
{
    const auto body = parseJsonObject(exchange.request.body);
    if (!body)
        co_return body.error();
    JsonFields fields(*body);
    const QString userId = fields.requiredString("userId"), text = fields.requiredString("message"), botId = fields.requiredString("botId"), shopId = fields.string("shopId");
    QString conversationId = fields.string("conversationId");
    if (const auto fault = fields.fault())
        co_return Error(*fault);
    const bots::Bot *bot = m_bots.findByAnyId(botId);
    if (!bot)
        co_return Error{ErrorCode::NotFound, u"This node has no bot %1; GET /api/bots lists them."_s.arg(forEcho(botId)), u"botId"_s};
    if (conversationId.isEmpty())
        conversationId = u"coze-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    QJsonObject metadata{{u"userId"_s, userId}};
    if (!shopId.isEmpty())
        metadata.insert(u"shopId"_s, shopId);
    const QJsonObject message{{u"sessionId"_s, conversationId}, {u"content"_s, text}, {u"senderType"_s, u"user"_s}, {u"metadata"_s, metadata}, {u"clientMessageId"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)}};
    const auto draft = co_await draftFrom(m_store, exchange.caller, message, m_limits, exchange.request.receipt);
    if (!draft) {
        Error error = draft.error();
        // As the caller called it.
        error.field = error.field == u"sessionId" ? u"conversationId"_s : error.field == u"content" ? u"message"_s : error.field;
        co_return error;
    }
    if (auto fault = auth::faultOfQuestion(exchange.caller, draft->metadata)) {
        fault->field = u"userId"_s;
        co_return Error(*fault);
    }
    const auto asked = co_await m_runs.ask(bot->info().id, *draft);
    if (!asked)
        co_return asked.error();
    co_return Asked{conversationId, asked->run};
}

QCoro::Task<Response> CozeRoutes::stream(const Exchange &exchange)
{
    stream::Engine &engine = m_dispatcher.engine();
    if (engine.turnsAway())
        co_return Response::failure({ErrorCode::Unavailable, u"The node is stopping, or carries as many streams as limits.streams allows; try again."_s, {}, {{u"retryAfterS"_s, 5}}});
    // First: a question that was asked is answered, whether somebody may listen or not.
    const auto subscription = std::make_shared<stream::Subscription>();
    if (const auto fault = m_passes.admit(exchange, *subscription))
        co_return Response::failure(*fault);
    const auto asked = co_await ask(exchange);
    if (!asked)
        co_return Response::failure(asked.error());
    std::shared_ptr<Follower> follower;
    if (bots::Run *run = m_runs.find(asked->run.runId)) {
        follower = Follower::of(*run, asked->conversationId, engine);
    } else {
        follower = std::make_shared<Follower>(asked->conversationId, engine);
        follower->end(asked->run);
    }
    co_return Response::handOver([&engine, follower, subscription](stream::NativeSocket socket, std::string head) {
        follower->listen(engine.adopt(socket, {.head = std::move(head), .subscription = subscription, .announcePosition = false}));
    });
}

QCoro::Task<Response> CozeRoutes::whole(const Exchange &exchange)
{
    const auto asked = co_await ask(exchange);
    if (!asked)
        co_return Response::failure(asked.error());
    // The run is gone by the time that this goes on.
    const auto end = std::make_shared<RunEnd>(RunEnd{.event = asked->run});
    if (bots::Run *run = m_runs.find(asked->run.runId)) {
        Wait wait(longestWait);
        QObject::connect(run, &bots::Run::ended, wait.context(), [end, run, &wait] {
            *end = {run->event(), run->answer(), run->answerId(), run->figures()};
            wait.come();
        });
        co_await wait.future();
        if (!wait.hasCome())
            co_return Response::failure({ErrorCode::Unavailable, u"The answer takes longer than %1 minutes. It will be in session %2 when it is whole."_s.arg(longestWait.count()).arg(asked->conversationId)});
    }
    if (end->event.state != RunState::Completed)
        co_return Response::failure({ErrorCode::Unavailable, errorOf(end->event)});
    QJsonObject data{{u"conversationId"_s, asked->conversationId}, {u"content"_s, end->answer}, {u"messageId"_s, end->answerId ? QString::number(*end->answerId) : QString()}};
    if (const QJsonObject &figures = end->figures; figures.contains(u"outputTokens"))
        data.insert(u"usage"_s, QJsonObject{{u"inputTokens"_s, figures.value(u"inputTokens")}, {u"outputTokens"_s, figures.value(u"outputTokens")},
                                            {u"totalTokens"_s, figures.value(u"inputTokens").toInteger() + figures.value(u"outputTokens").toInteger()}});
    co_return Response::success(data);
}

} // namespace pipit::http
