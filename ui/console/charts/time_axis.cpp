// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/charts/time_axis.h"

#include <algorithm>

namespace pipit {

void TimeAxis::setNow(qint64 nowMs)
{
    m_nowMs = nowMs;
    if (!m_isLive || m_endMs == nowMs)
        return;
    m_endMs = nowMs;
    Q_EMIT changed();
}

void TimeAxis::setSpan(qint64 spanMs)
{
    m_spanMs = std::clamp(spanMs, leastSpanMs, mostSpanMs);
    Q_EMIT changed();
}

void TimeAxis::setPaused(bool isPaused)
{
    if (m_isLive != isPaused)
        return;
    m_isLive = !isPaused;
    if (m_isLive)
        m_endMs = m_nowMs;
    Q_EMIT changed();
}

void TimeAxis::showRange(qint64 fromMs, qint64 toMs)
{
    hold(std::min(fromMs, toMs), std::max(fromMs, toMs));
}

void TimeAxis::zoom(double factor, qint64 aroundMs)
{
    const auto span = qint64(double(m_spanMs) * factor);
    if (m_isLive && aroundMs >= m_endMs)
        return setSpan(span);
    hold(aroundMs - qint64(double(aroundMs - fromMs()) * factor), aroundMs + qint64(double(m_endMs - aroundMs) * factor));
}

void TimeAxis::move(qint64 byMs)
{
    hold(fromMs() + byMs, m_endMs + byMs);
}

// What reaches to the newest figure goes along with it.
void TimeAxis::hold(qint64 fromMs, qint64 toMs)
{
    m_spanMs = std::clamp(toMs - fromMs, leastSpanMs, mostSpanMs);
    m_isLive = toMs >= m_nowMs;
    m_endMs = m_isLive ? m_nowMs : toMs;
    Q_EMIT changed();
}

void TimeAxis::setCrosshair(std::optional<qint64> timeMs)
{
    if (m_crosshairMs == timeMs)
        return;
    m_crosshairMs = timeMs;
    Q_EMIT crosshairChanged();
}

} // namespace pipit
