// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_line.h"

#include "client/session_archive.h"
#include "core/message.h"
#include "core/text_limits.h"
#include "ui/chat/content/file_facts.h"
#include "ui/chat/content/inline_text.h"
#include "ui/chat/content/markdown_parser.h"

#include <QCoreApplication>

namespace pipit {

namespace {

constexpr qsizetype shownOfMessage = 200;

// Without the marks around them.
QString wordsOf(const QString &markdown)
{
    MarkdownParser parser;
    parser.update(markdown);
    QStringList words;
    for (const MarkdownBlock &block : parser.blocks()) {
        if (block.kind == MarkdownBlock::Kind::Table)
            words << block.rows.value(0).join(u' ');
        else
            words << (block.kind == MarkdownBlock::Kind::Code ? block.text : parseInline(block.text).text);
    }
    return words.join(u' ');
}

} // namespace

QString messageLine(const Message &message)
{
    if (isFileType(message.contentType))
        return message.metadata.value(u"name").toString(message.contentType);
    const QString text = leftOfText(message.content, shownOfMessage);
    return (message.contentType == u"markdown" ? wordsOf(text) : text).simplified();
}

QString messageLineOf(const Message &message, const QString &ownSenderId)
{
    const QString line = messageLine(message);
    if (message.senderType != SenderType::User || saidBy(message) == ownSenderId || message.senderName.isEmpty())
        return line;
    return QCoreApplication::translate("MessageLine", "%1: %2", "sender and last message of a session").arg(message.senderName, line);
}

} // namespace pipit
