// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/trial.h"

#include <thread>

namespace pipit::test {

namespace {

// std::hash may differ from library to library; a seed must not.
quint64 numberOf(const QString &name)
{
    quint64 number = 14695981039346656037ULL;
    for (const char byte : name.toUtf8())
        number = (number ^ quint8(byte)) * 1099511628211ULL;
    return number;
}

} // namespace

TrialRun::TrialRun(const QString &name, quint64 seed, int rounds) : m_rounds(rounds), m_random(seed ^ numberOf(name)) { }

void TrialRun::pause(std::chrono::milliseconds from, std::chrono::milliseconds to)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(between(from.count(), to.count())));
}

void TrialRun::expect(bool holds, const QString &otherwise)
{
    if (holds)
        return;
    Reckoning fault;
    fault.faults << otherwise;
    m_reckoning += fault;
}

QList<Trial> allTrials()
{
    return nodeTrials() + databaseTrials() + diskTrials() + networkTrials() + processTrials() + botTrials() + powerTrials();
}

} // namespace pipit::test
