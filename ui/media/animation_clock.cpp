// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/animation_clock.h"

#include <algorithm>

namespace pipit {

namespace {

constexpr qint64 tickInterval = 20; // ms

} // namespace

AnimationClock::AnimationClock()
{
    m_time.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
}

void AnimationClock::after(int ms, QObject *receiver, std::function<void()> step)
{
    // Up to the next whole tick: what moves at the same pace moves together.
    const qint64 at = (m_time.elapsed() + qMax(0, ms) + tickInterval - 1) / tickInterval * tickInterval;
    const auto place = std::ranges::find_if(m_due, [at](const Due &due) { return due.at <= at; });
    m_due.insert(place, {at, receiver, std::move(step)});
    schedule();
}

void AnimationClock::schedule()
{
    if (!m_due.empty())
        m_timer.start(int(qMax(qint64(0), m_due.back().at - m_time.elapsed())));
}

void AnimationClock::tick()
{
    const qint64 now = m_time.elapsed();
    std::vector<Due> due;
    while (!m_due.empty() && m_due.back().at <= now) {
        due.push_back(std::move(m_due.back()));
        m_due.pop_back();
    }
    schedule();
    for (const Due &one : due) {
        if (one.receiver)
            one.step();
    }
}

} // namespace pipit
