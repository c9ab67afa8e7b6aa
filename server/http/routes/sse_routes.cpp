// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/sse_routes.h"

#include "core/sse_encoder.h"
#include "server/http/routes/stream_start.h"

#include <QCoroFuture>
#include <QJsonArray>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr int testEvents = 5;
constexpr std::chrono::milliseconds testInterval{200};

QJsonObject latencyJson(const HistogramReading &latency)
{
    const auto ms = [&latency](double share) { return latency.quantile(share) * 1000; };
    return {{u"count"_s, qint64(latency.total())}, {u"p50"_s, ms(0.5)}, {u"p90"_s, ms(0.9)}, {u"p99"_s, ms(0.99)}};
}

} // namespace

SseRoutes::SseRoutes(store::Store &store, log::Dispatcher &dispatcher, const bots::RunManager &runs, StreamPasses &passes, const ops::Snapshots &snapshots, QObject *parent)
    : QObject(parent), m_store(store), m_dispatcher(dispatcher), m_runs(runs), m_passes(passes), m_snapshots(snapshots)
{
    m_uptime.start();
}

void SseRoutes::addTo(Router &router)
{
    router.add("GET", "/api/sse/messages", Access::Caller, [this](const Exchange &exchange) { return messages(exchange); });
    router.add("GET", "/api/sse/test", Access::Caller, [this](const Exchange &exchange) { return test(exchange); });
    router.add("GET", "/api/sse/stats", Access::Caller, [this](const Exchange &exchange) { return stats(exchange); });
}

QCoro::Task<Response> SseRoutes::messages(const Exchange &exchange)
{
    auto start = streamAsked(exchange, m_store, m_dispatcher, m_passes, "sse");
    if (!start)
        co_return Response::failure(start.error());
    co_return Response::handOver([&engine = m_dispatcher.engine(), start = std::move(*start)](stream::NativeSocket socket, std::string head) mutable {
        start.head = std::move(head);
        engine.adopt(socket, std::move(start));
    });
}

QCoro::Task<Response> SseRoutes::test(const Exchange &exchange)
{
    const auto subscription = std::make_shared<stream::Subscription>();
    if (const auto fault = m_passes.admit(exchange, *subscription))
        co_return Response::failure(*fault);
    co_return Response::handOver([this, subscription](stream::NativeSocket socket, std::string head) {
        const auto id = m_dispatcher.engine().adopt(socket, {.head = std::move(head), .subscription = subscription, .announcePosition = false});
        sendTestEvent(id, 1);
    });
}

void SseRoutes::sendTestEvent(stream::ConnectionId id, int number)
{
    stream::Engine &engine = m_dispatcher.engine();
    engine.send(id, stream::makeFrame(sse::event("message", "{\"number\":" + std::to_string(number) + ",\"of\":" + std::to_string(testEvents) + "}")));
    if (number == testEvents)
        engine.finish(id, stream::CloseReason::Finished);
    else
        QTimer::singleShot(testInterval, this, [this, id, number] { sendTestEvent(id, number + 1); });
}

QJsonObject SseRoutes::figures() const
{
    const stream::EngineStats stats = m_dispatcher.engine().stats();
    QJsonObject closed;
    for (std::size_t i = 0; i < stream::closeReasons.size(); ++i)
        closed.insert(QLatin1StringView(stream::closeReasons[i].name), qint64(stats.closed[i]));
    return {{u"connections"_s, QJsonObject{{u"open"_s, qint64(stats.open)}, {u"opened"_s, qint64(stats.opened)}, {u"closed"_s, closed}}},
            {u"messages"_s, QJsonObject{{u"published"_s, qint64(stats.published)}, {u"deliveries"_s, qint64(stats.deliveries)}, {u"sends"_s, qint64(stats.sends)}}},
            {u"commitToWireMs"_s, latencyJson(m_snapshots.lastMinute(stats.commitToWire))},
            {u"runs"_s, QJsonObject{{u"active"_s, m_runs.active()}}},
            {u"database"_s, m_store.figures().toJson()},
            {u"node"_s, QJsonObject{{u"id"_s, m_store.nodeId()},
                                    {u"version"_s, QStringLiteral(PIPIT_VERSION)},
                                    {u"uptimeS"_s, m_uptime.elapsed() / 1000},
                                    {u"store"_s, m_store.name()},
                                    {u"epoch"_s, m_store.epoch()},
                                    {u"position"_s, m_store.head()}}}};
}

QCoro::Task<Response> SseRoutes::stats(const Exchange &)
{
    const auto nodes = co_await m_store.nodes();
    QJsonObject answer = figures();
    QJsonArray list;
    QJsonObject all;
    if (nodes) {
        for (const store::NodeRecord &node : *nodes) {
            // What a node said of itself may be three seconds old; of this one the present is known.
            QJsonObject said = node.id == m_store.nodeId() ? answer : node.stats;
            for (const auto &[group, names] : {std::pair(u"connections"_s, QStringList{u"open"_s, u"opened"_s}), std::pair(u"messages"_s, QStringList{u"published"_s, u"deliveries"_s}), std::pair(u"runs"_s, QStringList{u"active"_s})}) {
                QJsonObject sum = all.value(group).toObject();
                for (const QString &name : names)
                    sum.insert(name, sum.value(name).toInteger() + said.value(group).toObject().value(name).toInteger());
                all.insert(group, sum);
            }
            for (const auto &[name, value] : {std::pair(u"id"_s, node.id), std::pair(u"startedAt"_s, isoTime(node.startedAtMs)), std::pair(u"seenAt"_s, isoTime(node.seenAtMs))})
                said.insert(name, value);
            list.append(said);
        }
    } else {
        answer.insert(u"nodesError", nodes.error().message);
    }
    answer.insert(u"nodes", list);
    answer.insert(u"all", all);
    co_return Response::success(answer);
}

} // namespace pipit::http
