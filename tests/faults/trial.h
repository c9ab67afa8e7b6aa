// SPDX-License-Identifier: GPL-3.0-or-later
// One trial of Pipit's promises: a fault is brought about, again and again, while real processes are under load; at the end
// everything that was accepted is held against what everybody has seen.
//
// A seed gives the same decisions again: the moments, the victims, the bytes that are damaged. What the machine's scheduler
// makes of them is not in its hand.
// Thread rule: the main thread. Errors: an exception ends a trial as broken, NotHere as one that this machine cannot have.
#pragma once

#include "tests/integration/steady_load.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <random>
#include <stdexcept>

namespace pipit::test {

// What this machine does not permit, or has not got.
class NotHere : public std::runtime_error
{
public:
    explicit NotHere(const QString &reason) : std::runtime_error(reason.toStdString()) { }
};

class TrialRun
{
public:
    // `rounds`: how often the fault is to happen.
    TrialRun(const QString &name, quint64 seed, int rounds);

    int rounds() const { return m_rounds; }
    std::mt19937_64 &random() { return m_random; }
    // Both ends included.
    std::int64_t between(std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(m_random); }
    // The fault comes at a moment of its own choice: the only reason to wait for a time.
    void pause(std::chrono::milliseconds from, std::chrono::milliseconds to);

    // The fault has happened once more.
    void disturbed() { ++m_disturbances; }
    int disturbances() const { return m_disturbances; }
    // What is promised beside the ledger; `otherwise` is for the person who mends it.
    void expect(bool holds, const QString &otherwise);
    // What a reader of the table wants to know, such as "refused at start 12 times".
    void note(const QString &text) { m_notes << text; }
    const QStringList &notes() const { return m_notes; }

    void take(const Reckoning &reckoning) { m_reckoning += reckoning; }
    const Reckoning &reckoning() const { return m_reckoning; }
    bool holds() const { return m_reckoning.holds(); }

private:
    const int m_rounds;
    std::mt19937_64 m_random;
    int m_disturbances = 0;
    Reckoning m_reckoning;
    QStringList m_notes;
};

struct Trial {
    QString name;   // what --only matches
    QString fault;  // what happens, for the table
    int rounds = 1;
    int fewRounds = 1; // of --few
    std::function<void(TrialRun &)> run;
};

// All that there are, in the order of the table.
QList<Trial> allTrials();

QList<Trial> nodeTrials();
QList<Trial> databaseTrials();
QList<Trial> diskTrials();
QList<Trial> networkTrials();
QList<Trial> processTrials();
QList<Trial> botTrials();
QList<Trial> powerTrials();

} // namespace pipit::test
