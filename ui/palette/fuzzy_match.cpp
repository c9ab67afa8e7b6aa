// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/fuzzy_match.h"

#include <algorithm>
#include <vector>

namespace pipit {

namespace {

constexpr int forLetter = 1, forNeighbour = 9, forWordStart = 6, forTitleStart = 3;
constexpr qsizetype longest = 200; // characters of a title that are looked at

// One character stays one character, so that places are those of the title.
QChar bare(QChar c)
{
    const QString parts = c.decomposition();
    return (parts.isEmpty() || c.decompositionTag() != QChar::Canonical ? c : parts.front()).toCaseFolded();
}

QString bared(const QString &text)
{
    QString plain = text;
    std::ranges::transform(text, plain.begin(), bare);
    return plain;
}

bool startsWord(const QString &text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1], here = text[at];
    return !before.isLetterOrNumber() || (before.isLower() && here.isUpper());
}

// The best way to find the letters of one word in order.
std::optional<FuzzyMatch> matchWord(const QString &word, const QString &plain, const QString &title)
{
    if (word.size() > plain.size())
        return std::nullopt;
    const qsizetype columns = plain.size();
    constexpr int none = -1;
    std::vector<std::vector<int>> best(std::size_t(word.size()), std::vector<int>(std::size_t(columns), none));
    std::vector<std::vector<qsizetype>> from(std::size_t(word.size()), std::vector<qsizetype>(std::size_t(columns), -1));
    for (qsizetype letter = 0; letter < word.size(); ++letter) {
        int reached = none;       // the best of the letter before, up to the place before this one
        qsizetype reachedAt = -1;
        for (qsizetype at = 0; at < columns; ++at) {
            const auto row = std::size_t(letter);
            if (word[letter] == plain[at] && (letter == 0 || reached >= 0)) {
                const int here = forLetter + (startsWord(title, at) ? forWordStart : 0) + (at == 0 ? forTitleStart : 0);
                best[row][std::size_t(at)] = here + (letter == 0 ? 0 : reached);
                from[row][std::size_t(at)] = reachedAt;
                const int neighbour = letter > 0 && at > 0 ? best[row - 1][std::size_t(at - 1)] : none;
                if (neighbour >= 0 && neighbour + here + forNeighbour >= best[row][std::size_t(at)]) {
                    best[row][std::size_t(at)] = neighbour + here + forNeighbour;
                    from[row][std::size_t(at)] = at - 1;
                }
            }
            if (letter > 0 && best[row - 1][std::size_t(at)] > reached) {
                reached = best[row - 1][std::size_t(at)];
                reachedAt = at;
            }
        }
    }
    const auto &last = best.back();
    const auto end = std::ranges::max_element(last);
    if (end == last.end() || *end < 0)
        return std::nullopt;
    FuzzyMatch match{*end};
    qsizetype at = end - last.begin();
    for (qsizetype letter = word.size() - 1; letter >= 0; --letter) {
        match.places.prepend(at);
        at = from[std::size_t(letter)][std::size_t(at)];
    }
    return match;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString &question, const QString &title)
{
    const QString shown = title.left(longest);
    const QString plain = bared(shown);
    FuzzyMatch all;
    const QStringList words = bared(question).split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const auto match = matchWord(word, plain, shown);
        if (!match)
            return std::nullopt;
        all.score += match->score;
        all.places += match->places;
    }
    std::ranges::sort(all.places);
    all.places.erase(std::unique(all.places.begin(), all.places.end()), all.places.end());
    // Of two that fit alike, the shorter one was meant.
    all.score = all.score * 16 - int(std::min<qsizetype>(plain.size(), 15));
    return words.isEmpty() ? FuzzyMatch() : all;
}

} // namespace pipit
