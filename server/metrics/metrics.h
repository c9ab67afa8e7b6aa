// SPDX-License-Identifier: GPL-3.0-or-later
// The node's registry of figures: every part counts its own, and is asked for them when somebody wants to know.
//
// So counting costs what a plain number costs, and there is one place for each figure. A name or a label that the table does
// not have is a fault of the program and stops it.
// Thread rule: the node's thread.
#pragma once

#include "core/histogram.h"
#include "server/metrics/metric_table.h"

#include <prometheus/labels.h>

#include <functional>
#include <string>
#include <vector>

namespace pipit::metrics {

using prometheus::Labels;

struct Sample {
    Labels labels = {};
    double value = 0;
    HistogramReading histogram = {}; // instead of a value, where the metric is one
};

struct Family {
    const Metric *metric;
    std::vector<Sample> samples = {};
};

// Figures at one moment: every metric of the table in its order, also those that nobody has a figure for.
using Families = std::vector<Family>;

const Family &familyOf(const Families &families, std::string_view name);

class Metrics
{
public:
    // Takes what a source is asked for.
    class Answers
    {
    public:
        void add(std::string_view name, double value, const Labels &labels = {});
        void add(std::string_view name, const HistogramReading &reading, const Labels &labels = {});

    private:
        friend class Metrics;
        Families m_families;
    };
    using Source = std::function<void(Answers &)>;
    void addSource(Source source) { m_sources.push_back(std::move(source)); }

    Families collect() const;

private:
    std::vector<Source> m_sources;
};

// As Prometheus reads it; without what nobody has a figure for.
std::string prometheusText(const Families &families);

} // namespace pipit::metrics
