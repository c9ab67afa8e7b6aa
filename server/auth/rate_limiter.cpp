// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/rate_limiter.h"

#include <algorithm>

namespace pipit::auth {

namespace {

constexpr double secondsHeld = 10;
constexpr qsizetype namesAtMost = 100'000;
constexpr std::chrono::seconds fullSweepTime{1};

} // namespace

RateLimiter::RateLimiter(int perSecond, std::function<Clock::time_point()> now) : m_perSecond(perSecond), m_most(perSecond * secondsHeld), m_now(std::move(now))
{
}

std::optional<std::chrono::milliseconds> RateLimiter::take(const QByteArray &name)
{
    const auto now = m_now();
    auto found = m_buckets.find(name);
    if (found == m_buckets.end()) {
        if (m_buckets.size() >= namesAtMost)
            makeRoom(now);
        found = m_buckets.insert(name, {m_most, now});
    }
    const double level = levelAt(*found, now);
    const auto wait = waitAt(level);
    *found = {wait ? level : level - 1, now};
    return wait;
}

std::optional<std::chrono::milliseconds> RateLimiter::waitOf(const QByteArray &name) const
{
    const auto found = m_buckets.constFind(name);
    return found == m_buckets.cend() ? std::nullopt : waitAt(levelAt(*found, m_now()));
}

std::optional<std::chrono::milliseconds> RateLimiter::waitAt(double level) const
{
    if (level >= 1)
        return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>((1 - level) / m_perSecond));
}

double RateLimiter::levelAt(const Bucket &bucket, Clock::time_point now) const
{
    return std::min(m_most, bucket.level + std::chrono::duration<double>(now - bucket.at).count() * m_perSecond);
}

void RateLimiter::makeRoom(Clock::time_point now)
{
    // Not at each time: where none is full, a look at all of them finds nothing.
    if (now >= m_nextSweep) {
        m_nextSweep = now + fullSweepTime;
        m_buckets.removeIf([&](QHash<QByteArray, Bucket>::iterator bucket) { return levelAt(*bucket, now) >= m_most; });
    }
    if (m_buckets.size() < namesAtMost)
        return;
    auto oldest = m_buckets.begin();
    auto one = oldest;
    for (int i = 0; i < 8 && ++one != m_buckets.end(); ++i) {
        if (one->at < oldest->at)
            oldest = one;
    }
    m_buckets.erase(oldest);
}

} // namespace pipit::auth
