// SPDX-License-Identifier: GPL-3.0-or-later
// Every figure that a node exports: one closed table, which `/metrics`, docs/metrics.md, alerts and the dashboard are held against.
//
// A label has a closed list of values, or values that the configuration bounds; so there is no figure that grows with users,
// sessions or messages.
// Thread rule: constant.
#pragma once

#include <prometheus/metric_type.h>

#include <string>
#include <string_view>
#include <vector>

namespace pipit::metrics {

struct MetricLabel {
    std::string_view name;
    // Empty: as many as `bound` says.
    std::vector<std::string_view> values = {};
    std::string_view bound = {};
};

struct Metric {
    std::string_view name;
    prometheus::MetricType type;
    std::string_view help; // a sentence without its full stop
    std::vector<MetricLabel> labels = {};
};

// In the order in which they are shown.
const std::vector<Metric> &metricTable();

// Null: there is none of this name.
const Metric *findMetric(std::string_view name);

} // namespace pipit::metrics
