// SPDX-License-Identifier: GPL-3.0-or-later
// A real pipitctl as a process of its own.
// Thread rule: one thread; blocks, for a minute at most.
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace pipit::test {

struct CtlOutcome {
    int exitCode = -1; // -1: it did not end by itself
    QString output;    // what it printed
    QString errors;    // what it said beside that
};

// Without the environment's own settings of Pipit.
void startCtl(QProcess &process, const QStringList &arguments);
CtlOutcome outcomeOf(QProcess &process);

CtlOutcome runCtl(const QStringList &arguments);

} // namespace pipit::test
