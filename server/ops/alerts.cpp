// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/alerts.h"

#include "core/message.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

Q_LOGGING_CATEGORY(lcAlerts, "pipit.alerts")

Result<AlertRule> ruleOf(const AlertConfig &config)
{
    const auto wrong = [&config](const QString &key, const QString &message) {
        return Error{ErrorCode::InvalidRequest, u"%1: alerts.%2: %3"_s.arg(config.place.isEmpty() ? u"The alert %1"_s.arg(config.name) : config.place, key, message), u"alerts."_s + key};
    };
    const auto of = metrics::Selector::parse(config.metric);
    if (!of)
        return wrong(u"metric"_s, of.error().message);
    if (config.quantile && of->metric->type != prometheus::MetricType::Histogram)
        return wrong(u"quantile"_s, u"%1 is no histogram, so it has no quantiles; leave this out."_s.arg(config.metric));
    const double limit = config.above ? *config.above : config.below.value_or(0);
    return AlertRule{.name = config.name, .of = *of, .quantile = config.quantile.value_or(0.99), .isBelow = !config.above, .limit = limit, .clear = config.clear.value_or(limit),
                     .hold = std::chrono::seconds(config.forS), .window = std::chrono::seconds(config.windowS)};
}

} // namespace

QString AlertNews::text() const
{
    if (!value)
        return u"Over: %1. There is no figure of %2."_s.arg(name, metric);
    return fires ? u"Alert: %1. %2 is %3, %4 its limit of %5."_s.arg(name, metric).arg(*value, 0, 'g', 4).arg(isBelow ? u"below"_s : u"above"_s).arg(limit)
                 : u"Over: %1. %2 is %3; its limit is %4."_s.arg(name, metric).arg(*value, 0, 'g', 4).arg(limit);
}

QJsonObject AlertNews::toJson() const
{
    QJsonObject json{{u"alert"_s, name}, {u"state"_s, fires ? u"firing"_s : u"quiet"_s}, {u"metric"_s, metric}, {u"limit"_s, limit}, {u"below"_s, isBelow}, {u"at"_s, isoTime(atMs)}, {u"text"_s, text()}};
    if (value)
        json.insert(u"value"_s, *value);
    return json;
}

Result<std::vector<AlertRule>> Alerts::rulesOf(const std::vector<AlertConfig> &configs)
{
    std::vector<AlertRule> rules;
    for (const AlertConfig &config : configs) {
        auto rule = ruleOf(config);
        if (!rule)
            return rule.error();
        rules.push_back(std::move(*rule));
    }
    return rules;
}

Alerts::Alerts(std::vector<AlertRule> rules, QObject *parent) : QObject(parent)
{
    for (AlertRule &rule : rules)
        m_alerts.emplace_back(std::move(rule));
}

void Alerts::judge(const metrics::Families &figures, Alert::Clock::time_point now)
{
    for (Alert &alert : m_alerts) {
        if (!alert.judge(figures, now))
            continue;
        const AlertRule &rule = alert.rule();
        const AlertNews news{.name = rule.name, .fires = alert.state() == AlertState::Firing, .metric = rule.of.text(), .value = alert.value(), .limit = rule.limit, .isBelow = rule.isBelow, .atMs = QDateTime::currentMSecsSinceEpoch()};
        if (news.fires)
            qCWarning(lcAlerts).noquote() << news.text();
        else
            qCInfo(lcAlerts).noquote() << news.text();
        Q_EMIT turned(news);
    }
}

Result<Done> Alerts::setLimit(const QString &name, double limit)
{
    const auto alert = std::ranges::find(m_alerts, name, [](const Alert &one) { return one.rule().name; });
    if (alert == m_alerts.end()) {
        QStringList names;
        for (const Alert &one : m_alerts)
            names << one.rule().name;
        return Error{ErrorCode::NotFound, u"This node has no alert %1; it has: %2."_s.arg(name, names.join(u", ")), u"name"_s};
    }
    alert->setLimit(limit);
    Q_EMIT limitChanged();
    return Done();
}

QJsonArray Alerts::toJson() const
{
    QJsonArray list;
    for (const Alert &alert : m_alerts) {
        QJsonObject json{{u"name"_s, alert.rule().name}, {u"state"_s, alertStateName(alert.state())}, {u"metric"_s, alert.rule().of.text()}, {u"limit"_s, alert.rule().limit}};
        if (alert.value())
            json.insert(u"value"_s, *alert.value());
        if (alert.rule().isBelow)
            json.insert(u"below"_s, true);
        if (alert.rule().of.metric->type == prometheus::MetricType::Histogram)
            json.insert(u"quantile"_s, alert.rule().quantile);
        list.append(json);
    }
    return list;
}

} // namespace pipit::ops
