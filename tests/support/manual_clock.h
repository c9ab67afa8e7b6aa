// SPDX-License-Identifier: GPL-3.0-or-later
// A clock that goes on when a test says so. Waits that are over then end through the event loop, as all do.
#pragma once

#include "core/clock.h"

#include <QHash>
#include <QPointer>

#include <utility>

namespace pipit::test {

class ManualClock : public Clock
{
public:
    std::chrono::steady_clock::time_point now() const override { return m_now; }

    void start(QTimer &timer, std::chrono::milliseconds wait) override
    {
        timer.start(std::chrono::hours(24)); // it waits, and its owner can see that
        m_waits.insert(&timer, {&timer, m_now + wait});
    }

    void advance(std::chrono::milliseconds time)
    {
        m_now += time;
        const auto waits = std::exchange(m_waits, {});
        for (auto it = waits.cbegin(); it != waits.cend(); ++it) {
            const auto &[timer, due] = *it;
            if (!timer || !timer->isActive())
                continue;
            if (due <= m_now)
                timer->start(0);
            else
                m_waits.insert(it.key(), *it);
        }
    }

private:
    std::chrono::steady_clock::time_point m_now = std::chrono::steady_clock::now();
    QHash<const QTimer *, std::pair<QPointer<QTimer>, std::chrono::steady_clock::time_point>> m_waits;
};

} // namespace pipit::test
