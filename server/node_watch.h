// SPDX-License-Identifier: GPL-3.0-or-later
// What looks after a node: its figures, taken once a second; its alerts, which are told to a webhook; its canary; and the memory that
// it gives back.
// Thread rule: the node's thread. Goes after whatever its sources ask.
#pragma once

#include "core/config.h"
#include "server/metrics/metrics.h"
#include "server/ops/alerts.h"
#include "server/ops/canary.h"
#include "server/ops/loop_lag.h"
#include "server/ops/snapshots.h"
#include "server/ops/webhook.h"

#include <QTimer>

#include <memory>

namespace pipit {

class NodeWatch
{
public:
    NodeWatch(const ServerConfig &config, std::vector<ops::AlertRule> rules);

    const metrics::Metrics &metrics() const { return m_metrics; }
    const ops::Snapshots &snapshots() const { return m_snapshots; }
    ops::Alerts &alerts() { return m_alerts; }

    // What the other parts count. From then on it looks.
    void start(metrics::Metrics::Source source);

    // Once the node listens; as ops::Canary.
    void startCanary(const QUrl &node, const QByteArray &token, const QString &session, std::function<void()> tidy);
    void stopCanary() { m_canary.reset(); }

private:
    const ServerConfig m_config;
    const qint64 m_startedAtMs;
    metrics::Metrics m_metrics;
    ops::LoopLag m_loopLag;
    ops::Snapshots m_snapshots;
    ops::Alerts m_alerts;
    std::unique_ptr<ops::Webhook> m_webhook; // null: none is wanted
    std::unique_ptr<ops::Canary> m_canary;   // as well
    QTimer m_memory;
};

} // namespace pipit
