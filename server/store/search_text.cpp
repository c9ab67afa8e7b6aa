// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/search_text.h"

#include "core/text_limits.h"

#include <QList>

namespace pipit::store {

namespace {

struct Run {
    bool cjk = false;
    QList<uint> letters = {}; // UCS-4
};

QList<Run> runsOf(QStringView text)
{
    QList<Run> runs;
    bool joined = false; // the last run goes on
    const QList<uint> letters = text.toUcs4();
    for (const uint letter : letters) {
        if (!QChar::isLetterOrNumber(letter) && !QChar::isMark(letter)) {
            joined = false;
            continue;
        }
        const bool cjk = isCjk(letter);
        if (!joined || runs.last().cjk != cjk)
            runs.append(Run{cjk});
        runs.last().letters.append(QChar::toLower(letter));
        joined = true;
    }
    return runs;
}

QString textOf(const QList<uint> &letters, qsizetype from, qsizetype count)
{
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(letters.constData()) + from, count);
}

// A run's terms: the word, or its pairs and then its last letter, so that every letter begins a term.
QStringList termsOf(const Run &run)
{
    if (!run.cjk)
        return {textOf(run.letters, 0, run.letters.size())};
    QStringList terms;
    for (qsizetype i = 0; i + 1 < run.letters.size(); ++i)
        terms << textOf(run.letters, i, 2);
    terms << textOf(run.letters, run.letters.size() - 1, 1);
    return terms;
}

} // namespace

QString searchTerms(QStringView text)
{
    QStringList terms;
    for (const Run &run : runsOf(text))
        terms += termsOf(run);
    return terms.join(u' ');
}

QString searchExpression(QStringView question)
{
    QStringList parts;
    for (const Run &run : runsOf(question)) {
        QStringList terms = termsOf(run);
        if (run.cjk && terms.size() > 1)
            terms.removeLast(); // pairs are enough, and the run may go on in the text
        const bool prefix = !run.cjk || run.letters.size() == 1;
        parts << u'"' + terms.join(u' ') + u'"' + (prefix ? u"*" : u"");
    }
    return parts.join(u' ');
}

} // namespace pipit::store
