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

Result<QFuture<bool>> Arrivals::wait(const QString &sessionId, std::chrono::milliseconds atMost)
{
    if (m_waiters.size() >= waitersAtMost)
        return Error{ErrorCode::Unavailable, QStringLiteral("Too many long polls are waiting on this node. Use the stream, or try again later.")};
    auto promise = std::make_shared<QPromise<bool>>();
    promise->start();
    QFuture<bool> future = promise->future();
    if (m_released) {
        answer(*promise, false);
    } else {
        m_waiters.insert(sessionId, {std::move(promise), std::chrono::steady_clock::now() + atMost});
        if (!m_sweep.isActive())
            m_sweep.start();
    }
    return future;
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
