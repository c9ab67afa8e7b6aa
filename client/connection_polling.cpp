// SPDX-License-Identifier: GPL-3.0-or-later
// While polling: what a stream would tell beside messages. The list of sessions, and how answers under way stand.
#include "client/connection_p.h"

#include <algorithm>

namespace pipit {

namespace {

constexpr int refreshesForSessions = 2;
constexpr int runsAtOnce = 50;

} // namespace

void Connection::Private::refreshByPolling()
{
    if (refreshes % refreshesForSessions == 0)
        loadSessions();
    for (auto it = feeds.cbegin(); it != feeds.cend(); ++it) {
        const QList<RunView> &runs = it.value()->runs();
        if (std::ranges::any_of(runs, [](const RunView &view) { return !isFinal(view.run.state); }))
            loadRuns(it.key());
    }
}

QSet<QString> Connection::Private::knownSessions() const
{
    QSet<QString> known;
    for (const SessionSummary &summary : summaries.list())
        known.insert(summary.id);
    return known;
}

// `known`: before they were asked for.
void Connection::Private::takeSessions(const QJsonArray &sessions, qint64 asOf, const QSet<QString> &known)
{
    QSet<QString> gone = known;
    for (const QJsonValue value : sessions) {
        const QJsonObject session = value.toObject();
        const QString id = session.value(u"id").toString();
        gone.remove(id);
        if (const qint64 erasedTo = session.value(u"erasedTo").toInteger(); erasedTo > 0)
            takePurge(id, erasedTo);
    }
    summaries.take(sessions, asOf);
    areSessionsKnown = true;
    // Only a list that ends before its limit says what is not there; and once more, for a node's list may be a moment behind its log.
    if (!isPolling() || sessions.size() >= mostSessions)
        gone.clear();
    for (const QString &id : std::as_const(gone)) {
        if (missing.contains(id))
            endSession(id);
    }
    missing = gone;
    sessionsChangedSoon();
}

QCoro::Task<> Connection::Private::loadRuns(QString sessionId)
{
    // What begins from here on is not missed where the answer does not have it.
    feedOf(sessionId)->suspectRuns();
    const QUrlQuery query{{QStringLiteral("limit"), QString::number(runsAtOnce)}};
    const auto answer = co_await api.get(QStringLiteral("/api/sessions/%1/runs").arg(sessionId), query);
    if (!answer || !isPolling() || status.state != ConnectionStatus::State::Live)
        co_return;
    SessionFeed *feed = feedOf(sessionId);
    QSet<QString> known;
    for (const RunView &view : feed->runs())
        known.insert(view.run.runId);
    const QJsonArray list = answer->value(u"runs").toArray();
    for (const QJsonValue value : list) {
        const auto run = RunEvent::fromJson(value.toObject());
        if (run && (known.contains(run->runId) || !isFinal(run->state)))
            feed->take(*run);
    }
    feed->interruptSuspectRuns();
}

} // namespace pipit
