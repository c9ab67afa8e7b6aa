// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/figure_history.h"

#include "core/histogram.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr std::size_t minute = 60;
constexpr std::size_t edgesPerDoubling = 4;
// Between rows that are told; longer than this, and nothing is known of the time between.
constexpr qint64 gapMs = 15'000;
constexpr qint64 minuteGapMs = 150'000;
constexpr qint64 mostOfRowMs = 60'000; // what one counts

// What a total has grown by; a node that has started anew counts from nothing.
double growth(double before, double after)
{
    return after >= before ? after - before : after;
}

} // namespace

Result<Done> FigureHistory::takeHistory(const QJsonObject &history)
{
    auto rows = rowsIn(history);
    if (!rows)
        return Error{ErrorCode::Protocol, u"The node's figures cannot be read: its rows do not fit its fields."_s};
    for (Row &row : *rows) {
        if (row.atMs > lastMs())
            add(std::move(row));
    }
    return Done();
}

Result<Done> FigureHistory::takeDay(const QJsonObject &history)
{
    auto rows = rowsIn(history);
    if (!rows)
        return Error{ErrorCode::Protocol, u"The node's figures of the day cannot be read: its rows do not fit its fields."_s};
    // Before what is known by the second.
    Rows minutes;
    const qint64 until = m_seconds.empty() ? std::numeric_limits<qint64>::max() : m_seconds.front().atMs;
    for (Row &row : *rows) {
        if (row.atMs < until)
            minutes.push_back(std::move(row));
    }
    // A node that has started anew knows less than what was heard of it.
    const qint64 from = minutes.empty() ? until : minutes.front().atMs;
    minutes.insert(minutes.begin(), std::make_move_iterator(m_minutes.begin()), std::make_move_iterator(std::ranges::lower_bound(m_minutes, from, {}, &Row::atMs)));
    if (minutes.size() > minutesKept)
        minutes.erase(minutes.begin(), minutes.end() - minutesKept);
    m_minutes = std::move(minutes);
    return Done();
}

void FigureHistory::takeSnapshot(const QJsonObject &snapshot)
{
    auto row = rowOf(snapshot.value(u"row").toArray(), snapshot.value(u"wire").toArray());
    if (!row)
        return;
    // Its clock was set back: time goes on from there.
    if (row->atMs < lastMs() - gapMs) {
        for (Rows *rows : {&m_seconds, &m_minutes})
            rows->erase(std::ranges::lower_bound(*rows, row->atMs, {}, &Row::atMs), rows->end());
    }
    if (row->atMs > lastMs())
        add(std::move(*row));
}

void FigureHistory::clear()
{
    *this = FigureHistory();
}

std::optional<std::vector<FigureHistory::Row>> FigureHistory::rowsIn(const QJsonObject &history)
{
    QStringList fields;
    const QJsonArray names = history.value(u"fields").toArray();
    for (const QJsonValue name : names)
        fields << name.toString();
    if (fields.value(0) != u"atMs")
        return std::nullopt;
    std::vector<double> edges;
    const QJsonArray edgesMs = history.value(u"edgesMs").toArray();
    for (const QJsonValue edge : edgesMs)
        edges.push_back(edge.toDouble());
    if (edges.empty() || edges.size() > 255 || !std::ranges::is_sorted(edges))
        return std::nullopt;
    if (fields != m_fields || edges != m_edgesMs) { // another version of the node: what was before means something else
        clear();
        m_fields = fields;
        m_edgesMs = std::move(edges);
        for (int i = 0; i < int(m_fields.size()); ++i)
            m_places.insert(m_fields[i], i - 1); // the time stands apart
    }
    const QJsonArray rows = history.value(u"rows").toArray(), wire = history.value(u"wire").toArray();
    std::vector<Row> read;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (auto row = rowOf(rows[i].toArray(), wire[i].toArray()))
            read.push_back(std::move(*row));
        else
            return std::nullopt;
    }
    return read;
}

std::optional<FigureHistory::Row> FigureHistory::rowOf(const QJsonArray &row, const QJsonArray &wire) const
{
    if (row.size() != m_fields.size() || row.isEmpty())
        return std::nullopt;
    Row read{.atMs = row[0].toInteger()};
    read.values.reserve(std::size_t(row.size() - 1));
    for (qsizetype i = 1; i < row.size(); ++i)
        read.values.push_back(row[i].toDouble());
    for (const QJsonValue value : wire) {
        const QJsonArray pair = value.toArray();
        const int edge = pair[0].toInt(-1);
        if (edge < 0 || std::size_t(edge) > m_edgesMs.size())
            return std::nullopt;
        read.wire.emplace_back(std::uint8_t(edge), std::uint32_t(pair[1].toInteger()));
    }
    return read;
}

void FigureHistory::add(Row row)
{
    m_seconds.push_back(std::move(row));
    // By time too: what a node tells of the time before it was asked stands further apart.
    while (m_seconds.size() >= secondsKept + minute || m_seconds.back().atMs - m_seconds.front().atMs >= qint64(secondsKept + minute) * 1'000) {
        const auto after = std::ranges::upper_bound(m_seconds, m_seconds.front().atMs + qint64(minute) * 1'000 - 1, {}, &Row::atMs);
        minuteOf(std::min(std::size_t(after - m_seconds.begin()), m_seconds.size() - 1));
    }
}

// The oldest seconds become one row: the last of them, with everything that was sent in them.
void FigureHistory::minuteOf(std::size_t count)
{
    std::vector<std::uint32_t> wire(m_edgesMs.size() + 1);
    for (std::size_t i = 0; i < count; ++i) {
        for (const auto &[edge, times] : m_seconds[i].wire)
            wire[edge] += times;
    }
    Row joined = std::move(m_seconds[count - 1]);
    joined.wire.clear();
    for (std::size_t edge = 0; edge < wire.size(); ++edge) {
        if (wire[edge] > 0)
            joined.wire.emplace_back(std::uint8_t(edge), wire[edge]);
    }
    m_seconds.erase(m_seconds.begin(), m_seconds.begin() + std::ptrdiff_t(count));
    m_minutes.push_back(std::move(joined));
    if (m_minutes.size() > minutesKept)
        m_minutes.pop_front();
}

qint64 FigureHistory::firstMs() const
{
    return !m_minutes.empty() ? m_minutes.front().atMs : m_seconds.empty() ? 0 : m_seconds.front().atMs;
}

const FigureHistory::Row *FigureHistory::lastUntil(qint64 timeMs) const
{
    for (const Rows *rows : {&m_seconds, &m_minutes}) {
        const auto after = std::ranges::upper_bound(*rows, timeMs, {}, &Row::atMs);
        if (after != rows->begin())
            return &*std::prev(after);
    }
    return nullptr;
}

template<typename Use>
void FigureHistory::forEach(qint64 fromMs, qint64 toMs, Use use) const
{
    for (const Rows *rows : {&m_minutes, &m_seconds}) {
        for (auto row = std::ranges::upper_bound(*rows, fromMs, {}, &Row::atMs); row != rows->end() && row->atMs <= toMs; ++row)
            use(*row);
    }
}

void FigureHistory::visit(qint64 fromMs, qint64 toMs, const std::function<void(qint64 atMs, const std::vector<double> &values)> &use) const
{
    forEach(fromMs - 1, toMs, [&](const Row &row) { use(row.atMs, row.values); });
}

std::optional<double> FigureHistory::latest(const QString &field) const
{
    const int place = placeOf(field);
    return m_seconds.empty() || place < 0 ? std::nullopt : std::optional(m_seconds.back().values[std::size_t(place)]);
}

std::optional<double> FigureHistory::rate(const QString &total, int seconds, qint64 untilMs) const
{
    const Row *last = lastUntil(untilMs);
    if (!last || placeOf(total) < 0)
        return std::nullopt;
    const Row *before = lastUntil(last->atMs - qint64(seconds) * 1000 + 500); // rows are never quite a second apart
    if (!before)
        before = !m_minutes.empty() ? &m_minutes.front() : &m_seconds.front();
    if (before == last)
        before = lastUntil(last->atMs - 1);
    if (!before || before == last)
        return std::nullopt;
    return counted(total, before->atMs, last->atMs) * 1000 / double(last->atMs - before->atMs);
}

double FigureHistory::counted(const QString &total, qint64 fromMs, qint64 toMs) const
{
    const int place = placeOf(total);
    const Row *before = lastUntil(fromMs);
    if (place < 0)
        return 0;
    double sum = 0;
    forEach(fromMs, toMs, [&](const Row &row) {
        if (before)
            sum += growth(before->values[std::size_t(place)], row.values[std::size_t(place)]);
        before = &row;
    });
    return sum;
}

double FigureHistory::quantile(const std::vector<std::uint64_t> &counts, double share) const
{
    return HistogramReading{.edges = m_edgesMs, .counts = counts, .sum = 0}.quantile(share);
}

std::optional<double> FigureHistory::percentile(double share, qint64 fromMs, qint64 toMs) const
{
    std::vector<std::uint64_t> counts(m_edgesMs.size() + 1);
    bool hasAny = false;
    forEach(fromMs, toMs, [&](const Row &row) {
        for (const auto &[edge, times] : row.wire) {
            counts[edge] += times;
            hasAny = true;
        }
    });
    return hasAny ? std::optional(quantile(counts, share)) : std::nullopt;
}

std::optional<double> FigureHistory::at(const Curve &curve, qint64 timeMs, qint64 widthMs) const
{
    const Row *row = lastUntil(timeMs);
    if (!row || timeMs - row->atMs > std::max(gapMs, widthMs))
        return std::nullopt;
    if (curve.kind == Curve::Kind::Percentile) {
        const auto value = percentile(curve.share, timeMs - std::max<qint64>(widthMs, 1'000), timeMs);
        return value ? std::optional(*value * curve.factor) : std::nullopt;
    }
    const int place = placeOf(curve.field);
    if (place < 0)
        return std::nullopt;
    if (curve.kind == Curve::Kind::Value)
        return row->values[std::size_t(place)] * curve.factor;
    const Row *before = lastUntil(row->atMs - 1);
    return before ? std::optional(growth(before->values[std::size_t(place)], row->values[std::size_t(place)]) * 1000 / double(row->atMs - before->atMs) * curve.factor) : std::nullopt;
}

QList<QList<QPointF>> FigureHistory::lines(const Curve &curve, qint64 fromMs, qint64 toMs, int columns) const
{
    QList<QList<QPointF>> lines;
    const int place = placeOf(curve.field);
    if (toMs <= fromMs || columns < 1 || (curve.kind != Curve::Kind::Percentile && place < 0))
        return lines;
    const bool isPercentile = curve.kind == Curve::Kind::Percentile;
    struct Column {
        std::optional<qint64> place = {};
        QPointF least, greatest;
        qint64 lastMs = 0;
        std::vector<std::uint64_t> counts;
        std::vector<std::uint8_t> used; // edges of counts that are not 0
    } column;
    column.counts.resize(isPercentile ? m_edgesMs.size() + 1 : 0);
    const auto finish = [&] {
        if (!column.place)
            return;
        if (isPercentile) {
            if (!column.used.empty()) {
                if (!lines.back().isEmpty() && double(column.lastMs) - lines.back().last().x() > double(std::max(gapMs, 3 * (toMs - fromMs) / columns)))
                    lines.emplaceBack(); // nothing was sent for a while
                lines.back().append({double(column.lastMs), quantile(column.counts, curve.share) * curve.factor});
            }
            for (const std::uint8_t edge : column.used)
                column.counts[edge] = 0;
            column.used.clear();
        } else {
            const auto [first, second] = column.least.x() <= column.greatest.x() ? std::pair(column.least, column.greatest) : std::pair(column.greatest, column.least);
            lines.back().append(first);
            if (second != first)
                lines.back().append(second);
        }
        column.place.reset();
    };
    const Row *before = nullptr;
    // The row before the first, so that the line comes in from the edge.
    const Row *left = lastUntil(fromMs);
    forEach(left ? left->atMs - 1 : fromMs, toMs, [&](const Row &row) {
        const bool isMinute = m_seconds.empty() || (before ? *before : row).atMs < m_seconds.front().atMs;
        const bool hasGap = before && row.atMs - before->atMs > (isMinute ? minuteGapMs : gapMs);
        const Row *const previous = std::exchange(before, &row);
        if (hasGap || lines.isEmpty()) {
            finish();
            lines.emplaceBack();
        }
        const qint64 at = row.atMs < fromMs ? -1 : (row.atMs - fromMs) * columns / (toMs - fromMs);
        if (at != column.place)
            finish();
        if (isPercentile) {
            for (const auto &[edge, times] : row.wire) {
                if (column.counts[edge] == 0)
                    column.used.push_back(edge);
                column.counts[edge] += times;
            }
            column.place = at;
            column.lastMs = row.atMs;
            return;
        }
        double value = row.values[std::size_t(place)];
        if (curve.kind == Curve::Kind::Rate) {
            if (!previous || hasGap)
                return; // nothing to compare it with
            value = growth(previous->values[std::size_t(place)], value) * 1000 / double(row.atMs - previous->atMs);
        }
        const QPointF point(double(row.atMs), value * curve.factor);
        if (!column.place) {
            column.place = at;
            column.least = column.greatest = point;
        } else if (point.y() < column.least.y()) {
            column.least = point;
        } else if (point.y() > column.greatest.y()) {
            column.greatest = point;
        }
    });
    finish();
    lines.removeIf([](const QList<QPointF> &line) { return line.isEmpty(); });
    return lines;
}

FigureHistory::Heat FigureHistory::heat(qint64 fromMs, qint64 toMs, int columns) const
{
    Heat heat;
    if (toMs <= fromMs || columns < 1 || m_edgesMs.empty())
        return heat;
    for (std::size_t i = 0; i < m_edgesMs.size(); i += edgesPerDoubling)
        heat.edgesMs << m_edgesMs[std::min(i + edgesPerDoubling, m_edgesMs.size()) - 1];
    heat.edgesMs << std::numeric_limits<double>::infinity();
    heat.columns.assign(std::size_t(columns), std::vector<std::uint32_t>(std::size_t(heat.edgesMs.size())));
    const Row *before = lastUntil(fromMs);
    forEach(fromMs, toMs, [&](const Row &row) {
        // It counts what was sent before it: it stands in the middle of that time, where a moment more or less is the same column.
        const Row *const previous = std::exchange(before, &row);
        const qint64 since = previous ? std::min(row.atMs - previous->atMs, mostOfRowMs) : 1'000;
        const qint64 at = row.atMs - since / 2 - fromMs;
        if (at < 0)
            return;
        auto &column = heat.columns[std::size_t(std::min<qint64>(at * columns / (toMs - fromMs), columns - 1))];
        for (const auto &[edge, times] : row.wire) {
            std::uint32_t &cell = column[edge >= m_edgesMs.size() ? std::size_t(heat.edgesMs.size() - 1) : edge / edgesPerDoubling];
            cell += times;
            heat.most = std::max(heat.most, cell);
        }
    });
    return heat;
}

} // namespace pipit
