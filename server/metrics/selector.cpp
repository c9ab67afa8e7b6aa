// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/selector.h"

#include "core/text_limits.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::metrics {

namespace {

template<typename Range>
QString listOf(const Range &names)
{
    QStringList list;
    for (const std::string_view name : names)
        list << QString::fromUtf8(name);
    return list.join(u", "_s);
}

Error wrong(const QString &message)
{
    return {ErrorCode::InvalidRequest, message};
}

} // namespace

Result<Selector> Selector::parse(const QString &text)
{
    static const QRegularExpression whole(u"^\\s*([A-Za-z_]\\w*)\\s*(?:\\{(.*)\\})?\\s*$"_s);
    static const QRegularExpression pair(u"^\\s*([A-Za-z_]\\w*)\\s*(!?=)\\s*\"([^\"]*)\"\\s*$"_s);
    const auto match = whole.match(text);
    if (!match.hasMatch())
        return wrong(u"%1 is no metric: write NAME or NAME{label=\"value\"}."_s.arg(forEcho(text)));
    Selector selector{.metric = findMetric(match.captured(1).toStdString())};
    if (!selector.metric)
        return wrong(u"There is no metric %1; docs/metrics.md lists them."_s.arg(forEcho(match.captured(1))));
    const QString inside = match.captured(2).trimmed();
    for (const QString &part : inside.isEmpty() ? QStringList() : inside.split(u',')) {
        const auto found = pair.match(part);
        if (!found.hasMatch())
            return wrong(u"%1 is no label of a metric: write label=\"value\" or label!=\"value\"."_s.arg(forEcho(part)));
        const std::string name = found.captured(1).toStdString(), value = found.captured(3).toStdString();
        const auto label = std::ranges::find(selector.metric->labels, name, &MetricLabel::name);
        if (label == selector.metric->labels.end()) {
            std::vector<std::string_view> names;
            for (const MetricLabel &known : selector.metric->labels)
                names.push_back(known.name);
            return wrong(u"%1 has no label %2%3."_s.arg(QString::fromUtf8(selector.metric->name), forEcho(found.captured(1)), names.empty() ? u", and no other"_s : QString(u"; it has: "_s + listOf(names))));
        }
        if (!label->values.empty() && !std::ranges::count(label->values, value))
            return wrong(u"The label %1 of %2 is never %3; it may be: %4."_s.arg(QString::fromUtf8(label->name), QString::fromUtf8(selector.metric->name), forEcho(found.captured(3)), listOf(label->values)));
        if (selector.labels.contains(name) || selector.but.contains(name))
            return wrong(u"The label %1 stands twice in %2; name it once."_s.arg(forEcho(found.captured(1)), forEcho(text)));
        (found.captured(2) == u"=" ? selector.labels : selector.but).insert_or_assign(name, value);
    }
    return selector;
}

QString Selector::text() const
{
    QStringList pairs;
    for (const auto &[list, sign] : {std::pair(&labels, u"="_s), std::pair(&but, u"!="_s)}) {
        for (const auto &[name, value] : *list)
            pairs << QString::fromUtf8(name) + sign + u'"' + QString::fromUtf8(value) + u'"';
    }
    return QString::fromUtf8(metric->name) + (pairs.isEmpty() ? QString() : u'{' + pairs.join(u',') + u'}');
}

bool Selector::fits(const Sample &sample) const
{
    const auto has = [&sample](const auto &label) {
        const auto found = sample.labels.find(label.first);
        return found != sample.labels.end() && found->second == label.second;
    };
    return std::ranges::all_of(labels, has) && std::ranges::none_of(but, has);
}

std::optional<double> Selector::value(const Families &families) const
{
    std::optional<double> sum;
    for (const Sample &sample : familyOf(families, metric->name).samples) {
        if (fits(sample))
            sum = sum.value_or(0) + sample.value;
    }
    return sum;
}

std::optional<std::pair<double, double>> Selector::range(const Families &families) const
{
    std::optional<std::pair<double, double>> range;
    for (const Sample &sample : familyOf(families, metric->name).samples) {
        if (fits(sample))
            range = {std::min(range ? range->first : sample.value, sample.value), std::max(range ? range->second : sample.value, sample.value)};
    }
    return range;
}

std::optional<HistogramReading> Selector::histogram(const Families &families) const
{
    std::optional<HistogramReading> all;
    for (const Sample &sample : familyOf(families, metric->name).samples) {
        if (!fits(sample))
            continue;
        if (!all)
            all.emplace();
        *all += sample.histogram;
    }
    return all;
}

} // namespace pipit::metrics
