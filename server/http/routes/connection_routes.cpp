// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/connection_routes.h"

#include "core/message.h"
#include "server/auth/rules.h"
#include "server/http/routes/checks.h"

#include <QCoroFuture>
#include <QJsonArray>
#include <QPromise>

#include <algorithm>
#include <array>
#include <memory>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

using stream::StreamQuery;
using stream::StreamView;

constexpr int streamsAtMost = 1'000;
constexpr qsizetype wordsAtMost = 100;

struct OrderName {
    QStringView name;
    StreamQuery::Order order;
};
constexpr std::array orderNames{OrderName{u"since", StreamQuery::Order::Since},         OrderName{u"queued", StreamQuery::Order::Queued}, OrderName{u"lag", StreamQuery::Order::Lag},
                                OrderName{u"delivered", StreamQuery::Order::Delivered}, OrderName{u"caller", StreamQuery::Order::Caller}, OrderName{u"address", StreamQuery::Order::Address}};

QLatin1StringView nameOf(stream::StreamPhase phase)
{
    switch (phase) {
    case stream::StreamPhase::Replaying: return "replaying"_L1;
    case stream::StreamPhase::Live: return "live"_L1;
    case stream::StreamPhase::Ending:
    case stream::StreamPhase::Gone: break;
    }
    return "ending"_L1;
}

// On the engine's thread; ready at once where that has ended.
QFuture<stream::StreamList> listed(stream::Engine &engine, const StreamQuery &query)
{
    const auto promise = std::make_shared<QPromise<stream::StreamList>>();
    promise->start();
    engine.list(query, [promise](stream::StreamList list) {
        promise->addResult(std::move(list));
        promise->finish();
    });
    return promise->future();
}

Result<StreamQuery> queryOf(const Request &request)
{
    StreamQuery query;
    if (request.hasQuery(u"state")) {
        const QString state = request.queryValue(u"state");
        if (state != u"open" && state != u"ended")
            return Error{ErrorCode::InvalidRequest, u"state must be open, or ended for those that have ended lately."_s, u"state"_s};
        query.ended = state == u"ended";
    }
    if (QString sort = request.queryValue(u"sort"); !sort.isEmpty()) {
        query.descending = sort.startsWith(u'-');
        if (query.descending)
            sort.remove(0, 1);
        const auto known = std::ranges::find(orderNames, sort, &OrderName::name);
        if (known == orderNames.end()) {
            QStringList names;
            for (const OrderName &order : orderNames)
                names << order.name.toString();
            return Error{ErrorCode::InvalidRequest, u"sort must be one of %1, or one of them with - before it for the greatest first."_s.arg(names.join(u", ")), u"sort"_s};
        }
        query.order = known->order;
    }
    query.text = request.queryValue(u"q").left(wordsAtMost).toLower().toStdString();
    const auto limit = queryInteger(request, u"limit"_s, int(query.most), 1, streamsAtMost);
    if (!limit)
        return limit.error();
    query.most = std::size_t(*limit);
    return query;
}

QJsonObject jsonOf(const StreamView &view, const auth::Caller &caller)
{
    QJsonArray sessions;
    if (view.isOfMessages) {
        for (const std::string &session : view.sessions) {
            const QString id = QString::fromStdString(session);
            if (!auth::faultOfSession(caller, id))
                sessions.append(id);
        }
    }
    // Polls are counted apart, and cannot be named where a stream is wanted.
    QJsonObject json{{u"id"_s, view.origin.transport == stream::pollTransport ? -qint64(view.id) : qint64(view.id)},
                     {u"transport"_s, QLatin1StringView(view.origin.transport)},
                     {u"state"_s, view.reason ? u"ended"_s : QString(nameOf(view.phase))},
                     {u"caller"_s, QString::fromStdString(view.origin.caller)},
                     {u"name"_s, QString::fromStdString(view.origin.name)},
                     {u"address"_s, QString::fromStdString(view.origin.address)},
                     {u"agent"_s, QString::fromStdString(view.origin.agent)},
                     {u"ofMessages"_s, view.isOfMessages},
                     {u"all"_s, view.all},
                     {u"sessions"_s, sessions},
                     {u"sessionCount"_s, qint64(view.isOfMessages ? view.sessionCount : 0)},
                     {u"since"_s, isoTime(view.openedAtMs)},
                     {u"cursor"_s, qint64(view.sentTo)},
                     {u"lag"_s, qint64(view.lag)},
                     {u"queuedBytes"_s, qint64(view.queuedBytes)},
                     {u"mostQueuedBytes"_s, qint64(view.mostQueuedBytes)},
                     {u"blocked"_s, qint64(view.blocked)},
                     {u"delivered"_s, qint64(view.delivered)}};
    if (view.after)
        json.insert(u"after", qint64(*view.after));
    if (view.resumed) {
        json.insert(u"resume", QLatin1StringView(stream::resumeResultName(*view.resumed)));
        json.insert(u"replayed", qint64(view.replayed));
    }
    if (view.liveMs)
        json.insert(u"liveMs", qint64(*view.liveMs));
    if (view.reason) {
        json.insert(u"ended", isoTime(view.endedAtMs));
        json.insert(u"reason", QLatin1StringView(stream::closeReasonName(*view.reason)));
        json.insert(u"why", QLatin1StringView(stream::closeReasons[std::size_t(*view.reason)].meaning));
    }
    return json;
}

} // namespace

void ConnectionRoutes::addTo(Router &router)
{
    router.add("GET", "/api/ops/connections", Access::Operator, [this](const Exchange &exchange) { return list(exchange); });
    router.add("DELETE", "/api/ops/connections/{id}", Access::Operator, [this](const Exchange &exchange) { return close(exchange); }, Audit::Always);
    router.add("GET", "/api/ops/connections/{id}/tap", Access::Operator, [this](const Exchange &exchange) { return tap(exchange); }, Audit::Always);
}

QCoro::Task<Response> ConnectionRoutes::list(const Exchange &exchange)
{
    auto query = queryOf(exchange.request);
    if (!query)
        co_return Response::failure(query.error());
    query->mayName = [caller = exchange.caller](std::string_view session) { return !stream::isInner(session) && !auth::faultOfSession(caller, QString::fromUtf8(session.data(), qsizetype(session.size()))); };
    const QFuture<stream::StreamList> asking = listed(m_engine, *query);
    const stream::StreamList streams = co_await asking;
    QJsonArray array;
    for (const StreamView &view : streams.streams)
        array.append(jsonOf(view, exchange.caller));
    // They have no queue and no cursor of their own: behind the streams, as far as there is room.
    qsizetype polls = 0;
    if (!query->ended) {
        for (const StreamView &view : m_arrivals.views(*query)) {
            if (array.size() < qsizetype(query->most))
                array.append(jsonOf(view, exchange.caller));
            ++polls;
        }
    }
    co_return Response::success({{u"connections"_s, array}, {u"fitting"_s, qint64(streams.fitting) + polls}, {u"all"_s, qint64(streams.all) + (query->ended ? 0 : qint64(m_arrivals.waiting()))}});
}

QCoro::Task<Result<StreamView>> ConnectionRoutes::find(QString id)
{
    StreamQuery query;
    query.id = id.toULongLong();
    const QFuture<stream::StreamList> asking = listed(m_engine, query);
    stream::StreamList found = co_await asking;
    if (found.streams.empty() || found.streams.front().reason)
        co_return Error{ErrorCode::NotFound, u"No stream %1 is open on this node; GET /api/ops/connections lists them, and with state=ended why others have ended."_s.arg(id), u"id"_s};
    co_return std::move(found.streams.front());
}

QCoro::Task<Response> ConnectionRoutes::close(const Exchange &exchange)
{
    const auto found = co_await find(exchange.parameters.value(u"id"_s));
    if (!found)
        co_return Response::failure(found.error());
    m_engine.finish(found->id, stream::CloseReason::ClosedByOperator);
    co_return Response::success({{u"connection"_s, jsonOf(*found, exchange.caller)}});
}

QCoro::Task<Response> ConnectionRoutes::tap(const Exchange &exchange)
{
    const auto found = co_await find(exchange.parameters.value(u"id"_s));
    if (!found)
        co_return Response::failure(found.error());
    if (!found->isOfMessages)
        co_return Response::failure({ErrorCode::InvalidRequest, u"Stream %1 is a console's or a test's: only streams of messages can be listened to."_s.arg(found->id), u"id"_s});
    // What it carries beyond those that are named here is not known: then only who may see all may listen.
    const bool isAll = found->all || found->sessionCount > found->sessions.size();
    const bool mayHear = exchange.caller.sessions.isEmpty() || exchange.caller.sessions.contains(u"*"_s)
        || (!isAll && std::ranges::all_of(found->sessions, [&](const std::string &session) { return !auth::faultOfSession(exchange.caller, QString::fromStdString(session)); }));
    if (!mayHear)
        co_return Response::failure({ErrorCode::Forbidden, u"Stream %1 carries sessions that the token of %2 is not for."_s.arg(found->id).arg(exchange.caller.sub), u"id"_s});
    const auto subscription = std::make_shared<stream::Subscription>();
    if (const auto fault = m_passes.admit(exchange, *subscription))
        co_return Response::failure(*fault);
    co_return Response::handOver([this, subscription, id = found->id](stream::NativeSocket socket, std::string head) {
        const auto listener = m_engine.adopt(socket, {.head = std::move(head), .subscription = subscription, .announcePosition = false});
        m_engine.tap(id, listener);
    });
}

} // namespace pipit::http
