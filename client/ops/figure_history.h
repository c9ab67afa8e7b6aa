// SPDX-License-Identifier: GPL-3.0-or-later
// A node's figures over time, as a console has heard them: each second of the last hour, each minute of the day before that.
//
// A row has a number for each field of the node's own list (docs/metrics.md); totals count from the node's start, so that what was counted
// between two rows is exact, also past rows that were missed. Where a total is smaller than in the row before, the node has started
// anew, and counts from nothing. How often which time from commit to wire came stands beside each row, so that percentiles and heat maps are made
// of whole stretches of time, not of percentiles.
// What a node tells again after a break is known by its time, and taken once. Where its clock is set back, what it said of the time
// after that is dropped.
// Thread rule: a value on one thread. Memory: 3,600 + 1,440 rows, 4 MB at most. Errors: a row that does not fit its fields is left out.
#pragma once

#include "core/result.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QPointF>
#include <QStringList>

#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace pipit {

// What a chart draws of the rows.
struct Curve {
    enum class Kind {
        Value,      // as it stood
        Rate,       // of a total, for each second
        Percentile, // of the times from commit to wire, in ms
    };
    Kind kind = Kind::Value;
    QString field = {};   // not of Percentile
    double share = 0;     // of Percentile: 0 to 1
    double factor = 1;    // what the number is multiplied with
};

class FigureHistory
{
public:
    static constexpr std::size_t secondsKept = 3'600;
    static constexpr std::size_t minutesKept = 24 * 60;

    // What `history` of /api/ops/stream says, or /api/ops/history with rows of minutes: rows before those that are there, or after them.
    // Error: Protocol, where it makes no sense.
    Result<Done> takeHistory(const QJsonObject &history);
    Result<Done> takeDay(const QJsonObject &history);
    // What `snapshot` says, with the fields of the history before it.
    void takeSnapshot(const QJsonObject &snapshot);
    void clear();

    bool isEmpty() const { return m_seconds.empty() && m_minutes.empty(); }
    bool has(const QString &field) const { return m_fields.contains(field); }
    const QStringList &fields() const { return m_fields; } // the first is the time, atMs
    qint64 firstMs() const;
    qint64 lastMs() const { return m_seconds.empty() ? 0 : m_seconds.back().atMs; }
    std::size_t size() const { return m_seconds.size() + m_minutes.size(); }

    // Each row of that time, both ends in it, oldest first: when, and a number for each of the fields behind the time.
    void visit(qint64 fromMs, qint64 toMs, const std::function<void(qint64 atMs, const std::vector<double> &values)> &use) const;

    // Of the newest row. Nothing: there is none, or no such field.
    std::optional<double> latest(const QString &field) const;
    // For each second, over the last `seconds` until then (now).
    std::optional<double> rate(const QString &total, int seconds = 1, qint64 untilMs = std::numeric_limits<qint64>::max()) const;
    // How much was counted from the last row at or before the one time to the last row at or before the other.
    double counted(const QString &total, qint64 fromMs, qint64 toMs) const;
    // In ms, of what was sent in that time. Nothing: nothing was.
    std::optional<double> percentile(double share, qint64 fromMs, qint64 toMs) const;
    // What a curve was at that time, over the `widthMs` before it.
    std::optional<double> at(const Curve &curve, qint64 timeMs, qint64 widthMs) const;

    // Points (ms, value) for a line, in order, at most two for each of `columns` of the time: the least and the greatest value in it,
    // in the order in which they came. Where nothing was heard for a while the line has a gap: lines(), one for each stretch.
    QList<QList<QPointF>> lines(const Curve &curve, qint64 fromMs, qint64 toMs, int columns) const;

    // How often which time came: for each column of the time, counts by the doublings of the histogram's edges, from below.
    struct Heat {
        QList<double> edgesMs = {};                      // the upper end of each
        std::vector<std::vector<std::uint32_t>> columns = {};
        std::uint32_t most = 0;
    };
    Heat heat(qint64 fromMs, qint64 toMs, int columns) const;

private:
    struct Row {
        qint64 atMs = 0;
        std::vector<double> values = {};
        std::vector<std::pair<std::uint8_t, std::uint32_t>> wire = {};
    };
    using Rows = std::deque<Row>;

    std::optional<std::vector<Row>> rowsIn(const QJsonObject &history);
    std::optional<Row> rowOf(const QJsonArray &row, const QJsonArray &wire) const;
    void add(Row row);
    void minuteOf(std::size_t count);
    int placeOf(const QString &field) const { return m_places.value(field, -1); }
    // The rows of that time, those of minutes first.
    template<typename Use>
    void forEach(qint64 fromMs, qint64 toMs, Use use) const;
    const Row *lastUntil(qint64 timeMs) const;
    double quantile(const std::vector<std::uint64_t> &counts, double share) const;

    QStringList m_fields;
    QHash<QString, int> m_places;
    std::vector<double> m_edgesMs;
    Rows m_seconds;
    Rows m_minutes;
};

} // namespace pipit
