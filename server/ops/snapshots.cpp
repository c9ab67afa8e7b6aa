// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/snapshots.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace pipit::ops {

namespace {

using Kind = SnapshotField::Kind;

constexpr std::chrono::seconds every{1};
constexpr std::size_t hour = 3'600;
constexpr std::size_t minute = 60;
constexpr std::size_t toldAsOne = 5;

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

void appendRow(QByteArray &json, const std::vector<double> &row)
{
    json += '[';
    for (std::size_t i = 0; i < row.size(); ++i) {
        const double value = row[i];
        json += value == std::floor(value) ? QByteArray::number(qint64(value)) : QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
        json += i + 1 < row.size() ? "," : "]";
    }
}

} // namespace

const std::vector<SnapshotField> &snapshotFields()
{
    static const std::vector<SnapshotField> fields{
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
    m_atMs = QDateTime::currentMSecsSinceEpoch();
    const metrics::Families before = std::exchange(m_families, m_metrics.collect());
    static const metrics::Selector commitToWire = *metrics::Selector::parse(QStringLiteral("pipit_commit_to_wire_seconds"));
    const HistogramReading latency = commitToWire.histogram(m_families).value_or(HistogramReading());
    {
        const std::lock_guard lock(m_readingsMutex);
        m_readings.push_back(latency);
        if (m_readings.size() > minute + 1)
            m_readings.pop_front();
    }
    Row row;
    for (const SnapshotField &field : snapshotFields())
        row.push_back(field.kind == Kind::Minute ? lastMinute(latency).quantile(field.share) * 1000 : valueOf(m_families, before, field));
    m_rows.push_back(std::move(row));
    if (m_rows.size() > hour)
        m_rows.pop_front();
    Q_EMIT taken();
}

QByteArray Snapshots::historyJson() const
{
    QByteArray json = "{\"atMs\":" + QByteArray::number(m_atMs) + ",\"everyS\":" + QByteArray::number(int(toldAsOne)) + ",\"fields\":[";
    for (const SnapshotField &field : snapshotFields())
        json.append('"').append(field.name.data(), qsizetype(field.name.size())).append("\",");
    json.back() = ']';
    json += ",\"rows\":[";
    // Told as one are those that end where the newest does.
    for (std::size_t end = m_rows.size() % toldAsOne == 0 ? toldAsOne : m_rows.size() % toldAsOne; end <= m_rows.size() && !m_rows.empty(); end += toldAsOne) {
        Row told = m_rows[end - 1];
        for (std::size_t row = end > toldAsOne ? end - toldAsOne : 0; row < end; ++row) {
            for (std::size_t i = 0; i < told.size(); ++i) {
                if (snapshotFields()[i].kind == Kind::Quantile)
                    told[i] = std::max(told[i], m_rows[row][i]);
            }
        }
        appendRow(json, told);
        json += end < m_rows.size() ? "," : "";
    }
    return json + "]}";
}

QByteArray Snapshots::latestJson() const
{
    QByteArray json = "{\"atMs\":" + QByteArray::number(m_atMs) + ",\"row\":";
    appendRow(json, m_rows.empty() ? Row(snapshotFields().size()) : m_rows.back());
    return json + '}';
}

HistogramReading Snapshots::lastMinute(const HistogramReading &now) const
{
    const std::lock_guard lock(m_readingsMutex);
    return m_readings.size() > minute ? now.since(m_readings.front()) : now;
}

} // namespace pipit::ops
