// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/search_text.h"

#include "core/text_limits.h"

#include <QList>

#include <algorithm>

namespace pipit::store {

namespace {

struct Run {
    bool cjk = false;
    QList<uint> letters = {}; // UCS-4
};

constexpr qsizetype longestWord = 255;

// Without its accents: FTS5 folds by itself, PostgreSQL's plain vectors do not. Korean letters decompose too, and must not.
uint folded(uint letter)
{
    while (!isCjk(letter)) {
        const QString parts = QChar::decomposition(letter);
        if (parts.isEmpty() || QChar::decompositionTag(letter) != QChar::Canonical)
            break;
        letter = parts.toUcs4().first();
    }
    return letter;
}

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
        joined = true;
        if (QChar::isMark(letter) && !cjk)
            continue;
        runs.last().letters.append(folded(QChar::toLower(letter)));
    }
    runs.removeIf([](const Run &run) { return run.letters.isEmpty(); }); // marks on nothing
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
        return {textOf(run.letters, 0, std::min(run.letters.size(), longestWord))};
    QStringList terms;
    for (qsizetype i = 0; i + 1 < run.letters.size(); ++i)
        terms << textOf(run.letters, i, 2);
    terms << textOf(run.letters, run.letters.size() - 1, 1);
    return terms;
}

// A part of a question: these terms, one after the other; the last as a beginning.
struct Part {
    QStringList terms;
    bool isPrefix = false;
};

QList<Part> partsOf(QStringView question)
{
    QList<Part> parts;
    for (const Run &run : runsOf(question)) {
        Part part{termsOf(run), !run.cjk || run.letters.size() == 1};
        if (run.cjk && part.terms.size() > 1)
            part.terms.removeLast(); // pairs are enough, and the run may go on in the text
        parts.append(part);
    }
    return parts;
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
    for (const Part &part : partsOf(question))
        parts << u'"' + part.terms.join(u' ') + u'"' + (part.isPrefix ? u"*" : u"");
    return parts.join(u' ');
}

QString searchVector(QStringView text)
{
    constexpr int lastPlace = 16'383;
    constexpr qsizetype mostUnits = 300'000; // three bytes each at most, of the megabyte that a tsvector may have
    QString vector;
    int place = 0;
    for (const Run &run : runsOf(text.left(searchedLetters))) {
        for (const QString &term : termsOf(run)) {
            if (place == lastPlace || vector.size() > mostUnits)
                return vector;
            vector += u'\'' + term + u"':" + QString::number(++place) + u' ';
        }
    }
    return vector;
}

QString searchVectorQuery(QStringView question)
{
    QStringList parts;
    for (const Part &part : partsOf(question))
        parts << u"('" + part.terms.join(u"' <-> '") + (part.isPrefix ? u"':*)" : u"')");
    return parts.join(u" & ");
}

} // namespace pipit::store
