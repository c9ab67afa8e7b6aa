// SPDX-License-Identifier: GPL-3.0-or-later
// Work that takes its time and blocks: how far it is, and Ctrl+C, which asks it to stop.
// Thread rule: runLongWork() on the main thread; the line on one thread, which may be the work's.
#pragma once

#include <QString>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>

namespace pipit::ctl {

// One line that is written over on a terminal; elsewhere a line every few seconds.
class ProgressLine
{
public:
    // Elsewhere than on a terminal: the first line at once, or only when the work has taken so long.
    enum class Begins { AtOnce, Late };
    explicit ProgressLine(Begins begins = Begins::AtOnce);

    // So much of it is done; `total` 0: nobody knows of how much. `describe` is asked where it is shown, with the seconds since the first
    // call and what was done then.
    using Describe = std::function<QString(double seconds, qint64 before)>;
    void show(qint64 done, qint64 total, const Describe &describe);
    // What is written next begins a line of its own, and what is shown next another work.
    void end();

private:
    using Clock = std::chrono::steady_clock;

    const bool m_onTerminal, m_beginsLate;
    std::optional<Clock::time_point> m_begin, m_last;
    qint64 m_first = 0;
    bool m_isOpen = false;
};

// 12,345
QString grouped(qint64 number);

// Runs it in a thread of its own and waits for it. `stop` becomes true with Ctrl+C; a second one ends the program.
void runLongWork(const std::function<void(const std::atomic<bool> &stop)> &work);

} // namespace pipit::ctl
