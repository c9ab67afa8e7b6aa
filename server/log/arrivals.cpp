// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/arrivals.h"

#include "server/log/dispatcher.h"

namespace pipit::log {

namespace {

constexpr qsizetype waitersAtMost = 5'000;
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

Arrivals::Wait::Wait(Arrivals *arrivals, QString sessionId, quint64 id, QFuture<bool> future)
    : m_arrivals(arrivals), m_sessionId(std::move(sessionId)), m_id(id), m_future(std::move(future))
{
}

Arrivals::Wait::~Wait()
{
    if (!m_arrivals)
        return;
    auto &waiters = m_arrivals->m_waiters;
    for (auto it = waiters.find(m_sessionId); it != waiters.end() && it.key() == m_sessionId; ++it) {
        if (it->id == m_id) {
            answer(*it->promise, false);
            waiters.erase(it);
            return;
        }
    }
}

Result<std::unique_ptr<Arrivals::Wait>> Arrivals::wait(const QString &sessionId, std::chrono::milliseconds atMost)
{
    if (m_waiters.size() >= waitersAtMost)
        return Error{ErrorCode::Unavailable, QStringLiteral("Too many long polls are waiting on this node. Use the stream, or try again later.")};
    auto promise = std::make_shared<QPromise<bool>>();
    promise->start();
    const quint64 id = ++m_nextId;
    std::unique_ptr<Wait> wait(new Wait(this, sessionId, id, promise->future()));
    if (m_released) {
        answer(*promise, false);
    } else {
        m_waiters.insert(sessionId, {id, std::move(promise), std::chrono::steady_clock::now() + atMost});
        if (!m_sweep.isActive())
            m_sweep.start();
    }
    return wait;
}

void Arrivals::onCommitted(const QList<Message> &messages)
{
    if (m_waiters.isEmpty())
        return;
    for (const Message &message : messages) {
        const QList<Waiter> waiting = m_waiters.values(message.sessionId);
        m_waiters.remove(message.sessionId);
        for (const Waiter &waiter : waiting)
            answer(*waiter.promise, true);
    }
}

void Arrivals::expire()
{
    const auto now = std::chrono::steady_clock::now();
    m_waiters.removeIf([now](QMultiHash<QString, Waiter>::iterator it) {
        if (it->until > now)
            return false;
        answer(*it->promise, false);
        return true;
    });
    if (m_waiters.isEmpty())
        m_sweep.stop();
}

void Arrivals::release()
{
    m_released = true;
    const QMultiHash<QString, Waiter> waiting = std::exchange(m_waiters, {});
    for (const Waiter &waiter : waiting)
        answer(*waiter.promise, false);
    m_sweep.stop();
}

} // namespace pipit::log
