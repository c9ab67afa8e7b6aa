// SPDX-License-Identifier: GPL-3.0-or-later
// Lets a long poll wait for the next message of its sessions.
//
// Thread rule: the node's thread. Bounded: wait() says so where too many wait.
#pragma once

#include "core/message.h"
#include "core/result.h"
#include "server/stream/stream_view.h"

#include <QFuture>
#include <QMultiHash>
#include <QObject>
#include <QPointer>
#include <QPromise>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <memory>
#include <unordered_map>
#include <vector>

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
        // True: one of the sessions has got a message; false: the time is over, or the node is stopping.
        const QFuture<bool> &arrived() const { return m_future; }

    private:
        friend class Arrivals;
        Wait(Arrivals *arrivals, quint64 id, QFuture<bool> future);

        QPointer<Arrivals> m_arrivals;
        quint64 m_id;
        QFuture<bool> m_future;
    };

    // Register first, then look whether there is one already: so none falls in between.
    Result<std::unique_ptr<Wait>> wait(const stream::SubscriptionPtr &sessions, std::chrono::milliseconds atMost);

    // Who waits, as the query wants it; in no order.
    std::vector<stream::StreamView> views(const stream::StreamQuery &query) const;
    std::size_t waiting() const { return m_waiters.size(); }

    // Ends every wait now, and every later one at once.
    void release();

private:
    struct Waiter {
        std::shared_ptr<QPromise<bool>> promise;
        stream::SubscriptionPtr sessions;
        qint64 sinceMs;
        std::chrono::steady_clock::time_point until;
    };

    void onCommitted(const QList<Message> &messages);
    void expire();
    void end(quint64 id, bool arrived);

    std::unordered_map<quint64, Waiter> m_waiters;
    QMultiHash<QString, quint64> m_bySession; // those who named their sessions
    QSet<quint64> m_ofAll;                    // the others
    QTimer m_sweep;
    quint64 m_nextId = 0;
    bool m_released = false;
};

} // namespace pipit::log
