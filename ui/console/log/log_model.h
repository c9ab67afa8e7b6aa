// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a node's log that a window holds, and which of them are shown: by level, area and a text in them.
//
// - A ring: past 100,000 lines or 64 MB the oldest go.
// - What was cleared stays away: clear() sets a mark in the log of that process, and what comes up to there is not taken again, after a
//   reconnect, a return to the same node, or when all of it is sent anew.
// - Paused, what comes is taken but not shown; how much of it would be is heldBack().
// Rows are known by an id that grows and never comes again; places are those among the shown ones.
// Cost: a line is looked at once; a new filter looks at all of them. Thread rule: the GUI thread.
#pragma once

#include "client/ops/log_feed.h"

#include <QObject>
#include <QStringMatcher>

#include <deque>
#include <vector>

namespace pipit {

struct LogFilter {
    QtMsgType from = QtDebugMsg; // this level and graver ones
    QStringList areas = {};      // of LogModel::areas(); none: all
    QString text = {};           // in the words or the area, in whatever case

    bool operator==(const LogFilter &) const = default;
    bool isOpen() const { return *this == LogFilter(); }
};

class LogModel : public QObject
{
    Q_OBJECT

public:
    struct Limits {
        qsizetype lines = 100'000;
        qsizetype bytes = 64 << 20;
    };
    enum class Kind : quint8 {
        Line,
        Missing, // `number` lines are, between the one above and the one below
        NewLog,  // the node was started anew
    };
    struct Row {
        qint64 number;
        qint64 atMs;
        QString words; // on one line
        quint16 area;  // of areaName()
        Kind kind;
        QtMsgType level;
    };

    explicit LogModel(QObject *parent = nullptr);
    LogModel(const Limits &limits, QObject *parent = nullptr);

    void append(const LogBatch &batch);
    void reset();  // another node's log follows
    void clear();  // all up to now, for good

    void setFilter(const LogFilter &filter);
    const LogFilter &filter() const { return m_filter; }
    QStringList areas() const; // of the lines that came, "http" with all below it; in the order of the alphabet

    void setPaused(bool isPaused);
    bool isPaused() const { return m_pausedAt >= 0; }
    qsizetype heldBack() const { return m_heldBack; }

    qsizetype lines() const { return qsizetype(m_rows.size()); } // shown or not
    qsizetype bytes() const { return m_bytes; }

    qsizetype count() const { return qsizetype(m_shown.size()); } // shown
    const Row &row(qsizetype place) const { return m_rows[std::size_t(m_shown[std::size_t(place)] - m_firstId)]; }
    qint64 idOf(qsizetype place) const { return m_shown[std::size_t(place)]; }
    qsizetype placeOf(qint64 id) const; // the first that has this id or a later one; count(): none has
    qsizetype areaCount() const { return qsizetype(m_areas.size()); }
    const QString &areaName(quint16 area) const { return m_areas[area].name; }
    // As the log itself would write it; of what is no line, its words in the window's language.
    QString text(qsizetype place) const;
    static QString noteOf(const Row &row);

Q_SIGNALS:
    void refiltered();                                 // any place may be another's; ids are as they were
    void shifted(qsizetype dropped, qsizetype added);  // from the beginning, at the end
    void heldBackChanged();                            // or whether it is paused
    void areasChanged();

private:
    struct Area {
        QString logged;     // pipit.http.requests
        QString name;       // http.requests
        QString group;      // http: what it is chosen by
        bool isChosen = true;
        bool isFound = false; // the text that is looked for is in its name
    };

    quint16 areaOf(const QString &logged);
    void add(Row row);
    bool fits(const Row &row) const;
    qsizetype trim();
    void refilter();
    void judgeArea(Area &area) const;
    static qsizetype bytesOf(const Row &row);

    const Limits m_limits;
    std::deque<Row> m_rows;
    std::deque<qint64> m_shown; // ids
    qint64 m_firstId = 0;       // of m_rows
    qsizetype m_bytes = 0;
    std::vector<Area> m_areas;
    QHash<QString, quint16> m_areaPlaces;
    LogFilter m_filter;
    QStringMatcher m_matcher;
    qint64 m_pausedAt = -1;     // the first id that is not shown; -1: it is not paused
    qsizetype m_heldBack = 0;
    QString m_log;
    qint64 m_last = 0;          // of m_log
    std::deque<std::pair<QString, qint64>> m_marks; // of logs that were cleared, the latest last
};

} // namespace pipit
