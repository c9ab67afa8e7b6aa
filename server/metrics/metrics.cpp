// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/metrics.h"

#include <QtLogging>

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

// Every combination of the labels' values; none where one of them is open.
std::vector<Labels> allLabelsOf(const Metric &metric)
{
    std::vector<Labels> all{{}};
    for (const MetricLabel &label : metric.labels) {
        std::vector<Labels> longer;
        for (const Labels &begun : all) {
            for (const std::string_view value : label.values) {
                longer.push_back(begun);
                longer.back().emplace(label.name, value);
            }
        }
        all = std::move(longer);
    }
    return all;
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

prometheus::Counter &Metrics::counter(std::string_view name, const Labels &labels)
{
    const Metric &metric = entryOf(name, labels);
    auto found = m_counters.find(name);
    if (found == m_counters.end()) {
        auto &family = prometheus::BuildCounter().Name(std::string(metric.name)).Help(std::string(metric.help)).Register(m_registry);
        for (const Labels &others : allLabelsOf(metric))
            family.Add(others);
        found = m_counters.emplace(metric.name, &family).first;
    }
    return found->second->Add(labels);
}

Histogram &Metrics::histogram(std::string_view name, const Labels &labels)
{
    const Metric &metric = entryOf(name, labels);
    for (const Labels &others : allLabelsOf(metric))
        m_histograms.try_emplace({std::string(name), others}, metric.edges);
    return m_histograms.try_emplace({std::string(name), labels}, metric.edges).first->second;
}

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
    for (const prometheus::MetricFamily &family : m_registry.Collect()) {
        for (const ClientMetric &metric : family.metric) {
            Labels labels;
            for (const ClientMetric::Label &label : metric.label)
                labels.emplace(label.name, label.value);
            answers.add(family.name, metric.counter.value, labels);
        }
    }
    for (const auto &[key, histogram] : m_histograms)
        answers.add(key.first, histogram.reading(), key.second);
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
