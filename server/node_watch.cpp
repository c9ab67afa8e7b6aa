// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/node_watch.h"

#include "core/free_memory.h"
#include "server/node_figures.h"

#include <QDateTime>

namespace pipit {

namespace {

// Between two times at which freed memory is given back, which takes a few milliseconds: each thread comes to hold what others have
// needed, a tenth more in an hour of comings and goings.
constexpr std::chrono::minutes memoryTime{5};

} // namespace

NodeWatch::NodeWatch(const ServerConfig &config, std::vector<ops::AlertRule> rules)
    : m_config(config), m_startedAtMs(QDateTime::currentMSecsSinceEpoch()), m_snapshots(m_metrics), m_alerts(std::move(rules))
{
    QObject::connect(&m_snapshots, &ops::Snapshots::taken, &m_alerts, [this] { m_alerts.judge(m_snapshots.families()); });
    QObject::connect(&m_memory, &QTimer::timeout, &m_memory, &giveFreeMemoryBack);
    if (!config.alertWebhook.isEmpty()) {
        m_webhook = std::make_unique<ops::Webhook>(QUrl(config.alertWebhook));
        QObject::connect(&m_alerts, &ops::Alerts::turned, m_webhook.get(), [this](const ops::AlertNews &news) { m_webhook->post(news.toJson()); });
    }
}

void NodeWatch::start(metrics::Metrics::Source source)
{
    m_metrics.addSource(std::move(source));
    m_metrics.addSource([this](metrics::Metrics::Answers &answers) {
        addFigures(answers, m_loopLag);
        addFigures(answers, m_alerts);
        if (m_canary)
            addFigures(answers, *m_canary);
        addDiskFigures(answers, m_config.dataDir);
        addProcessFigures(answers, m_startedAtMs);
    });
    m_snapshots.start();
    m_memory.start(memoryTime);
}

void NodeWatch::startCanary(const QUrl &node, const QByteArray &token, const QString &session, std::function<void()> tidy)
{
    if (m_config.canaryS == 0)
        return;
    m_canary = std::make_unique<ops::Canary>(node, token, session, std::move(tidy), ops::CanaryTimes{.every = std::chrono::seconds(m_config.canaryS)});
    m_canary->start();
}

} // namespace pipit
