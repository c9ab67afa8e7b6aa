// SPDX-License-Identifier: GPL-3.0-or-later
// A node's alerts: judged with each snapshot, told in its log, its figures, to whoever listens here, and to a webhook.
// Thread rule: the node's thread.
#pragma once

#include "core/alert_config.h"
#include "server/ops/alert.h"

#include <QJsonArray>
#include <QObject>

namespace pipit::ops {

// One has begun to fire, or has ended to.
struct AlertNews {
    QString name;
    bool fires;
    QString metric; // as it is written in the configuration
    std::optional<double> value = {}; // none: there is no figure any more
    double limit = 0;
    bool isBelow = false;
    qint64 atMs = 0;

    // One sentence, in English: for logs and other programs.
    QString text() const;
    QJsonObject toJson() const;
};

class Alerts : public QObject
{
    Q_OBJECT

public:
    // Error: InvalidRequest, with the place in the configuration.
    static Result<std::vector<AlertRule>> rulesOf(const std::vector<AlertConfig> &configs);

    explicit Alerts(std::vector<AlertRule> rules, QObject *parent = nullptr);

    void judge(const metrics::Families &figures, Alert::Clock::time_point now = Alert::Clock::now());

    // Until the node ends. Error: NotFound, with the names that there are.
    Result<Done> setLimit(const QString &name, double limit);

    const std::vector<Alert> &all() const { return m_alerts; }
    // [{"name","state","metric","value"?,"limit","below"?,"quantile"?}]
    QJsonArray toJson() const;

Q_SIGNALS:
    void turned(const pipit::ops::AlertNews &news);
    void limitChanged();

private:
    std::vector<Alert> m_alerts;
};

} // namespace pipit::ops
