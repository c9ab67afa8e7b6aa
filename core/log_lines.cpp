// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log_lines.h"

#include <QRandomGenerator>

#include <algorithm>

namespace pipit {

namespace {

// Of the values first: a sentence says what the line is about.
void cutTo(LogLine &line, qsizetype most)
{
    qsizetype units = line.text.size();
    for (const auto &[name, value] : std::as_const(line.values))
        units += name.size() + value.size();
    const auto cut = [&](QString &text) {
        const qsizetype over = std::min(units - most, text.size());
        if (over <= 0)
            return;
        qsizetype left = text.size() - over;
        if (left > 0 && text.at(left - 1).isHighSurrogate())
            --left;
        text.truncate(left);
        text += u'…';
        units -= over;
    };
    if (units <= most)
        return;
    // Each value that is left out still costs its name.
    constexpr qsizetype mostValues = 100;
    while (line.values.size() > mostValues)
        line.values.removeLast();
    for (auto &[name, value] : line.values) {
        cut(value);
        cut(name);
    }
    cut(line.text);
}

} // namespace

LogLines::LogLines(const Limits &limits) : m_limits(limits), m_start(QString::number(QRandomGenerator::system()->generate64(), 36))
{
}

LogLines &LogLines::instance()
{
    static auto *const lines = new LogLines(Limits{});
    return *lines;
}

qsizetype LogLines::bytesOf(const LogLine &line)
{
    constexpr qsizetype ofText = 24; // beside its characters
    qsizetype bytes = qsizetype(sizeof(LogLine)) + 2 * line.area.size() + ofText + 2 * line.text.size() + ofText;
    for (const auto &[name, value] : line.values)
        bytes += 2 * qsizetype(sizeof(QString)) + 2 * (name.size() + value.size()) + 2 * ofText;
    return bytes;
}

void LogLines::add(LogLine line)
{
    cutTo(line, m_limits.lineUnits);
    {
        const std::lock_guard lock(m_mutex);
        line.number = ++m_last;
        m_bytes += bytesOf(line);
        m_lines.push_back(std::move(line));
        while (std::ssize(m_lines) > m_limits.lines || (m_bytes > m_limits.bytes && m_lines.size() > 1)) {
            m_bytes -= bytesOf(m_lines.front());
            m_lines.pop_front();
        }
    }
    const std::lock_guard lock(m_listenersMutex);
    for (LogListener *listener : m_listeners) {
        if (listener->m_isArmed.exchange(false))
            listener->m_ring();
    }
}

qint64 LogLines::last() const
{
    const std::lock_guard lock(m_mutex);
    return m_last;
}

LogLines::Page LogLines::after(qint64 number, qsizetype mostLines, qsizetype mostBytes) const
{
    const std::lock_guard lock(m_mutex);
    const qint64 before = m_last - std::ssize(m_lines); // the last one that is gone
    Page page{.to = std::clamp(number, before, m_last)};
    qsizetype bytes = 0;
    for (auto line = m_lines.begin() + (page.to - before); line != m_lines.end(); ++line) {
        bytes += bytesOf(*line);
        if (page.lines.size() >= mostLines || (bytes > mostBytes && !page.lines.isEmpty())) {
            page.hasMore = true;
            break;
        }
        page.lines.append(*line);
        page.to = line->number;
    }
    return page;
}

QList<LogLine> LogLines::between(qint64 after, qint64 to) const
{
    const std::lock_guard lock(m_mutex);
    const qint64 before = m_last - std::ssize(m_lines);
    const qint64 from = std::clamp(after, before, m_last);
    const qint64 end = std::clamp(to, from, m_last);
    return QList<LogLine>(m_lines.begin() + (from - before), m_lines.begin() + (end - before));
}

LogLines::Page LogLines::newest(qsizetype mostLines) const
{
    const std::lock_guard lock(m_mutex);
    const qsizetype count = std::min(mostLines, qsizetype(std::ssize(m_lines)));
    return {.lines = QList<LogLine>(m_lines.end() - count, m_lines.end()), .to = m_last};
}

LogListener::LogListener(LogLines &lines, std::function<void()> ring) : m_lines(lines), m_ring(std::move(ring))
{
    const std::lock_guard lock(m_lines.m_listenersMutex);
    m_lines.m_listeners.push_back(this);
}

LogListener::~LogListener()
{
    const std::lock_guard lock(m_lines.m_listenersMutex);
    std::erase(m_lines.m_listeners, this);
}

} // namespace pipit
