// SPDX-License-Identifier: GPL-3.0-or-later
// The last lines of this process's log, kept in memory: what a node tells those who look at it from afar.
//
// What is kept is what the log itself has, not more: neither text of messages nor secrets at the level that nobody has changed. A line
// longer than 8,000 characters is cut off, with "…" for the rest. Numbers grow by one and begin with each process anew: start() names it.
// Thread rule: any thread, for every member. Memory: 5,000 lines and 2 MB; past either the oldest go.
#pragma once

#include "core/log_line.h"

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace pipit {

class LogListener;

class LogLines
{
public:
    struct Limits {
        qsizetype lines = 5'000;
        qsizetype bytes = 2 << 20;
        qsizetype lineUnits = 8'000; // UTF-16
    };
    struct Page {
        QList<LogLine> lines = {}; // oldest first, without a hole
        bool hasMore = false;      // newer ones
        qint64 to = 0;             // the number to go on after
    };

    explicit LogLines(const Limits &limits);
    // This process's; core/log_output fills it. Never destroyed: threads may log to the very end.
    static LogLines &instance();

    void add(LogLine line);

    const QString &start() const { return m_start; } // A-Z a-z 0-9, as a cursor's epoch
    qint64 last() const;
    // The oldest kept ones after this number; one at least, whatever its bytes.
    Page after(qint64 number, qsizetype mostLines, qsizetype mostBytes) const;
    // All that are kept after the one number, up to the other.
    QList<LogLine> between(qint64 after, qint64 to) const;
    Page newest(qsizetype mostLines) const;

private:
    friend class LogListener;

    static qsizetype bytesOf(const LogLine &line);

    const Limits m_limits;
    const QString m_start;
    mutable std::mutex m_mutex;
    std::deque<LogLine> m_lines;
    qsizetype m_bytes = 0;
    qint64 m_last = 0;
    // Recursive: who is rung may log.
    std::recursive_mutex m_listenersMutex;
    std::vector<LogListener *> m_listeners;
};

// Is rung when there is something to read, once, until it is armed again: arm it, then read. So whatever is logged by whoever reads,
// or while he is rung, is read in the next turn, and no line makes another.
class LogListener
{
public:
    // `ring` is called on the thread that has logged, and must neither block nor arm.
    LogListener(LogLines &lines, std::function<void()> ring);
    ~LogListener(); // it is not rung any more afterwards
    LogListener(const LogListener &) = delete;
    LogListener &operator=(const LogListener &) = delete;

    void arm() { m_isArmed = true; }

private:
    friend class LogLines;

    LogLines &m_lines;
    const std::function<void()> m_ring;
    std::atomic<bool> m_isArmed = false;
};

} // namespace pipit
