// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the trials: as it is printed, and as it is kept in docs/reliability.md.
// Thread rule: values. Errors: writeInto() gives a sentence; empty: it is written.
#pragma once

#include "tests/faults/trial.h"

namespace pipit::test {

struct TrialResult {
    Trial trial;
    enum class Verdict { Holds, Broken, NotHere } verdict = Verdict::Holds;
    QString notHere = {};  // why
    int disturbances = 0;
    Reckoning reckoning = {};
    QStringList notes = {};
    std::chrono::milliseconds took{0};
};

// One line, while they run.
QString lineOf(const TrialResult &result);
// What was lost, doubled and so on, in words; empty: nothing.
QString faultsOf(const TrialResult &result);
// In Markdown, with the sums of all that were run in its last row.
QString tableOf(const QList<TrialResult> &results);
// Puts it between the file's two marks. `command`: what makes it again.
QString writeInto(const QString &file, const QString &table, const QString &command);

} // namespace pipit::test
