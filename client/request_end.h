// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a request, for the one coroutine that waits for it. It is resumed inside end(), so that a client that closes has ended
// everything when close() returns; QCoro's own way of waiting for a reply resumes later with newer versions, when the
// reply may be gone.
// Thread rule: one thread. Outlives whoever may call end().
#pragma once

#include <QNetworkReply>

#include <coroutine>
#include <utility>

namespace pipit {

class RequestEnd
{
public:
    void end()
    {
        m_hasEnded = true;
        if (const auto waiting = std::exchange(m_waiting, nullptr))
            waiting.resume(); // this may be gone afterwards
    }
    // Of a reply that has just been asked for.
    void follow(QNetworkReply *reply)
    {
        QObject::connect(reply, &QNetworkReply::finished, reply, [this] { end(); }, Qt::SingleShotConnection);
    }
    bool hasEnded() const { return m_hasEnded; }

    struct Awaiter {
        RequestEnd &ending;
        bool await_ready() const { return ending.m_hasEnded; }
        void await_suspend(std::coroutine_handle<> waiting) const { ending.m_waiting = waiting; }
        void await_resume() const { }
    };
    Awaiter operator co_await() { return Awaiter{*this}; }

private:
    bool m_hasEnded = false;
    std::coroutine_handle<> m_waiting;
};

} // namespace pipit
