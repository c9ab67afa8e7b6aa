// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ctl_process.h"

#include <QProcessEnvironment>

namespace pipit::test {

void startCtl(QProcess &process, const QStringList &arguments)
{
    QProcessEnvironment environment;
    const auto own = QProcessEnvironment::systemEnvironment();
    for (const QString &name : own.keys()) {
        if (!name.startsWith(u"PIPIT_"))
            environment.insert(name, own.value(name));
    }
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(PIPITCTL), arguments);
    process.waitForStarted();
}

CtlOutcome outcomeOf(QProcess &process)
{
    if (!process.waitForFinished(60'000))
        process.kill();
    process.waitForFinished();
    return {.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            .output = QString::fromUtf8(process.readAllStandardOutput()),
            .errors = QString::fromUtf8(process.readAllStandardError())};
}

CtlOutcome runCtl(const QStringList &arguments)
{
    QProcess process;
    startCtl(process, arguments);
    return outcomeOf(process);
}

} // namespace pipit::test
