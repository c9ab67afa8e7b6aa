// SPDX-License-Identifier: GPL-3.0-or-later
// How well a few typed letters fit a title: all of them must occur in it in order, whatever stands between.
//
// Contract: a whole word counts more than its beginning, a beginning more than letters inside, and what stands together more than
// what is scattered; case and accents do not count ("sesion" finds "sesión"). Words may come in any order.
// Cost: the product of the two lengths. Thread rule: a function without state.
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace pipit {

struct FuzzyMatch {
    int score = 0;               // the larger the better
    QList<qsizetype> places = {}; // of the letters in the title, ascending
};

// Nothing: it does not fit. An empty question fits everything, with no score.
std::optional<FuzzyMatch> fuzzyMatch(const QString &question, const QString &title);

} // namespace pipit
