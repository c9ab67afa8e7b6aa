// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/charts/ticks.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace pipit {

namespace {

constexpr qint64 second = 1'000, minuteMs = 60 * second, hourMs = 60 * minuteMs;
constexpr qint64 timeSteps[] = {second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second, minuteMs, 2 * minuteMs, 5 * minuteMs, 10 * minuteMs, 15 * minuteMs, 30 * minuteMs, hourMs, 2 * hourMs, 3 * hourMs, 4 * hourMs, 6 * hourMs, 12 * hourMs};

} // namespace

QList<double> valueTicks(double most, int count)
{
    if (!(most > 0) || !std::isfinite(most))
        most = 1;
    const double rough = most / std::max(1, count - 1);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    double step = power * 10;
    for (const double times : {1.0, 2.0, 5.0}) {
        if (power * times >= rough * 0.999) {
            step = power * times;
            break;
        }
    }
    QList<double> ticks;
    for (int i = 0; ticks.isEmpty() || ticks.last() < most * 0.999; ++i)
        ticks << i * step;
    return ticks;
}

QList<qint64> timeTicks(qint64 fromMs, qint64 toMs, int count)
{
    QList<qint64> ticks;
    if (toMs <= fromMs || count < 1)
        return ticks;
    qint64 step = timeSteps[std::size(timeSteps) - 1];
    for (const qint64 candidate : timeSteps) {
        if ((toMs - fromMs) / candidate <= count) {
            step = candidate;
            break;
        }
    }
    const qint64 offset = qint64(QDateTime::fromMSecsSinceEpoch(toMs).offsetFromUtc()) * second;
    for (qint64 at = ((fromMs + offset + step - 1) / step) * step - offset; at <= toMs; at += step)
        ticks << at;
    return ticks;
}

QString timeLabel(qint64 timeMs, qint64 stepMs)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs).toString(stepMs < minuteMs ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

QString shortNumber(double value)
{
    const QLocale locale;
    const double size = std::abs(value);
    // Three figures are enough to tell two lines of a grid apart.
    const auto shown = [&locale](double number) -> QString {
        if (number != 0 && std::abs(number) < 0.1)
            return locale.toString(number, 'g', 2);
        return locale.toString(number, 'f', std::abs(number) >= 100 || number == std::floor(number) ? 0 : std::abs(number) >= 10 ? 1 : 2);
    };
    if (size >= 1e9)
        return shown(value / 1e9) + QStringLiteral(" G");
    if (size >= 1e6)
        return shown(value / 1e6) + QStringLiteral(" M");
    if (size >= 1e4)
        return shown(value / 1e3) + QStringLiteral(" k");
    return shown(value);
}

} // namespace pipit
