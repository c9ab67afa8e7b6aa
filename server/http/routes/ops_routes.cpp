// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/ops_routes.h"

#include "core/json_fields.h"
#include "core/log_text.h"
#include "server/log/event_frames.h"

#include <QCoroFuture>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

Q_LOGGING_CATEGORY(lcAlertLimits, "pipit.ops")

// What consoles listen to, as if it were a session; no session can have this name.
constexpr char opsChannel[] = "\x01ops";
constexpr std::chrono::seconds joiningTime{1};

} // namespace

OpsRoutes::OpsRoutes(const metrics::Metrics &metrics, const ops::Snapshots &snapshots, ops::Alerts &alerts, stream::Engine &engine, StreamPasses &passes, QObject *parent)
    : QObject(parent), m_metrics(metrics), m_snapshots(snapshots), m_alerts(alerts), m_engine(engine), m_passes(passes)
{
    connect(&snapshots, &ops::Snapshots::taken, this, [this] { tell(log::eventText("snapshot", m_snapshots.latestJson())); });
    connect(&alerts, &ops::Alerts::limitChanged, this, [this] { tell(alertsNow()); });
    connect(&alerts, &ops::Alerts::turned, this, [this](const ops::AlertNews &news) { tell(log::eventText("alert", QJsonDocument(news.toJson()).toJson(QJsonDocument::Compact))); });
}

void OpsRoutes::addTo(Router &router)
{
    router.add("GET", "/metrics", Access::Caller, [this](const Exchange &exchange) { return text(exchange); });
    router.add("GET", "/api/ops/stream", Access::Operator, [this](const Exchange &exchange) { return follow(exchange); });
    router.add("GET", "/api/ops/history", Access::Operator, [this](const Exchange &) -> QCoro::Task<Response> { co_return Response::successText(m_snapshots.dayJson()); });
    router.add("PATCH", "/api/ops/alerts", Access::Operator, [this](const Exchange &exchange) { return setAlert(exchange); }, Audit::Always);
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
        const auto id = m_engine.adopt(socket, {.head = head + log::eventText("history", m_snapshots.historyJson()) + alertsNow(), .subscription = subscription, .announcePosition = false});
        // What turned before it had joined those who hear of it.
        QTimer::singleShot(joiningTime, this, [this, id] { m_engine.send(id, stream::makeFrame(alertsNow())); });
    });
}

// {"name","limit"}: in place of the configured one, until the node ends.
QCoro::Task<Response> OpsRoutes::setAlert(const Exchange &exchange)
{
    const auto body = parseJsonObject(exchange.request.body);
    if (!body)
        co_return Response::failure(body.error());
    JsonFields fields(*body);
    const QString name = fields.requiredString("name");
    const auto limit = fields.number("limit");
    if (const auto fault = fields.fault())
        co_return Response::failure(*fault);
    if (!limit)
        co_return Response::failure({ErrorCode::InvalidRequest, u"limit is missing: the number that the figure is held against."_s, u"limit"_s});
    if (const auto set = m_alerts.setLimit(name, *limit); !set)
        co_return Response::failure(set.error());
    qCInfo(lcAlertLimits).noquote() << logText(u"An alert's limit was changed."_s, {{u"alert", name}, {u"limit", QString::number(*limit)}, {u"caller", exchange.caller.sub}, {u"request", exchange.request.requestId()}});
    co_return Response::success({{u"alerts"_s, m_alerts.toJson()}});
}

std::string OpsRoutes::alertsNow() const
{
    return log::eventText("alerts", QJsonDocument(m_alerts.toJson()).toJson(QJsonDocument::Compact));
}

void OpsRoutes::tell(std::string event)
{
    m_engine.broadcast(opsChannel, stream::makeFrame(std::move(event)));
}

} // namespace pipit::http
