// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/report.h"

#include <QDate>
#include <QFile>
#include <QLocale>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

const QString tableBegins = u"<!-- the table of the trials begins -->\n"_s;
const QString tableEnds = u"<!-- the table of the trials ends -->\n"_s;

QString verdictOf(const TrialResult &result)
{
    switch (result.verdict) {
    case TrialResult::Verdict::Holds: return u"holds"_s;
    case TrialResult::Verdict::Broken: return u"**broken**"_s;
    case TrialResult::Verdict::NotHere: return u"not here"_s;
    }
    return {};
}

QString number(qint64 value)
{
    return QLocale(QLocale::English).toString(value);
}

QString rowOf(const QString &name, const QString &what, int disturbances, const Reckoning &sums, const QString &verdict)
{
    const QStringList cells{name, what, number(disturbances), number(sums.accepted), number(sums.told.notStored), number(sums.told.inDoubt), number(sums.told.nothing), number(sums.delivered),
                            number(sums.lost), number(sums.doubled), number(sums.disordered), number(sums.untrue), verdict};
    return u"| "_s + cells.join(u" | ") + u" |\n"_s;
}

} // namespace

QString lineOf(const TrialResult &result)
{
    if (result.verdict == TrialResult::Verdict::NotHere)
        return u"%1: not here: %2"_s.arg(result.trial.name, result.notHere);
    const Reckoning &sums = result.reckoning;
    QString line = u"%1: %2; %3 faults in %4 s; accepted %5, refused %6, in doubt %7, no answer %8; delivered %9; "_s
                       .arg(result.trial.name, result.verdict == TrialResult::Verdict::Holds ? u"holds"_s : u"BROKEN"_s, number(result.disturbances), QString::number(double(result.took.count()) / 1000, 'f', 1),
                            number(sums.accepted), number(sums.told.notStored), number(sums.told.inDoubt), number(sums.told.nothing), number(sums.delivered));
    line += u"lost %1, doubled %2, out of order %3, refused and stored %4"_s.arg(sums.lost).arg(sums.doubled).arg(sums.disordered).arg(sums.untrue);
    return result.notes.isEmpty() ? line : line + u"; "_s + result.notes.join(u"; ");
}

QString faultsOf(const TrialResult &result)
{
    QString text;
    for (const QString &fault : result.reckoning.faults)
        text += u"  "_s + fault + u'\n';
    return text;
}

QString tableOf(const QList<TrialResult> &results)
{
    QString table = u"| trial | the fault | times | accepted | refused | in doubt | no answer | delivered | lost | doubled | out of order | refused, yet stored | verdict |\n"
                    "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n"_s;
    Reckoning sums;
    int disturbances = 0;
    bool allHold = true;
    for (const TrialResult &result : results) {
        QString verdict = verdictOf(result);
        if (const QString more = result.verdict == TrialResult::Verdict::NotHere ? result.notHere : result.notes.join(u"; "); !more.isEmpty())
            verdict += u": "_s + more;
        table += rowOf(u'`' + result.trial.name + u'`', result.trial.fault, result.disturbances, result.reckoning, verdict);
        sums += result.reckoning;
        disturbances += result.disturbances;
        allHold = allHold && result.verdict != TrialResult::Verdict::Broken;
    }
    return table + rowOf(u"**all**"_s, QString(), disturbances, sums, allHold ? u"**holds**"_s : u"**broken**"_s);
}

QString writeInto(const QString &file, const QString &table, const QString &command)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return u"%1 cannot be read: %2."_s.arg(file, source.errorString());
    const QString text = QString::fromUtf8(source.readAll());
    const qsizetype from = text.indexOf(tableBegins), to = text.indexOf(tableEnds);
    if (from < 0 || to < from)
        return u"%1 lacks the two marks between which the table stands: %2 and %3."_s.arg(file, tableBegins.trimmed(), tableEnds.trimmed());
    const QString made = u"Made on %1 by `%2`.\n\n"_s.arg(QDate::currentDate().toString(Qt::ISODate), command);
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly) || target.write((text.left(from + tableBegins.size()) + made + table + text.mid(to)).toUtf8()) < 0 || !target.commit())
        return u"%1 cannot be written: %2."_s.arg(file, target.errorString());
    return {};
}

} // namespace pipit::test
