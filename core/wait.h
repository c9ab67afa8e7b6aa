// SPDX-License-Identifier: GPL-3.0-or-later
// For a coroutine: something comes, or a time is over, whichever is first.
//
// Not qCoro(timer, &QTimer::timeout): QCoro takes that private signal's argument for one that is there.
// Thread rule: one thread, with an event loop. It must outlive whoever waits on future(), as a variable of the coroutine does.
#pragma once

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <chrono>

namespace pipit {

class Wait
{
public:
    explicit Wait(std::chrono::milliseconds atMost)
    {
        m_promise.start();
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { finish(); });
        m_timer.start(atMost);
    }
    Wait(const Wait &) = delete;

    void come()
    {
        m_hasCome = true;
        finish();
    }
    bool hasCome() const { return m_hasCome; }

    QFuture<void> future() const { return m_promise.future(); }
    // Of connections that call come(): they end with this.
    QObject *context() { return &m_timer; }

private:
    void finish()
    {
        m_timer.stop();
        if (!m_promise.future().isFinished())
            m_promise.finish();
    }

    QTimer m_timer;
    QPromise<void> m_promise;
    bool m_hasCome = false;
};

} // namespace pipit
