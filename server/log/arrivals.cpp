// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/arrivals.h"

#include "server/log/dispatcher.h"

#include <QDateTime>

#include <algorithm>

namespace pipit::log {

namespace {

constexpr qsizetype waitersAtMost = 5'000;
constexpr qsizetype namesAtMost = 100'000; // of sessions that they wait for
constexpr std::chrono::milliseconds sweepTime{100};

void answer(QPromise<bool> &promise, bool arrived)
{
    promise.addResult(arrived);
    promise.finish();
}

} // namespace

Arrivals::Arrivals(Dispatcher &dispatcher, QObject *parent) : QObject(parent)
{
    qRegisterMetaType<QList<Message>>();
    connect(&dispatcher, &Dispatcher::committed, this, &Arrivals::onCommitted, Qt::QueuedConnection);
    m_sweep.setInterval(sweepTime);
    connect(&m_sweep, &QTimer::timeout, this, &Arrivals::expire);
}

Arrivals::~Arrivals()
{
    release();
}

Arrivals::Wait::Wait(Arrivals *arrivals, quint64 id, QFuture<bool> future) : m_arrivals(arrivals), m_id(id), m_future(std::move(future))
{
}

Arrivals::Wait::~Wait()
{
    if (m_arrivals)
        m_arrivals->end(m_id, false);
}

Result<std::unique_ptr<Arrivals::Wait>> Arrivals::wait(const stream::SubscriptionPtr &sessions, std::chrono::milliseconds atMost)
{
    if (qsizetype(m_waiters.size()) >= waitersAtMost || m_bySession.size() + qsizetype(sessions->sessions.size()) > namesAtMost)
        return Error{ErrorCode::Unavailable, QStringLiteral("Too many long polls are waiting on this node. Use the stream, or try again later.")};
    auto promise = std::make_shared<QPromise<bool>>();
    promise->start();
    const quint64 id = ++m_nextId;
    std::unique_ptr<Wait> wait(new Wait(this, id, promise->future()));
    if (m_released) {
        answer(*promise, false);
        return wait;
    }
    m_waiters.emplace(id, Waiter{std::move(promise), sessions, QDateTime::currentMSecsSinceEpoch(), std::chrono::steady_clock::now() + atMost});
    if (sessions->all)
        m_ofAll.insert(id);
    for (const std::string &session : sessions->sessions)
        m_bySession.insert(QString::fromStdString(session), id);
    if (!m_sweep.isActive())
        m_sweep.start();
    return wait;
}

std::vector<stream::StreamView> Arrivals::views(const stream::StreamQuery &query) const
{
    std::vector<stream::StreamView> views;
    for (const auto &[id, waiter] : m_waiters) {
        if (query.id || !stream::fits(query, id, *waiter.sessions))
            continue;
        stream::StreamView view{.id = id, .phase = stream::StreamPhase::Live, .origin = waiter.sessions->origin, .all = waiter.sessions->all, .sessionCount = waiter.sessions->sessions.size(), .openedAtMs = waiter.sinceMs};
        const auto named = std::min(view.sessionCount, stream::StreamView::sessionsAtMost);
        view.origin.transport = stream::pollTransport;
        view.sessions.assign(waiter.sessions->sessions.begin(), waiter.sessions->sessions.begin() + std::ptrdiff_t(named));
        views.push_back(std::move(view));
    }
    return views;
}

void Arrivals::end(quint64 id, bool arrived)
{
    const auto found = m_waiters.find(id);
    if (found == m_waiters.end())
        return;
    const Waiter waiter = std::move(found->second);
    m_waiters.erase(found);
    m_ofAll.remove(id);
    for (const std::string &session : waiter.sessions->sessions)
        m_bySession.remove(QString::fromStdString(session), id);
    if (m_waiters.empty())
        m_sweep.stop();
    answer(*waiter.promise, arrived);
}

void Arrivals::onCommitted(const QList<Message> &messages)
{
    for (const Message &message : messages) {
        if (m_waiters.empty())
            return;
        const QList<quint64> waiting = m_bySession.values(message.sessionId);
        for (const quint64 id : waiting)
            end(id, true);
        if (m_ofAll.isEmpty())
            continue;
        const std::string session = message.sessionId.toStdString();
        const QSet<quint64> ofAll = m_ofAll;
        for (const quint64 id : ofAll) {
            const auto found = m_waiters.find(id);
            if (found != m_waiters.end() && found->second.sessions->covers(session))
                end(id, true);
        }
    }
}

void Arrivals::expire()
{
    const auto now = std::chrono::steady_clock::now();
    QList<quint64> over;
    for (const auto &[id, waiter] : m_waiters) {
        if (waiter.until <= now)
            over << id;
    }
    for (const quint64 id : over)
        end(id, false);
}

void Arrivals::release()
{
    m_released = true;
    while (!m_waiters.empty())
        end(m_waiters.begin()->first, false);
}

} // namespace pipit::log
