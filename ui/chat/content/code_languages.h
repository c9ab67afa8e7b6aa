// SPDX-License-Identifier: GPL-3.0-or-later
// The table of languages that the lexer knows: adding one is one row.
// Thread rule: constant data.
#pragma once

#include <QStringView>

#include <array>
#include <span>

namespace pipit {

struct CodeQuote {
    QStringView begin;
    QStringView end;
    bool spansLines = false;
    bool escapes = true;     // a backslash takes the next character with it
};

struct CodeLanguage {
    std::span<const QStringView> names;       // lower case
    QStringView keywords;                     // words parted by single spaces
    std::span<const QStringView> lineComments;
    QStringView commentBegin = {};
    QStringView commentEnd = {};
    std::span<const CodeQuote> quotes = {};
    bool foldsCase = false;                   // keywords in either case, as in SQL
    bool callsAreFunctions = true;            // a name before ( is a function's
    bool markup = false;                      // <tag attribute="…">
    bool shellVariables = false;              // $name
    QStringView wordExtra = u"_";             // what belongs to a word beside letters and digits
};

std::span<const CodeLanguage> codeLanguages();

// Whether the word stands in the list of words parted by spaces.
bool isKeyword(const CodeLanguage &language, QStringView word);

} // namespace pipit
