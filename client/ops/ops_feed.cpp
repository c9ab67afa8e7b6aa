// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/ops_feed.h"

#include "client/api_client.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr std::chrono::seconds heartbeat{4}; // two and a half of them without a byte, and it counts as gone
constexpr std::size_t marksKept = 200;

OpsAlert::State stateFrom(const QString &name)
{
    return name == u"firing" ? OpsAlert::State::Firing : name == u"pending" ? OpsAlert::State::Pending : OpsAlert::State::Quiet;
}

std::optional<double> number(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

} // namespace

OpsFeed::OpsFeed(ApiClient &api, QObject *parent) : QObject(parent), m_api(api), m_stream(api.streamOf(u"/api/ops/stream"_s))
{
    connect(&m_stream, &SseClient::event, this, &OpsFeed::take);
    connect(&m_stream, &SseClient::stateChanged, this, &OpsFeed::follow);
}

OpsFeed::~OpsFeed()
{
    m_stream.disconnect(this);
}

void OpsFeed::start()
{
    const SseOptions options = m_api.streamOf(u"/api/ops/stream"_s);
    m_stream.stop();
    m_stream.setServer(options.url, options.token);
    m_stream.setHeartbeat(heartbeat);
    m_stream.start();
}

void OpsFeed::stop()
{
    m_stream.stop();
    follow();
}

void OpsFeed::follow()
{
    State state = State::Idle;
    switch (m_stream.state()) {
    case SseClient::State::Idle: break;
    case SseClient::State::Connecting: state = State::Connecting; break;
    // Live with the first event: until then there is nothing to show.
    case SseClient::State::Open: state = m_state == State::Live ? State::Live : State::Connecting; break;
    case SseClient::State::Waiting: state = State::Waiting; break;
    case SseClient::State::Ended:
    case SseClient::State::Failed: state = State::Refused; break;
    }
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged();
}

void OpsFeed::take(const SseEvent &event)
{
    const QJsonDocument data = QJsonDocument::fromJson(event.data);
    if (event.type == "history") {
        (void)m_figures.takeHistory(data.object()); // of a node of another kind: what fits is shown
        m_state = State::Live;
        Q_EMIT stateChanged();
        Q_EMIT figuresChanged();
        loadDay();
    } else if (event.type == "snapshot") {
        m_figures.takeSnapshot(data.object());
        Q_EMIT figuresChanged();
    } else if (event.type == "alerts") {
        takeAlerts(data.array());
    } else if (event.type == "alert") {
        takeAlert(data.object());
    }
}

void OpsFeed::takeAlerts(const QJsonArray &alerts)
{
    m_alerts.clear();
    for (const QJsonValue value : alerts) {
        const QJsonObject alert = value.toObject();
        m_alerts.append({.name = alert.value(u"name").toString(), .state = stateFrom(alert.value(u"state").toString()), .metric = alert.value(u"metric").toString(), .value = number(alert.value(u"value")),
                         .limit = alert.value(u"limit").toDouble(), .isBelow = alert.value(u"below").toBool(), .quantile = number(alert.value(u"quantile"))});
    }
    Q_EMIT alertsChanged();
}

void OpsFeed::takeAlert(const QJsonObject &news)
{
    const QString name = news.value(u"alert").toString();
    const bool fires = stateFrom(news.value(u"state").toString()) == OpsAlert::State::Firing;
    const auto alert = std::ranges::find(m_alerts, name, &OpsAlert::name);
    if (alert != m_alerts.end()) {
        alert->state = fires ? OpsAlert::State::Firing : OpsAlert::State::Quiet;
        alert->value = number(news.value(u"value"));
        alert->limit = news.value(u"limit").toDouble();
    }
    m_marks.push_back({.atMs = QDateTime::fromString(news.value(u"at").toString(), Qt::ISODateWithMs).toMSecsSinceEpoch(), .alert = name, .fires = fires, .text = news.value(u"text").toString()});
    if (m_marks.size() > marksKept)
        m_marks.pop_front();
    Q_EMIT alertsChanged();
    Q_EMIT turned({.name = name, .fires = fires, .metric = news.value(u"metric").toString(), .value = number(news.value(u"value")), .limit = news.value(u"limit").toDouble()});
}

// A node of an older version has none, and one that is asked too much says so: then the hour is all that there is.
QCoro::Task<> OpsFeed::loadDay()
{
    const QPointer<OpsFeed> self(this);
    const auto day = co_await m_api.get(u"/api/ops/history"_s);
    if (!self || !day)
        co_return;
    if (m_figures.takeDay(*day).ok())
        Q_EMIT figuresChanged();
}

QCoro::Task<Result<Done>> OpsFeed::setLimit(QString alert, double limit)
{
    const QPointer<OpsFeed> self(this);
    const QJsonObject body{{u"name"_s, alert}, {u"limit"_s, limit}};
    const auto set = co_await m_api.patch(u"/api/ops/alerts"_s, body);
    if (!set)
        co_return set.error();
    if (self)
        takeAlerts(set->value(u"alerts").toArray());
    co_return Done();
}

} // namespace pipit
