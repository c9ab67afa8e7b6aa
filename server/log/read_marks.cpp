// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/read_marks.h"

namespace pipit::log {

namespace {

constexpr std::chrono::milliseconds tellEvery{100};
constexpr int toldAtOnce = 50;
constexpr qsizetype waitingAtMost = 20'000;

} // namespace

ReadMarks::ReadMarks(std::function<void(const Mark &)> tell, QObject *parent) : QObject(parent), m_tell(std::move(tell))
{
    m_timer.setInterval(tellEvery);
    connect(&m_timer, &QTimer::timeout, this, &ReadMarks::tellSome);
}

void ReadMarks::add(const Mark &mark)
{
    const Key key(mark.sessionId, mark.sub);
    if (const auto waiting = m_waiting.find(key); waiting != m_waiting.end()) {
        *waiting = std::max(*waiting, mark.position);
    } else if (m_waiting.size() < waitingAtMost) {
        m_waiting.insert(key, mark.position);
        m_order.append(key);
    }
    if (!m_timer.isActive())
        m_timer.start();
}

void ReadMarks::tellSome()
{
    for (int told = 0; told < toldAtOnce && !m_order.isEmpty(); ++told) {
        const Key key = m_order.takeFirst();
        m_tell({.sessionId = key.first, .sub = key.second, .position = m_waiting.take(key)});
    }
    if (m_order.isEmpty())
        m_timer.stop();
}

} // namespace pipit::log
