// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/metrics.h"

#include <QtGlobal>

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace pipit::metrics {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricType;

// The entry in the table, once it is sure that it has these labels.
const Metric &entryOf(std::string_view name, const Labels &labels)
{
    const Metric *metric = findMetric(name);
    if (!metric)
        qFatal("There is no metric %s; server/metrics/metric_table.cpp lists them.", std::string(name).c_str());
    if (labels.size() != metric->labels.size())
        qFatal("The metric %s has %zu labels, not %zu.", metric->name.data(), metric->labels.size(), labels.size());
    for (const auto &[label, value] : labels) {
        const auto found = std::ranges::find(metric->labels, label, &MetricLabel::name);
        if (found == metric->labels.end() || (!found->values.empty() && std::ranges::find(found->values, value) == found->values.end()))
            qFatal("The metric %s has no label %s=\"%s\".", metric->name.data(), label.c_str(), value.c_str());
    }
    return *metric;
}

ClientMetric asPrometheus(MetricType type, const Sample &sample)
{
    ClientMetric metric;
    for (const auto &[name, value] : sample.labels)
        metric.label.push_back({name, value});
    switch (type) {
    case MetricType::Counter: metric.counter.value = sample.value; break;
    case MetricType::Untyped: metric.untyped.value = sample.value; break;
    case MetricType::Histogram: {
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < sample.histogram.edges.size(); ++i) {
            below += sample.histogram.counts[i];
            metric.histogram.bucket.push_back({below, sample.histogram.edges[i]});
        }
        metric.histogram.sample_count = sample.histogram.total();
        metric.histogram.sample_sum = sample.histogram.sum;
        break;
    }
    default: metric.gauge.value = sample.value;
    }
    return metric;
}

std::size_t placeOf(const Metric &metric)
{
    return std::size_t(&metric - metricTable().data());
}

} // namespace

void Metrics::Answers::add(std::string_view name, double value, const Labels &labels)
{
    m_families[placeOf(entryOf(name, labels))].samples.push_back({.labels = labels, .value = value});
}

void Metrics::Answers::add(std::string_view name, const HistogramReading &reading, const Labels &labels)
{
    m_families[placeOf(entryOf(name, labels))].samples.push_back({.labels = labels, .histogram = reading});
}

Families Metrics::collect() const
{
    Answers answers;
    for (const Metric &metric : metricTable())
        answers.m_families.push_back({.metric = &metric});
    for (const Source &source : m_sources)
        source(answers);
    return std::move(answers.m_families);
}

const Family &familyOf(const Families &families, std::string_view name)
{
    const Metric *metric = findMetric(name);
    if (!metric)
        qFatal("There is no metric %s.", std::string(name).c_str());
    return families[placeOf(*metric)];
}

std::string prometheusText(const Families &families)
{
    std::vector<prometheus::MetricFamily> all;
    for (const Family &family : families) {
        if (family.samples.empty())
            continue;
        prometheus::MetricFamily &told = all.emplace_back();
        told.name = family.metric->name;
        told.help = family.metric->help;
        told.type = family.metric->type;
        for (const Sample &sample : family.samples)
            told.metric.push_back(asPrometheus(told.type, sample));
    }
    return prometheus::TextSerializer().Serialize(all);
}

} // namespace pipit::metrics
