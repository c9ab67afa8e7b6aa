// SPDX-License-Identifier: GPL-3.0-or-later
// The node's figures, looked at once a second: what a console shows of now and of the last hour, and what alerts are judged by.
//
// A snapshot is a row of numbers, one for each of snapshotFields(): what there is now, what was counted since the start
// (so that differences between any two rows are exact), or a percentile of that second.
// Thread rule: the node's thread, but lastMinute(), which any may ask. Memory: an hour of rows, 0.7 MB.
#pragma once

#include "server/metrics/selector.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <deque>
#include <mutex>
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

    // {"atMs","fields":[…],"everyS","rows":[[…]…]}: the last hour, the newest row last, at its end. Of several rows that are told as
    // one, the last is; of percentiles the worst.
    QByteArray historyJson() const;
    // {"atMs","row":[…]}
    QByteArray latestJson() const;

    // Seconds from commit to wire, of what this node sent in the last minute and a second. Any thread; `now` as the engine has it.
    HistogramReading lastMinute(const HistogramReading &now) const;

Q_SIGNALS:
    void taken();

private:
    using Row = std::vector<double>;

    const metrics::Metrics &m_metrics;
    QTimer m_timer;
    metrics::Families m_families;
    std::deque<Row> m_rows;
    qint64 m_atMs = 0;
    mutable std::mutex m_readingsMutex;
    std::deque<HistogramReading> m_readings; // of commit to wire, one a second
};

} // namespace pipit::ops
