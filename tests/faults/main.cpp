// SPDX-License-Identifier: GPL-3.0-or-later
// fault_trials: Pipit's promises, tried on real processes. Exit code: 0 all that could be tried hold, 1 one does not, 2 wrong usage.
#include "tests/faults/report.h"
#include "tests/faults/small_disk.h"
#include "tests/faults/soak.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace pipit::test {
namespace {

void print(const QString &text)
{
    std::fputs(text.toUtf8().constData(), stdout);
    std::fflush(stdout);
}

TrialResult tryOne(const Trial &trial, quint64 seed, bool few)
{
    TrialRun run(trial.name, seed, few ? trial.fewRounds : trial.rounds);
    TrialResult result{.trial = trial};
    QElapsedTimer clock;
    clock.start();
    try {
        trial.run(run);
    } catch (const NotHere &fault) {
        result.verdict = TrialResult::Verdict::NotHere;
        result.notHere = QString::fromUtf8(fault.what());
    } catch (const std::exception &fault) {
        run.expect(false, QString::fromUtf8(fault.what()));
    }
    // Nothing is shown by a fault that did not happen, or by a load that was none.
    if (result.verdict != TrialResult::Verdict::NotHere && run.holds()) {
        run.expect(run.disturbances() > 0, u"the fault never happened"_s);
        run.expect(run.reckoning().accepted > 0 || run.reckoning().delivered == 0, u"nothing was accepted"_s);
    }
    if (!run.holds())
        result.verdict = TrialResult::Verdict::Broken;
    result.disturbances = run.disturbances();
    result.reckoning = run.reckoning();
    result.notes = run.notes();
    result.took = std::chrono::milliseconds(clock.elapsed());
    print(lineOf(result) + u'\n' + faultsOf(result));
    return result;
}

QList<Trial> chosen(const QStringList &patterns)
{
    QList<Trial> trials;
    for (const Trial &trial : allTrials()) {
        const bool isChosen = std::ranges::any_of(patterns, [&](const QString &pattern) { return QRegularExpression::fromWildcard(pattern).match(trial.name).hasMatch(); });
        if (patterns.isEmpty() || isChosen)
            trials << trial;
    }
    return trials;
}

int badUsage(const QString &text)
{
    std::fprintf(stderr, "fault_trials: %s\n", qUtf8Printable(text));
    return 2;
}

int main()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Tries Pipit's promises on real processes: faults happen under load, and what was accepted is held against what everybody has seen."_s);
    const QCommandLineOption list(u"list"_s, u"Tell the trials and end."_s), few(u"few"_s, u"Each fault a few times only."_s);
    const QCommandLineOption only(u"only"_s, u"Only the trials of this name; may have * and ?, and be given several times."_s, u"NAME"_s);
    const QCommandLineOption seedOption(u"seed"_s, u"Take the decisions of an earlier run again; each run tells its seed."_s, u"NUMBER"_s);
    const QCommandLineOption write(u"write"_s, u"Put the table into this file, between its two marks."_s, u"FILE"_s);
    const QCommandLineOption soakOption(u"soak"_s, u"In place of the trials: load, comings and goings, faults and the canary together for so long; memory, descriptors and threads must stay flat."_s, u"MINUTES"_s);
    parser.addOptions({list, few, only, seedOption, write, soakOption});
    parser.addHelpOption();
    parser.process(*QCoreApplication::instance());

    bool isNumber = true;
    const quint64 seed = parser.isSet(seedOption) ? parser.value(seedOption).toULongLong(&isNumber) : QRandomGenerator::system()->generate();
    if (!isNumber)
        return badUsage(u"--seed takes a number, not \"%1\"."_s.arg(parser.value(seedOption)));
    if (parser.isSet(soakOption)) {
        const int minutes = parser.value(soakOption).toInt(&isNumber);
        if (!isNumber || minutes < 1)
            return badUsage(u"--soak takes a number of minutes, 1 or more, not \"%1\"."_s.arg(parser.value(soakOption)));
        print(u"seed %1\n"_s.arg(seed));
        const TrialResult result = tryOne(soakTrial(std::chrono::minutes(minutes)), seed, false);
        return result.verdict == TrialResult::Verdict::Holds ? 0 : 1;
    }
    const QList<Trial> trials = chosen(parser.values(only));
    if (trials.isEmpty())
        return badUsage(u"No trial is called so; --list tells them."_s);
    if (parser.isSet(list)) {
        for (const Trial &trial : trials)
            print(u"%1 %2, %3 times\n"_s.arg(trial.name, -26).arg(trial.fault).arg(trial.rounds));
        return 0;
    }

    print(u"seed %1\n"_s.arg(seed));
    QList<TrialResult> results;
    for (const Trial &trial : trials)
        results << tryOne(trial, seed, parser.isSet(few));
    const QString table = tableOf(results);
    print(u'\n' + table);
    if (parser.isSet(write)) {
        if (const QString fault = writeInto(parser.value(write), table, u"./check --faults"_s); !fault.isEmpty())
            return badUsage(fault);
    }
    const auto broken = std::ranges::count(results, TrialResult::Verdict::Broken, &TrialResult::verdict);
    // In the form that counts as a test runner's own last line.
    print(u"\n%1 passed, %2 failed, %3 skipped\n"_s.arg(std::ranges::count(results, TrialResult::Verdict::Holds, &TrialResult::verdict)).arg(broken)
              .arg(std::ranges::count(results, TrialResult::Verdict::NotHere, &TrialResult::verdict)));
    return broken == 0 ? 0 : 1;
}

} // namespace
} // namespace pipit::test

int main(int argc, char **argv)
{
    pipit::test::haveOwnMounts(); // before there is a thread
    QCoreApplication application(argc, argv);
    return pipit::test::main();
}
