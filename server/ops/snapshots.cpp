// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/snapshots.h"

#include "server/stream/close_reason.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <map>

namespace pipit::ops {

namespace {

using Kind = SnapshotField::Kind;

constexpr std::chrono::seconds every{1};
constexpr std::size_t hour = 3'600;
constexpr std::size_t minute = 60;
constexpr std::size_t day = 24 * 60; // of minutes
constexpr std::size_t toldAsOne = 5;
constexpr std::size_t toldSingly = 300; // of the newest

double valueOf(const metrics::Families &now, const metrics::Families &before, const SnapshotField &field)
{
    if (field.kind != Kind::Quantile)
        return field.of.value(now).value_or(0);
    const HistogramReading reading = field.of.histogram(now).value_or(HistogramReading());
    return (before.empty() ? reading : reading.since(field.of.histogram(before).value_or(HistogramReading()))).quantile(field.share) * 1000;
}

SnapshotField field(std::string_view name, Kind kind, const char *of, double share = 0)
{
    return {name, kind, *metrics::Selector::parse(QString::fromLatin1(of)), share};
}

// Places of non-zero counts, in order.
std::vector<std::pair<std::uint8_t, std::uint32_t>> countsOf(const HistogramReading &reading)
{
    std::vector<std::pair<std::uint8_t, std::uint32_t>> counts;
    for (std::size_t i = 0; i < reading.counts.size(); ++i) {
        if (reading.counts[i] > 0)
            counts.emplace_back(std::uint8_t(i), std::uint32_t(reading.counts[i]));
    }
    return counts;
}
static_assert(latencyEdges.size() < 256);

void appendNumber(QByteArray &json, double value)
{
    json += value == std::floor(value) ? QByteArray::number(qint64(value)) : QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

// closedClientGone, of client_gone: one for each reason of the list.
std::string_view closedName(std::string_view reason)
{
    static std::deque<std::string> names; // each asked for once
    std::string name = "closed";
    bool isFirst = true;
    for (const char c : reason) {
        if (c != '_')
            name += isFirst ? char(c - 'a' + 'A') : c;
        isFirst = c == '_';
    }
    return names.emplace_back(std::move(name));
}

} // namespace

const std::vector<SnapshotField> &snapshotFields()
{
    static const std::vector<SnapshotField> fields = [] {
        std::vector<SnapshotField> all{
            field("open", Kind::Now, "sse_connections_total"),
            field("replaying", Kind::Now, "pipit_connections{state=\"replaying\"}"),
            field("polling", Kind::Now, "pipit_connections{transport=\"poll\"}"),
            field("blocked", Kind::Now, "pipit_streams_blocked"),
            field("queueBytes", Kind::Now, "pipit_stream_queue_bytes"),
            field("opened", Kind::Total, "pipit_streams_opened_total"),
            field("closed", Kind::Total, "pipit_streams_closed_total"),
            field("slow", Kind::Total, "pipit_streams_closed_total{reason=\"slow_consumer\"}"),
            field("resumed", Kind::Total, "pipit_resume_total{result=\"continued\"}"),
            field("resets", Kind::Total, "pipit_resume_total{result!=\"continued\"}"),
            field("published", Kind::Total, "pipit_published_total{result=\"stored\"}"),
            field("failed", Kind::Total, "pipit_published_total{result=\"failed\"}"),
            field("messages", Kind::Total, "pipit_messages_total"),
            field("deliveries", Kind::Total, "pipit_deliveries_total"),
            field("sends", Kind::Total, "pipit_sends_total"),
            field("wireP50Ms", Kind::Quantile, "pipit_commit_to_wire_seconds", 0.5),
            field("wireP99Ms", Kind::Quantile, "pipit_commit_to_wire_seconds", 0.99),
            field("minuteP50Ms", Kind::Minute, "pipit_commit_to_wire_seconds", 0.5),
            field("minuteP99Ms", Kind::Minute, "pipit_commit_to_wire_seconds", 0.99),
            field("endP50Ms", Kind::Quantile, "pipit_end_to_end_seconds", 0.5),
            field("endP99Ms", Kind::Quantile, "pipit_end_to_end_seconds", 0.99),
            field("writes", Kind::Now, "pipit_writer_waiting"),
            field("commitP99Ms", Kind::Quantile, "pipit_writer_commit_seconds", 0.99),
            field("runs", Kind::Now, "pipit_bot_runs_active"),
            field("firstTokenP50Ms", Kind::Quantile, "pipit_bot_first_token_seconds", 0.5),
            field("firstTokenP95Ms", Kind::Quantile, "pipit_bot_first_token_seconds", 0.95),
            field("runsFailed", Kind::Total, "pipit_bot_runs_total{state=\"failed\"}"),
            field("errors", Kind::Total, "pipit_http_requests_total{status=\"5xx\"}"),
            field("requests", Kind::Total, "pipit_http_requests_total"),
            field("loopP99Ms", Kind::Quantile, "pipit_event_loop_lag_seconds", 0.99),
            field("lag", Kind::Now, "pipit_cursor_lag_messages"),
            field("canaryLost", Kind::Total, "pipit_canary_rounds_total{result=\"lost\"}"),
            field("canaryDoubled", Kind::Total, "pipit_canary_rounds_total{result=\"doubled\"}"),
            field("canaryFailed", Kind::Total, "pipit_canary_rounds_total{result=\"failed\"}"),
            field("canaryWorstS", Kind::Now, "pipit_canary_worst_seconds"),
            field("memory", Kind::Now, "pipit_process_resident_memory_bytes"),
            field("descriptors", Kind::Now, "pipit_process_open_descriptors"),
            field("processorS", Kind::Total, "pipit_process_cpu_seconds_total"),
            field("ready", Kind::Now, "pipit_store_ready"),
        };
        for (const stream::CloseReasonInfo &reason : stream::closeReasons)
            all.push_back(field(closedName(reason.name), Kind::Total, qPrintable(QStringLiteral("pipit_streams_closed_total{reason=\"%1\"}").arg(QLatin1StringView(reason.name)))));
        return all;
    }();
    return fields;
}

Snapshots::Snapshots(const metrics::Metrics &metrics, QObject *parent) : QObject(parent), m_metrics(metrics)
{
    m_timer.setInterval(every);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Snapshots::take);
}

void Snapshots::take()
{
    const metrics::Families before = std::exchange(m_families, m_metrics.collect());
    static const metrics::Selector commitToWire = *metrics::Selector::parse(QStringLiteral("pipit_commit_to_wire_seconds"));
    const HistogramReading latency = commitToWire.histogram(m_families).value_or(HistogramReading());
    Row row{.atMs = QDateTime::currentMSecsSinceEpoch(), .values = {}, .wire = {}};
    {
        const std::lock_guard lock(m_readingsMutex);
        row.wire = countsOf(m_readings.empty() ? latency : latency.since(m_readings.back()));
        m_readings.push_back(latency);
        if (m_readings.size() > minute + 1)
            m_readings.pop_front();
    }
    row.values.reserve(snapshotFields().size());
    for (const SnapshotField &field : snapshotFields())
        row.values.push_back(field.kind == Kind::Minute ? lastMinute(latency).quantile(field.share) * 1000 : valueOf(m_families, before, field));
    m_rows.push_back(std::move(row));
    if (m_rows.size() > hour)
        m_rows.pop_front();
    if (++m_sinceMinute == minute) {
        m_sinceMinute = 0;
        m_minutes.push_back(joined(m_rows, m_rows.size() - minute, m_rows.size()));
        if (m_minutes.size() > day)
            m_minutes.pop_front();
    }
    Q_EMIT taken();
}

Snapshots::Row Snapshots::joined(const std::deque<Row> &rows, std::size_t from, std::size_t end)
{
    Row joined = rows[end - 1];
    std::map<std::uint8_t, std::uint32_t> wire;
    for (std::size_t row = from; row < end; ++row) {
        for (std::size_t i = 0; i < joined.values.size(); ++i) {
            if (snapshotFields()[i].kind == Kind::Quantile)
                joined.values[i] = std::max(joined.values[i], rows[row].values[i]);
        }
        for (const auto &[edge, count] : rows[row].wire)
            wire[edge] += count;
    }
    joined.wire.assign(wire.begin(), wire.end());
    return joined;
}

void Snapshots::append(QByteArray &json, const Row &row)
{
    json += '[' + QByteArray::number(row.atMs);
    for (const double value : row.values) {
        json += ',';
        appendNumber(json, value);
    }
    json += ']';
}

void Snapshots::appendWire(QByteArray &json, const Row &row)
{
    json += '[';
    for (const auto &[edge, count] : row.wire)
        json += (json.endsWith(']') ? ",[" : "[") + QByteArray::number(edge) + ',' + QByteArray::number(count) + ']';
    json += ']';
}

QByteArray Snapshots::json(const std::deque<Row> &rows)
{
    QByteArray json = "{\"fields\":[\"atMs\"";
    for (const SnapshotField &field : snapshotFields())
        json.append(",\"").append(field.name.data(), qsizetype(field.name.size())).append('"');
    json += "],\"edgesMs\":[";
    for (const double edge : latencyEdges) {
        appendNumber(json, edge * 1000);
        json += edge == latencyEdges.back() ? "]" : ",";
    }
    QByteArray wire;
    json += ",\"rows\":[";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        json += i > 0 ? "," : "";
        append(json, rows[i]);
        wire += i > 0 ? "," : "";
        appendWire(wire, rows[i]);
    }
    return json + "],\"wire\":[" + wire + "]}";
}

QByteArray Snapshots::historyJson() const
{
    std::deque<Row> told;
    const std::size_t joinedRows = m_rows.size() > toldSingly ? (m_rows.size() - toldSingly) / toldAsOne * toldAsOne : 0;
    for (std::size_t end = toldAsOne; end <= joinedRows; end += toldAsOne)
        told.push_back(joined(m_rows, end - toldAsOne, end));
    for (std::size_t row = joinedRows; row < m_rows.size(); ++row)
        told.push_back(m_rows[row]);
    return json(told);
}

QByteArray Snapshots::dayJson() const
{
    return json(m_minutes);
}

QByteArray Snapshots::latestJson() const
{
    const Row row = m_rows.empty() ? Row{.atMs = QDateTime::currentMSecsSinceEpoch(), .values = std::vector<double>(snapshotFields().size())} : m_rows.back();
    QByteArray json = "{\"row\":";
    append(json, row);
    json += ",\"wire\":";
    appendWire(json, row);
    return json + '}';
}

HistogramReading Snapshots::lastMinute(const HistogramReading &now) const
{
    const std::lock_guard lock(m_readingsMutex);
    return m_readings.size() > minute ? now.since(m_readings.front()) : now;
}

} // namespace pipit::ops
