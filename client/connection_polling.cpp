// SPDX-License-Identifier: GPL-3.0-or-later
// While polling: what a stream would tell beside messages. When the list of sessions is asked for, and how answers under way stand.
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
