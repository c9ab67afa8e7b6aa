// SPDX-License-Identifier: GPL-3.0-or-later
// What is written for: an edit of a message, a reply to one, or a quote of it.
#include "ui/chat/composer/composer.h"

#include "ui/chat/composer/composer_completion.h"
#include "ui/chat/composer/edit_line.h"

#include <QToolButton>

namespace pipit {

namespace {

constexpr qsizetype quotedCharacters = 2000;

} // namespace

void Composer::quote(const QString &markdown)
{
    QStringList lines = markdown.left(quotedCharacters).trimmed().split(u'\n');
    for (QString &line : lines)
        line.prepend(QStringLiteral("> "));
    QTextCursor cursor(m_edit->document());
    cursor.insertText(lines.join(u'\n') + QStringLiteral("\n\n")); // so that it can be undone
    m_edit->moveCursor(QTextCursor::End);
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::startEdit(const EditedMessage &message)
{
    if (m_sessionId.isEmpty())
        return;
    // What was written into another one is not thrown away for it.
    if (const auto edit = m_edits.constFind(m_sessionId); edit != m_edits.cend() && text() != edit->message.text.trimmed()) {
        if (edit->message.id != message.id)
            m_editLine->setProblem(tr("Save this one first, or press Esc to leave it as it was."));
        m_edit->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (!isEditing()) {
        tellDraft();
        keepText();
    }
    m_edits.insert(m_sessionId, {message, message.text});
    showText();
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::submitEdit()
{
    const QString changed = text();
    if (changed.isEmpty()) {
        m_editLine->setProblem(tr("Nothing to save: write something, or press Esc to leave it as it was."));
        return;
    }
    const EditedMessage message = m_edits.value(m_sessionId).message;
    leaveEdit();
    if (changed != message.text.trimmed())
        Q_EMIT edited(message, changed);
}

void Composer::leaveEdit()
{
    m_edits.remove(m_sessionId);
    showText();
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::startReply(qint64 id, const QString &name, const QString &text)
{
    if (m_sessionId.isEmpty() || id <= 0)
        return;
    if (isEditing())
        return m_editLine->setProblem(tr("Save this one first, or press Esc to leave it as it was."));
    m_replies.insert(m_sessionId, {id, name, text});
    showLines();
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::leaveReply()
{
    m_replies.remove(m_sessionId);
    showLines();
    m_edit->setFocus(Qt::OtherFocusReason);
}

// What stands between the card's upper edge and the text.
void Composer::showLines()
{
    const auto edit = m_edits.constFind(m_sessionId);
    const auto reply = m_replies.constFind(m_sessionId);
    const bool edits = edit != m_edits.cend();
    if (edits)
        m_editLine->setEdited(edit->message.text);
    m_editLine->setVisible(edits);
    if (reply != m_replies.cend())
        m_replyLine->setReplied(reply->name, reply->text);
    m_replyLine->setVisible(!edits && reply != m_replies.cend());
    m_completion->setEnabled(!edits);
    m_attachButton->setEnabled(!edits);
    showAttachments();
}

} // namespace pipit
