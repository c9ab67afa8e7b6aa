// SPDX-License-Identifier: GPL-3.0-or-later
// Which figures are meant: `pipit_resume_total{result!="continued"}`, as in Prometheus (only = and !=).
// Thread rule: a value.
#pragma once

#include "core/result.h"
#include "server/metrics/metrics.h"

#include <QString>

namespace pipit::metrics {

struct Selector {
    const Metric *metric = nullptr; // of the table
    Labels labels = {};             // what a sample must have to fit
    Labels but = {};                // and must not have

    // Error: InvalidRequest, with what is wrong and the nearest name that there is.
    static Result<Selector> parse(const QString &text);
    QString text() const;

    bool fits(const Sample &sample) const;

    // The sum of the samples that fit. Nothing: there is none.
    std::optional<double> value(const Families &families) const;
    // The least of them, and the most.
    std::optional<std::pair<double, double>> range(const Families &families) const;
    std::optional<HistogramReading> histogram(const Families &families) const;
};

} // namespace pipit::metrics
