// SPDX-License-Identifier: GPL-3.0-or-later
// Lets a long poll wait for the next message of a session.
//
// Thread rule: the node's thread. Bounded: wait() says so where too many wait.
#pragma once

#include "core/message.h"
#include "core/result.h"

#include <QFuture>
#include <QMultiHash>
#include <QObject>
#include <QPointer>
#include <QPromise>
#include <QTimer>

#include <chrono>
#include <memory>

namespace pipit::log {

class Dispatcher;

class Arrivals : public QObject
{
    Q_OBJECT

public:
    explicit Arrivals(Dispatcher &dispatcher, QObject *parent = nullptr);
    ~Arrivals() override;

    // A place in the queue; whoever gives it up no longer counts as waiting.
    class Wait
    {
    public:
        ~Wait();
        // True: the session has got a message; false: the time is over, or the node is stopping.
        const QFuture<bool> &arrived() const { return m_future; }

    private:
        friend class Arrivals;
        Wait(Arrivals *arrivals, QString sessionId, quint64 id, QFuture<bool> future);

        QPointer<Arrivals> m_arrivals;
        QString m_sessionId;
        quint64 m_id;
        QFuture<bool> m_future;
    };

    // Register first, then look whether there is one already: so none falls in between.
    Result<std::unique_ptr<Wait>> wait(const QString &sessionId, std::chrono::milliseconds atMost);

    // Ends every wait now, and every later one at once.
    void release();

private:
    struct Waiter {
        quint64 id;
        std::shared_ptr<QPromise<bool>> promise;
        std::chrono::steady_clock::time_point until;
    };

    void onCommitted(const QList<Message> &messages);
    void expire();

    QMultiHash<QString, Waiter> m_waiters;
    QTimer m_sweep;
    quint64 m_nextId = 0;
    bool m_released = false;
};

} // namespace pipit::log
