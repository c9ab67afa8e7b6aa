// SPDX-License-Identifier: GPL-3.0-or-later
// Text cut into what full-text search looks for: words, and pairs of letters where words are not parted by spaces.
//
// "今天天气 fine" becomes "今天 天天 天气 气 fine", so 天气 is found inside a sentence, on every database alike.
// Thread rule: functions without state.
#pragma once

#include <QString>

namespace pipit::store {

// The first letters of a message are searched; a tsvector holds a megabyte and counts 16,383 places.
inline constexpr int searchedLetters = 100'000;

// For SQLite's FTS5. The terms of a message, parted by blanks.
QString searchTerms(QStringView text);
// A question: every word must occur (as a beginning), a run of Chinese, Japanese or Korean letters as it stands. Empty
// where the question has no letter or digit.
QString searchExpression(QStringView question);

// The same for PostgreSQL, as the text of a tsvector and of a tsquery.
QString searchVector(QStringView text);
QString searchVectorQuery(QStringView question);

} // namespace pipit::store
