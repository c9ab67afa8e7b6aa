// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader asks for.
#include "ui/chat/chat_page.h"

#include "ui/chat/composer.h"
#include "ui/chat/message_view.h"

namespace pipit {

namespace {

constexpr int titleFromText = 40; // characters of the first message that name a session

QString titleOf(const QString &text)
{
    QString title = text.simplified().left(titleFromText);
    if (title.back().isHighSurrogate())
        title.chop(1);
    return title;
}

} // namespace

void ChatPage::send(const QString &text, const QString &botId)
{
    if (!m_connection)
        return;
    if (botId.isEmpty())
        m_connection->send(m_sessionId, text);
    else
        m_connection->ask(m_sessionId, botId, text);
    if (m_unnamed.contains(m_sessionId))
        rename(titleOf(text));
    m_view->scrollToBottom();
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
    if (!m_connection || m_creating)
        return;
    m_creating = true;
    const bool first = m_connection->sessions().isEmpty();
    // The first one is named for the bot that is always there, the others by what is said first.
    const QString title = first ? QStringLiteral("Echo") : tr("New session");
    m_connection->createSession(title).then([guard = QPointer<ChatPage>(this), first](const Result<QString> &created) {
        if (!guard)
            return;
        guard->m_creating = false;
        if (created) {
            if (!first)
                guard->m_unnamed.insert(*created);
            guard->openSession(*created);
            guard->showList(false);
            guard->m_composer->setFocus(Qt::OtherFocusReason);
        } else {
            Q_EMIT guard->problem(tr("No session was created: %1").arg(created.error().message));
            guard->updateState();
        }
    });
}

} // namespace pipit
