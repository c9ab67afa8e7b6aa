// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/faults/fault_run.h"

#include "app/desktop/faults/fault_judge.h"
#include "app/load/load_run.h"
#include "app/load/pipit_target.h"
#include "client/api_client.h"
#include "client/wait_for.h"
#include "core/process_figures.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit {

namespace {

using std::chrono::milliseconds;
using Step = FaultProgress::Step;

constexpr milliseconds answerTime{5'000};
constexpr milliseconds lookPause{50};
constexpr milliseconds quietTime{8'000};
constexpr milliseconds wholeTime{90'000};   // of the load with its fault; what was under way then has some seconds more
constexpr milliseconds restartTime{90'000}; // that the database may need for it, after the load
constexpr milliseconds tidyTime{20'000};
constexpr milliseconds goneTime{2'000};     // of a node that does not answer any more
constexpr milliseconds tidyPause{300};
constexpr milliseconds listenTime{20'000};
constexpr milliseconds writeTime{10'000};

constexpr qint64 largeMessage = 64 << 10;
constexpr qint64 mostFrozen = 32 << 20;       // bytes, of which a node that keeps them all for one reader is full enough
constexpr double frozenSeconds = 10;
constexpr qint64 mostGrown = 96 << 20;        // beside the queue: the log's ring, the database's pages, the load itself
constexpr int afterClosing = 20;              // messages that the frozen reader finds in the log only
constexpr milliseconds othersMayWait{2'000};
constexpr milliseconds beLate{15'000};        // where nothing rings, the node looks every two seconds; and the connection comes back first

// Where the fault happens in the load.
constexpr milliseconds stormAt{1'000};

load::LoadPlan planOf(FaultKind kind, int streams, const FaultSite &site)
{
    load::LoadPlan plan{.streams = 1, .rate = 100, .duration = 2s, .publishers = 4, .settle = 200ms, .drain = 20s, .openTime = 15s};
    load::aimAtPipit(plan.target, site.url, site.token, site.sessions, kind == FaultKind::RestartDatabase ? load::Ids::OfMarks : load::Ids::None);
    switch (kind) {
    case FaultKind::CutStream:
        plan.storms = {stormAt};
        break;
    case FaultKind::FreezeReader:
        plan.size = int(std::clamp<qint64>(site.messageBytes, load::leastSize, largeMessage));
        plan.streams = 2;
        plan.slow = 1;
        plan.rate = double(mostFrozen) / double(plan.size) / frozenSeconds;
        plan.duration = milliseconds(qint64(1'000 * frozenSeconds));
        plan.publishers = 16; // where messages may only be small, there are many
        break;
    case FaultKind::DropListener:
        plan.streams = 2;
        plan.channels = 2; // one is written beside the node
        plan.rate = 50;
        plan.duration = 4s;
        break;
    case FaultKind::RestartDatabase:
        plan.rate = 25;
        plan.duration = 6s;
        plan.resend = 30s;
        break;
    case FaultKind::Storm:
        plan.streams = std::max(1, streams);
        plan.rate = 50;
        plan.duration = 4s;
        plan.storms = {stormAt};
        break;
    }
    return plan;
}

Error endedError()
{
    return Error{ErrorCode::Unavailable, u"The node has ended meanwhile."_s};
}

template<typename Value>
milliseconds worst(const Value &latencies)
{
    return milliseconds(qint64(std::ceil(load::Latencies::percentileMs(latencies, 1))));
}

class Trial
{
public:
    Trial(FaultKind kind, int streams, const FaultSite &site, const FaultWatch &watch) : m_site(site), m_watch(watch), m_plan(planOf(kind, streams, site)), m_api(site.url, site.token, answerTime), m_tidying(site.url, site.token, tidyTime)
    {
        m_verdict.kind = kind;
        m_verdict.streams = m_plan.streams;
    }

    FaultVerdict go()
    {
        m_clock.start();
        m_watch.progress(Step::Preparing, 0);
        if (const auto left = tidy(); !left.isEmpty())
            fail(Error{ErrorCode::Unavailable, u"The session %1 of an earlier trial cannot be deleted."_s.arg(left)});
        else
            run();
        m_watch.progress(Step::TidyingUp, 1);
        m_verdict.leftBehind = tidy();
        m_verdict.at = QDateTime::currentDateTimeUtc();
        if (m_watch.isCancelled())
            m_verdict.outcome = FaultVerdict::Outcome::Cancelled;
        else
            judge(m_verdict, m_facts);
        m_api.close();
        m_tidying.close();
        return std::move(m_verdict);
    }

private:
    void run()
    {
        lookBefore();
        if (m_verdict.kind == FaultKind::DropListener)
            m_plan.target.publishBy = [this](int channel, std::string_view content) { return writeBeside(channel, content); };
        const load::LoadResult result = load::run(m_plan, {.look = [this](const load::LoadProgress &progress) { return look(progress); }});
        finishFault();
        take(result);
    }

    void fail(const Error &error)
    {
        m_verdict.error = error;
        m_facts.wasTried = false;
    }

    QJsonObject ask(const QString &path, const QUrlQuery &query = {})
    {
        const auto answer = waitFor(m_api.get(path, query));
        return answer ? *answer : QJsonObject();
    }

    QJsonArray connections(const QString &state)
    {
        QUrlQuery query;
        query.addQueryItem(u"q"_s, m_site.sessions);
        query.addQueryItem(u"state"_s, state);
        return ask(u"/api/ops/connections"_s, query).value(u"connections").toArray();
    }

    QJsonObject listener() { return ask(u"/api/sse/stats"_s).value(u"database").toObject().value(u"listener").toObject(); }

    void lookBefore()
    {
        switch (m_verdict.kind) {
        case FaultKind::FreezeReader:
            for (const QJsonValue connection : connections(u"ended"_s))
                m_lastEnded = std::max(m_lastEnded, connection.toObject().value(u"id").toInteger());
            m_verdict.queueLimit = m_site.queueBytes;
            m_verdict.grownLimit = m_site.queueBytes + mostGrown;
            m_verdict.slowestLimit = othersMayWait;
            m_memoryBefore = residentBytes().value_or(0);
            break;
        case FaultKind::DropListener:
            m_reconnects = listener().value(u"reconnects").toInteger();
            m_verdict.slowestLimit = beLate;
            m_facts.isOver = false;
            break;
        case FaultKind::RestartDatabase:
            m_facts.isOver = false;
            break;
        case FaultKind::CutStream:
        case FaultKind::Storm:
            break;
        }
    }

    load::Look look(const load::LoadProgress &progress)
    {
        if (m_watch.isCancelled() || m_verdict.error)
            return load::Look::End;
        if (m_clock.elapsed() > wholeTime.count()) {
            m_facts.hadTime = false;
            return load::Look::End;
        }
        if (m_lookedAt.isValid() && m_lookedAt.elapsed() < lookPause.count())
            return load::Look::GoOn;
        m_lookedAt.start();
        const double done = std::min(1.0, double(progress.published.count()) / double(m_plan.duration.count()));
        m_watch.progress(stepOf(progress), done);
        if (progress.delivered != std::exchange(m_delivered, progress.delivered))
            m_deliveredAt.start();
        // What has not come by now is lost.
        const bool isReconnect = m_verdict.kind == FaultKind::CutStream || m_verdict.kind == FaultKind::Storm;
        if (isReconnect && progress.isDraining && m_deliveredAt.elapsed() > quietTime.count())
            return load::Look::End;
        if (m_verdict.kind == FaultKind::FreezeReader)
            return lookAtFrozen(progress);
        if (progress.published >= stormAt)
            lookAtDatabase();
        return load::Look::GoOn;
    }

    Step stepOf(const load::LoadProgress &progress) const
    {
        if (progress.published.count() == 0)
            return Step::Preparing;
        if (progress.published < stormAt)
            return Step::Before;
        if (progress.isDraining)
            return Step::After;
        switch (m_verdict.kind) {
        case FaultKind::CutStream:
        case FaultKind::Storm: return progress.published < stormAt + 500ms ? Step::During : Step::After;
        case FaultKind::FreezeReader: return m_facts.wasClosed ? Step::After : Step::During;
        case FaultKind::DropListener:
        case FaultKind::RestartDatabase: return m_facts.isOver ? Step::After : Step::During;
        }
        return Step::During;
    }

    load::Look lookAtFrozen(const load::LoadProgress &progress)
    {
        m_verdict.grown = std::max(m_verdict.grown, residentBytes().value_or(0) - m_memoryBefore);
        if (m_facts.wasClosed)
            return progress.sent >= m_sentAtClosing + afterClosing ? load::Look::Enough : load::Look::GoOn;
        const auto noteQueue = [this](const QJsonObject &connection) { m_verdict.queued = std::max(m_verdict.queued, connection.value(u"mostQueuedBytes").toInteger()); };
        for (const QJsonValue connection : connections(u"open"_s))
            noteQueue(connection.toObject());
        for (const QJsonValue value : connections(u"ended"_s)) {
            const QJsonObject connection = value.toObject();
            if (connection.value(u"id").toInteger() <= m_lastEnded || connection.value(u"reason").toString() != u"slow_consumer")
                continue;
            noteQueue(connection);
            m_facts.wasClosed = true;
            m_sentAtClosing = progress.sent;
        }
        return load::Look::GoOn;
    }

    // Begins the fault of the database, and sees how it goes on.
    void lookAtDatabase()
    {
        const bool isListener = m_verdict.kind == FaultKind::DropListener;
        if ((!isListener && m_verdict.kind != FaultKind::RestartDatabase) || m_facts.isOver)
            return;
        if (!m_asked) {
            m_asked = isListener ? m_site.dropListener() : m_site.restartDatabase();
            m_askedAt.start();
        }
        if (!m_asked->isFinished())
            return;
        if (m_asked->resultCount() == 0 || !m_asked->result()) {
            fail(m_asked->resultCount() == 0 ? endedError() : m_asked->result().error());
            return;
        }
        if (isListener) {
            const QJsonObject now = listener();
            if (now.value(u"reconnects").toInteger() <= m_reconnects || !now.value(u"connected").toBool())
                return;
        }
        m_verdict.away = milliseconds(m_askedAt.elapsed());
        m_facts.isOver = true;
    }

    // Where the load was over before the fault.
    void finishFault()
    {
        const QDeadlineTimer until(m_verdict.kind == FaultKind::DropListener ? listenTime : restartTime);
        while (m_asked && !m_facts.isOver && !m_verdict.error && !m_watch.isCancelled() && !until.hasExpired()) {
            QThread::msleep(ulong(lookPause.count()));
            lookAtDatabase();
        }
    }

    // On the publishers' thread.
    std::optional<bool> writeBeside(int channel, std::string_view content)
    {
        if (channel != 0)
            return std::nullopt;
        const auto written = m_site.writeBeside(m_site.sessions + u'0', QString::fromUtf8(content.data(), qsizetype(content.size())));
        for (const QDeadlineTimer until(writeTime); !written.isFinished(); QThread::msleep(1)) {
            if (until.hasExpired() || m_watch.isCancelled())
                return false;
        }
        return written.resultCount() > 0 && written.result().ok();
    }

    void take(const load::LoadResult &result)
    {
        m_verdict.sent = result.sent;
        m_verdict.accepted = result.accepted;
        m_verdict.resent = result.resent;
        m_verdict.expected = result.expected;
        m_verdict.delivered = result.delivered;
        m_verdict.lost = result.lost;
        m_verdict.doubled = result.doubled;
        m_verdict.unordered = result.unordered;
        m_verdict.back = m_plan.slow > 0 ? result.resumed : qint64(load::Latencies::total(result.back));
        m_verdict.backAfter = worst(result.back);
        m_verdict.caughtUpAfter = worst(result.catchUp);
        m_verdict.slowest = worst(result.latency);
        m_facts.caughtUp = qint64(load::Latencies::total(result.catchUp));
        m_facts.resets = result.resets;
        if (m_verdict.error)
            return;
        if (!result.fault.empty())
            fail(Error{ErrorCode::Network, QString::fromStdString(result.fault)});
        else if (result.ready < result.streams && !result.wasEnded)
            fail(Error{ErrorCode::Unavailable, u"%1 of %2 streams could not be opened. %3"_s.arg(result.streams - result.ready).arg(result.streams).arg(QString::fromStdString(result.firstRefusal)).trimmed()});
        else if (result.accepted < result.sent && !result.refusals.empty())
            m_verdict.error = Error{ErrorCode::NotStored, QString::fromStdString(std::ranges::max_element(result.refusals, {}, &std::pair<const std::string, std::int64_t>::second)->first)};
    }

    // The session that is left; empty: none.
    QString tidy()
    {
        const QDeadlineTimer until(tidyTime), untilGone(goneTime);
        // What is left is found by the next trial.
        QDeadlineTimer untilLeft(QDeadlineTimer::Forever);
        QTimer look;
        QObject::connect(&look, &QTimer::timeout, &look, [&] {
            if (untilLeft.isForever() && m_watch.isLeaving())
                untilLeft.setRemainingTime(goneTime);
            if (untilLeft.hasExpired())
                m_tidying.cancelRequests();
        });
        look.start(lookPause);
        for (int channel = 0; channel < m_plan.channels;) {
            const QString session = m_site.sessions + QString::number(channel);
            const auto gone = waitFor(m_tidying.remove(u"/api/sessions/"_s + session));
            if (gone || gone.error().code == ErrorCode::NotFound)
                ++channel;
            else if (until.hasExpired() || untilLeft.hasExpired() || (gone.error().code == ErrorCode::Network && untilGone.hasExpired()))
                return session;
            else
                QThread::msleep(ulong(tidyPause.count()));
        }
        return {};
    }

    const FaultSite &m_site;
    const FaultWatch &m_watch;
    load::LoadPlan m_plan;
    ApiClient m_api;
    ApiClient m_tidying; // what was written may be much
    FaultVerdict m_verdict;
    FaultFacts m_facts;
    QElapsedTimer m_clock;
    QElapsedTimer m_lookedAt;
    std::optional<FaultSite::Asked> m_asked;
    QElapsedTimer m_askedAt;
    QElapsedTimer m_deliveredAt;
    qint64 m_delivered = -1;
    qint64 m_lastEnded = 0, m_sentAtClosing = 0, m_memoryBefore = 0, m_reconnects = 0;
};

} // namespace

FaultVerdict tryFault(FaultKind kind, int streams, const FaultSite &site, const FaultWatch &watch)
{
    return Trial(kind, streams, site, watch).go();
}

} // namespace pipit
