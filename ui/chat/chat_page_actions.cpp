// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader asks for.
#include "ui/chat/chat_page.h"

#include "core/text_limits.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/messages/answer_columns.h"
#include "ui/chat/messages/message_export.h"
#include "ui/chat/messages/message_line.h"
#include "ui/chat/messages/message_view.h"
#include "ui/theme/dialogs.h"

#include <QSaveFile>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype longestCaption = 8000; // characters: it is metadata, of which a message holds 64 KiB
constexpr int titleFromText = 40; // characters of the first message that name a session

QString titleOf(const QString &text)
{
    QString title = text.simplified().left(titleFromText);
    if (title.back().isHighSurrogate())
        title.chop(1);
    return title;
}

} // namespace

// Files go before the text. A bot is asked with the text; one that takes files, where there are any, about the last of them, with the
// text beside it, which then stands before.
void ChatPage::send(const QString &text, const QString &botId, qint64 replyTo, const QList<Attachment> &attachments)
{
    if (!m_connection)
        return;
    leaveComparison();
    const auto bot = std::ranges::find(m_connection->bots(), botId, &BotInfo::id);
    const bool asksAboutFile = !attachments.isEmpty() && bot != m_connection->bots().end() && (bot->takesFiles || text.isEmpty());
    const auto attach = [&](const Attachment &attachment, const QString &asked) {
        const auto attached = m_connection->attach(m_sessionId, attachment, asked, text.isEmpty() ? replyTo : 0);
        if (!attached)
            Q_EMIT problem(tr("%1 was not attached: %2").arg(attachment.name, attached.error().message));
    };
    for (const Attachment &attachment : attachments.first(attachments.size() - (asksAboutFile ? 1 : 0)))
        attach(attachment, {});
    if (!text.isEmpty() && !botId.isEmpty() && !asksAboutFile)
        m_connection->ask(m_sessionId, botId, text, replyTo);
    else if (!text.isEmpty())
        m_connection->send(m_sessionId, text, replyTo);
    if (asksAboutFile) {
        Attachment last = attachments.last();
        last.caption = leftOfText(text, longestCaption);
        attach(last, bot->takesFiles ? botId : QString());
    }
    if (m_unnamed.contains(m_sessionId))
        rename(titleOf(text.isEmpty() ? attachments.first().name : text));
    m_sought = 0;
    m_view->scrollToBottom();
}

void ChatPage::startReply(const QString &key)
{
    const int row = m_messages->rowOfKey(key);
    if (row < 0)
        return;
    const ChatRow message = m_messages->row(row);
    Message said;
    said.contentType = message.contentType;
    said.content = message.text;
    said.metadata = message.metadata;
    m_composer->startReply(message.id, message.senderName, messageLine(said));
}

void ChatPage::startEdit(int row)
{
    if (row < 0)
        return;
    const ChatRow message = m_messages->row(row);
    EditedMessage edited{.id = message.firstId, .text = message.text, .contentType = message.contentType, .replyTo = message.replyTo};
    // Bots are asked in plain text only.
    const int end = std::min(m_messages->rowCount(), row + 1 + MessageModel::answersWithin);
    for (int below = row + 1; message.contentType == u"text" && below < end && edited.botId.isEmpty(); ++below) {
        const ChatRow answer = m_messages->row(below);
        if (answer.isAnswer && answer.replyTo == message.id && isAvailable(answer.senderId))
            edited.botId = answer.senderId;
    }
    m_composer->startEdit(edited);
}

void ChatPage::editLast()
{
    for (int row = m_messages->rowCount() - 1; row >= 0; --row) {
        if (m_messages->row(row).isEditable) {
            m_view->showRow(m_messages->row(row).key);
            return startEdit(row);
        }
    }
}

void ChatPage::sendEdit(const EditedMessage &message, const QString &text)
{
    if (!m_connection)
        return;
    MessageDraft draft{.sessionId = m_sessionId, .contentType = message.contentType, .content = text, .replaces = message.id};
    if (message.replyTo != 0)
        draft.replyTo = message.replyTo;
    m_connection->edit(draft, message.botId);
}

void ChatPage::answerAnew(qint64 id, const QString &botId)
{
    if (!m_connection)
        return;
    m_connection->answerAnew(m_sessionId, id, botId).then([guard = QPointer<ChatPage>(this)](const Result<Done> &asked) {
        if (guard && !asked)
            Q_EMIT guard->problem(tr("The bot was not asked again: %1").arg(asked.error().message));
    });
}

void ChatPage::compareAnswers(qint64 questionId)
{
    const int row = m_messages->rowOfMessage(questionId);
    if (!m_feed || row < 0)
        return;
    m_columns->compare(m_feed, questionId, m_messages->row(row).text, m_connection->botNames());
    m_isComparing = true;
    updateState();
    m_columns->setFocus(Qt::OtherFocusReason);
}

void ChatPage::leaveComparison()
{
    if (!std::exchange(m_isComparing, false))
        return;
    m_columns->leave();
    updateState();
    m_view->setFocus(Qt::OtherFocusReason);
}

void ChatPage::exportMessages(const MessageSelection &what)
{
    // Now: while the dialog is open, the messages may change.
    const QByteArray text = exportedText(*m_messages, what, m_connection ? m_connection->url() : QUrl()).toUtf8();
    const QString path = dialogs::saveFile(this, tr("Export as Markdown"), exportName(*m_messages, what, sessionTitle(m_sessionId)));
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        Q_EMIT problem(tr("Nothing was exported, because %1 cannot be written: %2. Choose another folder, or make room on the disk, and export it again.").arg(path, file.errorString()));
}

void ChatPage::rename(const QString &title)
{
    if (!m_connection)
        return;
    m_unnamed.remove(m_sessionId);
    m_connection->renameSession(m_sessionId, title).then([guard = QPointer<ChatPage>(this)](const Result<Done> &renamed) {
        if (guard && !renamed)
            Q_EMIT guard->problem(tr("The session was not renamed: %1").arg(renamed.error().message));
    });
}

void ChatPage::newSession()
{
    // The first one is named for the bot that is always there, the others by what is said first.
    const bool first = m_connection && m_connection->sessions().isEmpty();
    makeSession(first ? QStringLiteral("Echo") : tr("New session"), [this, first](const QString &id) {
        if (!first)
            m_unnamed.insert(id);
        openSession(id);
    });
}

void ChatPage::beginSession(const QString &title, const QString &botId, const QString &text)
{
    makeSession(title, [this, botId, text](const QString &id) {
        openSession(id);
        m_composer->chooseBot(botId);
        m_composer->edit()->setPlainText(text);
        m_composer->edit()->selectAll();
    });
}

void ChatPage::makeSession(const QString &title, std::function<void(const QString &id)> then)
{
    if (!m_connection || m_connection->url().isEmpty() || m_creating)
        return;
    m_creating = true;
    m_connection->createSession(title).then([guard = QPointer<ChatPage>(this), then = std::move(then)](const Result<QString> &created) {
        if (!guard)
            return;
        guard->m_creating = false;
        if (created) {
            then(*created);
            guard->showList(false);
            guard->m_composer->setFocus(Qt::OtherFocusReason);
        } else {
            Q_EMIT guard->problem(tr("No session was created: %1").arg(created.error().message));
            guard->updateState();
        }
    });
}

} // namespace pipit
