// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/loop_lag.h"

namespace pipit::ops {

namespace {

constexpr std::chrono::milliseconds lookEvery{100};

}

LoopLag::LoopLag(QObject *parent) : QObject(parent), m_due(lookEvery)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true); // each from when the last one came: a long stop counts once
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const std::chrono::nanoseconds now(m_clock.nsecsElapsed());
        m_lag.record(std::max<std::chrono::nanoseconds>(now - m_due, {}));
        m_due = now + lookEvery;
        m_timer.start(lookEvery);
    });
    m_clock.start();
    m_timer.start(lookEvery);
}

} // namespace pipit::ops
