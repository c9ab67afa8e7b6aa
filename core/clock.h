// SPDX-License-Identifier: GPL-3.0-or-later
// What time it is, and the waits between attempts: a seam, so that an hour without a network does not take an hour to test.
//
// A timer whose wait is begun here stays the caller's: it is connected, stopped and asked as any other.
// Thread rule: the timer's thread.
#pragma once

#include <QTimer>

#include <chrono>

namespace pipit {

class Clock
{
public:
    virtual ~Clock() = default;
    virtual std::chrono::steady_clock::time_point now() const { return std::chrono::steady_clock::now(); }
    virtual void start(QTimer &timer, std::chrono::milliseconds wait) { timer.start(wait); }

    static Clock &system()
    {
        static Clock clock;
        return clock;
    }
};

} // namespace pipit
