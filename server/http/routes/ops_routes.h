// SPDX-License-Identifier: GPL-3.0-or-later
// GET /metrics, /api/ops/stream and /api/ops/history: the node's figures, for Prometheus and for consoles. PATCH /api/ops/alerts: the limit of
// an alert.
// Thread rule: the node's thread. Source: Pipit's contract of the HTTP interface; Prometheus' text format 0.0.4.
#pragma once

#include "server/http/router.h"
#include "server/http/stream_passes.h"
#include "server/ops/alerts.h"
#include "server/ops/snapshots.h"
#include "server/stream/engine.h"

#include <QObject>

namespace pipit::http {

class OpsRoutes : public QObject
{
    Q_OBJECT

public:
    OpsRoutes(const metrics::Metrics &metrics, const ops::Snapshots &snapshots, ops::Alerts &alerts, stream::Engine &engine, StreamPasses &passes, QObject *parent = nullptr);
    void addTo(Router &router);

private:
    QCoro::Task<Response> text(const Exchange &exchange);
    QCoro::Task<Response> follow(const Exchange &exchange);
    QCoro::Task<Response> setAlert(const Exchange &exchange);
    std::string alertsNow() const; // as an event
    void tell(std::string event);

    const metrics::Metrics &m_metrics;
    const ops::Snapshots &m_snapshots;
    ops::Alerts &m_alerts;
    stream::Engine &m_engine;
    StreamPasses &m_passes;
};

} // namespace pipit::http
