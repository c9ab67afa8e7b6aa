// SPDX-License-Identifier: GPL-3.0-or-later
// What the small words around a message say: its state, its figures, its versions. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/word_line.h"

namespace pipit {

QString stateText(const ChatRow &row);                        // "Sending"
QString endedText(const ChatRow &row);                        // of a stored answer that did not come to its end: "Failed: no answer"; else empty
QString markText(const NewMark &mark);                        // "3 unread"
std::vector<WordLine::Word> footWords(const ChatRow &row);    // below it; of a comment too
std::vector<WordLine::Word> reasoningWords(const ChatRow &row, bool isShown); // above an answer; empty: it has none
std::vector<WordLine::Word> foldWords(qsizetype hidden);      // of a text that is not shown whole; empty: it is
std::vector<WordLine::Word> suggestionWords(const ChatRow &row);

// The whole clock of an answer, as far as it is known: what happened, and after how long.
QList<std::pair<QString, QString>> clockOf(const ChatRow &row);

} // namespace pipit
