// SPDX-License-Identifier: GPL-3.0-or-later
// How late a thread comes to what is due: something is due ten times a second, and each time is looked how late it is.
// Thread rule: the thread that is looked at; reading() on any.
#pragma once

#include "core/histogram.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace pipit::ops {

class LoopLag : public QObject
{
    Q_OBJECT

public:
    explicit LoopLag(QObject *parent = nullptr);

    // Seconds.
    HistogramReading reading() const { return m_lag.reading(); }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::chrono::nanoseconds m_due;
    Histogram m_lag{latencyEdges};
};

} // namespace pipit::ops
