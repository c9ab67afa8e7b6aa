// SPDX-License-Identifier: GPL-3.0-or-later
// Colours code: one pass over each line, driven by a table of languages, with the little that must be remembered from
// one line to the next.
//
// Contract: it never fails; what it does not know is plain. Tokens ascend and do not overlap.
// Cost: linear in the line. Thread rule: functions without state.
#pragma once

#include <QList>
#include <QString>

namespace pipit {

enum class CodeToken { Keyword, Function, String, Number, Comment };

struct CodeSpan {
    qsizetype start = 0;
    qsizetype length = 0;
    CodeToken token = CodeToken::Keyword;

    bool operator==(const CodeSpan &) const = default;
};

struct CodeLanguage; // one row of the table in code_languages.cpp

// Found by any of its names ("py", "Python", "c++"), nullptr for none.
const CodeLanguage *findCodeLanguage(QStringView name);

// What is open at a line's end: nothing, or a comment or text that goes on in the next line.
struct CodeState {
    enum class Open { None, BlockComment, Text, Tag };
    Open open = Open::None;
    qint8 quote = 0; // which of the language's quotes is open

    bool operator==(const CodeState &) const = default;
};

QList<CodeSpan> colourLine(const CodeLanguage &language, QStringView line, CodeState *state);

} // namespace pipit
