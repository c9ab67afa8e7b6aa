// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/ops_routes.h"

#include "core/sse_encoder.h"

#include <QCoroFuture>
#include <QJsonDocument>

namespace pipit::http {

namespace {

// What consoles listen to, as if it were a session; no session can have this name.
constexpr char opsChannel[] = "\x01ops";

std::string eventOf(const char *name, const QByteArray &json)
{
    return sse::event(name, std::string_view(json.constData(), std::size_t(json.size())));
}

} // namespace

OpsRoutes::OpsRoutes(const metrics::Metrics &metrics, const ops::Snapshots &snapshots, const ops::Alerts &alerts, stream::Engine &engine, StreamPasses &passes, QObject *parent)
    : QObject(parent), m_metrics(metrics), m_snapshots(snapshots), m_alerts(alerts), m_engine(engine), m_passes(passes)
{
    connect(&snapshots, &ops::Snapshots::taken, this, [this] { tell(eventOf("snapshot", m_snapshots.latestJson())); });
    connect(&alerts, &ops::Alerts::turned, this, [this](const ops::AlertNews &news) { tell(eventOf("alert", QJsonDocument(news.toJson()).toJson(QJsonDocument::Compact))); });
}

void OpsRoutes::addTo(Router &router)
{
    router.add("GET", "/metrics", Access::Caller, [this](const Exchange &exchange) { return text(exchange); });
    router.add("GET", "/api/ops/stream", Access::Operator, [this](const Exchange &exchange) { return follow(exchange); });
}

QCoro::Task<Response> OpsRoutes::text(const Exchange &)
{
    co_return Response::text(QByteArray::fromStdString(metrics::prometheusText(m_metrics.collect())), "text/plain; version=0.0.4; charset=utf-8");
}

QCoro::Task<Response> OpsRoutes::follow(const Exchange &exchange)
{
    const auto subscription = std::make_shared<stream::Subscription>();
    subscription->sessions = {opsChannel};
    if (const auto fault = m_passes.admit(exchange, *subscription))
        co_return Response::failure(*fault);
    co_return Response::handOver([this, subscription](stream::NativeSocket socket, std::string head) {
        m_engine.adopt(socket, {.head = head + eventOf("history", m_snapshots.historyJson()) + eventOf("alerts", QJsonDocument(m_alerts.toJson()).toJson(QJsonDocument::Compact)), .subscription = subscription, .announcePosition = false});
    });
}

void OpsRoutes::tell(std::string event)
{
    m_engine.broadcast(opsChannel, stream::makeFrame(std::move(event)));
}

} // namespace pipit::http
