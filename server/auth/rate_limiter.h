// SPDX-License-Identifier: GPL-3.0-or-later
// How often each of many may do something: a bucket for each name that fills evenly and holds ten seconds' worth.
//
// At most 100,000 names are kept. Full buckets are forgotten: whoever has none has a full one. Where all are in use, the one
// that was used least lately of a few is: many names in a moment make it more generous, never larger.
// Thread rule: one thread.
#pragma once

#include <QByteArray>
#include <QHash>

#include <chrono>
#include <functional>
#include <optional>

namespace pipit::auth {

class RateLimiter
{
public:
    using Clock = std::chrono::steady_clock;

    explicit RateLimiter(int perSecond, std::function<Clock::time_point()> now = &Clock::now);

    // Nothing: it may, and it was counted. Else how long until it may.
    std::optional<std::chrono::milliseconds> take(const QByteArray &name);

    // As take(), without counting.
    std::optional<std::chrono::milliseconds> waitOf(const QByteArray &name) const;

    qsizetype size() const { return m_buckets.size(); }

private:
    struct Bucket {
        double level;
        Clock::time_point at;
    };

    double levelAt(const Bucket &bucket, Clock::time_point now) const;
    std::optional<std::chrono::milliseconds> waitAt(double level) const;
    void makeRoom(Clock::time_point now);

    const double m_perSecond;
    const double m_most;
    const std::function<Clock::time_point()> m_now;
    QHash<QByteArray, Bucket> m_buckets;
    Clock::time_point m_nextSweep{};
};

} // namespace pipit::auth
