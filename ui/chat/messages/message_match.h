// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the words that a message shows hold a text: of Markdown not its source, so that what is marked up in between, or is
// markup itself, is none of it. A very long message takes several calls.
//
// Cost: where the source cannot hold it, one pass over that; else the message is parsed. Thread rule: a value on one thread.
#pragma once

#include "ui/chat/content/markdown_parser.h"
#include "ui/chat/messages/message_model.h"

#include <QDeadlineTimer>
#include <QStringMatcher>

#include <optional>

namespace pipit {

class MessageMatch
{
public:
    explicit MessageMatch(const QString &text);

    void begin(const ChatRow &row);
    // None: it is not known yet, and to be called again.
    std::optional<bool> look(const QDeadlineTimer &deadline);

private:
    enum class Guess { No, Yes, Perhaps };
    Guess guess(const QString &markdown);
    bool isIn(const QString &words) const { return m_matcher.indexIn(words) >= 0; }
    bool isIn(const MarkdownBlock &block);

    QString m_text;
    QStringMatcher m_matcher;
    QStringMatcher m_bareMatcher; // without what may be markup
    bool m_isPlain;               // nothing in it may be markup
    ChatRow m_row;
    QString m_bare;
    MarkdownParser m_parser;
    qsizetype m_read = 0;         // of the source
    qsizetype m_looked = 0;       // blocks
    QString m_lineBefore;         // the end of the last block, where the next one may go on in its line
};

} // namespace pipit
