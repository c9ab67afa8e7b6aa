// SPDX-License-Identifier: GPL-3.0-or-later
// What a node says of itself to a console, for as long as somebody looks: its figures, its alerts, and marks of when they turned.
//
// - The figures of the hour come first, those of the day a moment later; from then on a row each second. After a break nothing is lost
//   that the node still has.
// - A node that says nothing for ten seconds counts as gone, and is asked again.
// Thread rule: the thread that made it; needs an event loop. The client is not owned; it outlives this. Memory: FigureHistory's, and
// 200 marks. Errors: error(), in the state Refused: the caller is no operator, or the node has no such stream.
#pragma once

#include "client/node_alert.h"
#include "client/ops/figure_history.h"
#include "client/sse_client.h"

#include <QCoroTask>
#include <QObject>

#include <deque>

namespace pipit {

class ApiClient;

struct OpsAlert {
    enum class State { Quiet, Pending, Firing };

    QString name;
    State state = State::Quiet;
    QString metric = {};              // as in docs/metrics.md
    std::optional<double> value = {}; // none: there is no figure
    double limit = 0;
    bool isBelow = false;             // it fires below the limit
    std::optional<double> quantile = {}; // of a histogram
};

struct AlertMark {
    qint64 atMs = 0;
    QString alert = {};
    bool fires = true;
    QString text = {}; // a sentence, in English
};

class OpsFeed : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Connecting, Live, Waiting, Refused };

    explicit OpsFeed(ApiClient &api, QObject *parent = nullptr);
    ~OpsFeed() override;

    void start(); // again too, with the token that the client has now
    void stop();

    State state() const { return m_state; }
    QString reason() const { return m_stream.reason(); } // why it is waiting
    const Error &error() const { return m_stream.error(); }

    const FigureHistory &figures() const { return m_figures; }
    const QList<OpsAlert> &alerts() const { return m_alerts; }
    const std::deque<AlertMark> &marks() const { return m_marks; } // the last one last

    // In place of the configured one, until the node ends.
    QCoro::Task<Result<Done>> setLimit(QString alert, double limit);

Q_SIGNALS:
    void stateChanged();
    void figuresChanged();
    void alertsChanged();
    void turned(const pipit::NodeAlert &alert); // while it was followed

private:
    void take(const SseEvent &event);
    void takeAlerts(const QJsonArray &alerts);
    void takeAlert(const QJsonObject &news);
    void follow();
    QCoro::Task<> loadDay();

    ApiClient &m_api;
    SseClient m_stream;
    State m_state = State::Idle;
    FigureHistory m_figures;
    QList<OpsAlert> m_alerts;
    std::deque<AlertMark> m_marks;
};

} // namespace pipit
