// SPDX-License-Identifier: GPL-3.0-or-later
// How the launcher speaks of faults that are tried: their names, how one goes on, what came of it and what to do.
// Thread rule: the GUI thread; functions without state.
#pragma once

#include "client/fault_trials.h"

#include <QCoreApplication>

namespace pipit {

class TrialWords
{
    Q_DECLARE_TR_FUNCTIONS(pipit::TrialWords)

public:
    static QString nameOf(FaultKind kind, qint64 streams);
    static QString barOf(FaultTrials::Bar bar); // empty: none
    static QString stepOf(const FaultProgress &progress);
    static QString outcomeOf(const FaultVerdict &verdict); // "passed"
    static QString textOf(const FaultVerdict &verdict);    // sentences
    static QString nextOf(const FaultVerdict &verdict);    // what to do; empty where nothing is

private:
    static QString passed(const FaultVerdict &verdict);
    static QString failed(const FaultVerdict &verdict);
    static QString notBack(const FaultVerdict &verdict);
};

} // namespace pipit
