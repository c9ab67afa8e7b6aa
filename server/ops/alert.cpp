// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/alert.h"

#include <algorithm>

namespace pipit::ops {

QLatin1StringView alertStateName(AlertState state)
{
    switch (state) {
    case AlertState::Quiet: return QLatin1StringView("quiet");
    case AlertState::Pending: return QLatin1StringView("pending");
    case AlertState::Firing: break;
    }
    return QLatin1StringView("firing");
}

void Alert::setLimit(double limit)
{
    const double clear = m_configured.limit != 0 ? m_configured.clear / m_configured.limit * limit : limit + m_configured.clear;
    m_rule.limit = limit;
    m_rule.clear = m_rule.isBelow ? std::max(clear, limit) : std::min(clear, limit);
}

bool Alert::judge(const metrics::Families &figures, Clock::time_point now)
{
    m_value = measure(figures, now);
    const bool isFiring = m_state == AlertState::Firing;
    const bool hasTurned = isFiring ? !isBeyond(m_rule.clear) : isBeyond(m_rule.limit);
    if (!hasTurned)
        m_turnedAt.reset();
    else if (!m_turnedAt)
        m_turnedAt = now;
    if (!hasTurned || now - *m_turnedAt < m_rule.hold) {
        if (!isFiring)
            m_state = hasTurned ? AlertState::Pending : AlertState::Quiet;
        return false;
    }
    m_turnedAt.reset();
    m_state = isFiring ? AlertState::Quiet : AlertState::Firing;
    return true;
}

std::optional<double> Alert::measure(const metrics::Families &figures, Clock::time_point now)
{
    const bool isHistogram = m_rule.of.metric->type == prometheus::MetricType::Histogram;
    if (!isHistogram && m_rule.of.metric->type != prometheus::MetricType::Counter) {
        const auto range = m_rule.of.range(figures);
        return range ? std::optional(m_rule.isBelow ? range->first : range->second) : std::nullopt;
    }
    const auto total = m_rule.of.value(figures);
    const auto histogram = m_rule.of.histogram(figures);
    if (!total || !histogram)
        return std::nullopt;
    m_seen.push_back({now, *total, *histogram});
    while (m_seen.size() > 2 && now - m_seen[1].at >= m_rule.window)
        m_seen.pop_front();
    const Seen &before = m_seen.front();
    if (isHistogram) {
        const HistogramReading news = histogram->since(before.histogram);
        return news.total() > 0 ? std::optional(news.quantile(m_rule.quantile)) : std::nullopt;
    }
    const double seconds = std::chrono::duration<double>(now - before.at).count();
    return seconds > 0 ? std::optional((*total - before.total) / seconds) : std::nullopt;
}

} // namespace pipit::ops
