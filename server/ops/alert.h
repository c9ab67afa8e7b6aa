// SPDX-License-Identifier: GPL-3.0-or-later
// One alert: a figure that is held against a limit, once a second.
//
// It is pending while the figure is beyond its limit, firing once it has been so for the rule's time, and quiet again when the figure has
// kept on the good side of `clear` for the same time: a figure that swings around its limit does not ring at every turn.
// What is judged of a gauge is its value, the worst where there are several; of a counter what all that are meant grow by in a second,
// of a histogram the quantile of all; the last two over the rule's window. Where there is no figure, nothing is beyond.
// Thread rule: the node's thread. Time is the caller's.
#pragma once

#include "server/metrics/selector.h"

#include <chrono>
#include <deque>
#include <optional>

namespace pipit::ops {

struct AlertRule {
    QString name;
    metrics::Selector of;
    double quantile = 0.99; // of a histogram
    bool isBelow = false;   // it fires below the limit, not above
    double limit = 0;
    double clear = 0;       // as the limit, or on its good side
    std::chrono::seconds hold{30};
    std::chrono::seconds window{60};
};

enum class AlertState { Quiet, Pending, Firing };

QLatin1StringView alertStateName(AlertState state);

class Alert
{
public:
    using Clock = std::chrono::steady_clock;

    explicit Alert(AlertRule rule) : m_configured(rule), m_rule(std::move(rule)) { }

    const AlertRule &rule() const { return m_rule; }
    // Where it ends keeps the distance that is configured, in proportion.
    void setLimit(double limit);
    AlertState state() const { return m_state; }
    // What was judged last; nothing where there was no figure.
    std::optional<double> value() const { return m_value; }

    // True: it has begun to fire, or has ended to.
    bool judge(const metrics::Families &figures, Clock::time_point now);

private:
    std::optional<double> measure(const metrics::Families &figures, Clock::time_point now);
    bool isBeyond(double limit) const { return m_value && (m_rule.isBelow ? *m_value < limit : *m_value > limit); }

    struct Seen {
        Clock::time_point at;
        double total;
        HistogramReading histogram;
    };

    const AlertRule m_configured;
    AlertRule m_rule;
    AlertState m_state = AlertState::Quiet;
    std::optional<double> m_value;
    std::optional<Clock::time_point> m_turnedAt; // since when it is on the other side than its state says
    std::deque<Seen> m_seen;                     // of the window, and the last before it
};

} // namespace pipit::ops
