// SPDX-License-Identifier: GPL-3.0-or-later
// The node's figures, looked at once a second: what a console shows of now, of the last hour and of the last day, and what alerts are
// judged by.
//
// A snapshot is a row of numbers, one for each of snapshotFields(): what there is now, what was counted since the start
// (so that differences between any two rows are exact), or a percentile of that second. Beside them stands how often which time from
// commit to wire came, so that whoever has several rows can make percentiles of them all.
// Thread rule: the node's thread, but lastMinute(), which any may ask. Memory: an hour of seconds and a day of minutes, 2.5 MB.
#pragma once

#include "server/metrics/selector.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <cstdint>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace pipit::ops {

struct SnapshotField {
    enum class Kind {
        Now,     // the sum of the samples that fit
        Total,   // the same, of counters
        Quantile, // milliseconds, of what was counted since the snapshot before
        Minute    // the same of the last minute; only of pipit_commit_to_wire_seconds
    };
    std::string_view name;
    Kind kind;
    metrics::Selector of;
    double share = 0; // of a quantile
};

const std::vector<SnapshotField> &snapshotFields();

class Snapshots : public QObject
{
    Q_OBJECT

public:
    explicit Snapshots(const metrics::Metrics &metrics, QObject *parent = nullptr);

    // One now; by itself once a second from start() on.
    void take();
    void start() { m_timer.start(); }

    const metrics::Families &families() const { return m_families; }

    // {"fields":[…],"edgesMs":[…],"rows":[[…]…],"wire":[[[edge,count]…]…]}: the last hour, the newest last; its last five minutes by the
    // second, the rest in steps of five. The first field is `atMs`, when the row was taken. Of several rows that are told as one, the last
    // is; of percentiles the worst. `wire`: for each row the counts of pipit_commit_to_wire_seconds that are not 0, by their place in `edgesMs`;
    // behind the last: beyond it.
    QByteArray historyJson() const;
    // The same of the last day, a row for each minute that is over.
    QByteArray dayJson() const;
    // {"row":[…],"wire":[[edge,count]…]}
    QByteArray latestJson() const;

    // Seconds from commit to wire, of what this node sent in the last minute and a second. Any thread; `now` as the engine has it.
    HistogramReading lastMinute(const HistogramReading &now) const;

Q_SIGNALS:
    void taken();

private:
    struct Row {
        qint64 atMs = 0;
        std::vector<double> values = {};
        std::vector<std::pair<std::uint8_t, std::uint32_t>> wire = {}; // how many, by the edge of the histogram
    };
    static Row joined(const std::deque<Row> &rows, std::size_t from, std::size_t end);
    static void append(QByteArray &json, const Row &row);
    static void appendWire(QByteArray &json, const Row &row);
    static QByteArray json(const std::deque<Row> &rows);

    const metrics::Metrics &m_metrics;
    QTimer m_timer;
    metrics::Families m_families;
    std::deque<Row> m_rows;    // of seconds
    std::deque<Row> m_minutes;
    std::size_t m_sinceMinute = 0; // rows of seconds that are in no minute yet
    mutable std::mutex m_readingsMutex;
    std::deque<HistogramReading> m_readings; // of commit to wire, one a second
};

} // namespace pipit::ops
