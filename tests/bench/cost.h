// SPDX-License-Identifier: GPL-3.0-or-later
// What work costs this process: time, memory, and how single times are spread. Only Linux tells of memory; elsewhere it is 0.
#pragma once

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <vector>

namespace pipit::bench {

inline double megabytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * 4096 / 1e6;
}

double msOf(auto work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return double(clock.nsecsElapsed()) / 1e6;
}

inline double quantile(std::vector<double> values, double q)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[std::min(values.size() - 1, std::size_t(q * double(values.size())))];
}

} // namespace pipit::bench
