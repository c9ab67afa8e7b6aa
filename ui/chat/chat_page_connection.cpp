// SPDX-License-Identifier: GPL-3.0-or-later
// What the connection brings: sessions, bots, the feed of the open session, what of it is new.
#include "ui/chat/chat_page.h"

#include "client/past_messages.h"
#include "core/redaction.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/connection_banner.h"
#include "ui/chat/messages/feed_binding.h"
#include "ui/chat/messages/message_find.h"
#include "ui/chat/messages/message_media.h"
#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/message_view.h"
#include "ui/chat/note/note_panel.h"
#include "ui/chat/sessions/message_search.h"
#include "ui/chat/sessions/session_list.h"

#include <algorithm>

namespace pipit {

void ChatPage::setConnection(Connection *connection)
{
    m_connection = connection;
    m_startError.reset();
    m_media->setConnection(connection);
    m_files->setConnection(connection);
    m_sessions->model()->setDrafts([this](const QString &id) { return m_connection ? m_connection->draft(id) : QString(); });
    m_sessions->messageSearch()->setSource([this](QString text, std::optional<qint64> before) { return m_connection->search(std::move(text), before); },
                                           [this](const QString &id) { return sessionTitle(id); });
    m_note->setConnection(connection);
    connect(connection, &Connection::sessionsChanged, this, &ChatPage::takeSessions);
    connect(connection, &Connection::botsChanged, this, &ChatPage::takeBots);
    connect(connection, &Connection::statusChanged, this, &ChatPage::takeStatus);
    connect(connection, &Connection::ownSenderIdChanged, this, &ChatPage::takeCaller);
    for (auto signal : {&Connection::typingChanged, &Connection::presenceChanged}) {
        connect(connection, signal, this, [this](const QString &sessionId) {
            if (sessionId == m_sessionId)
                updatePeople();
        });
    }
    connect(connection, &Connection::localFaulted, this, &ChatPage::takeLocalFault);
    takeBots();
    takeStatus();
    takeLocalFault();
    if (!m_sessionId.isEmpty()) {
        markUnread();
        bindFeed();
        m_composer->setDraft(m_sessionId, connection->draft(m_sessionId));
        connection->markRead(m_sessionId);
    }
    // It may have been there for a while, for another page; or they are those of the local copy.
    if (connection->areSessionsKnown() || !connection->sessions().isEmpty())
        takeSessions();
    updateState();
}

void ChatPage::releaseConnection()
{
    if (m_connection)
        m_connection->disconnect(this);
    // What is of the connection goes with it.
    m_binding.reset();
    m_boundPast = nullptr;
    m_past.reset();
    m_view->setOpenEnded(false);
    leaveComparison();
    m_note->setConnection(nullptr);
    m_members.clear();
    m_welcomed.clear();
    m_feed = nullptr;
    m_connection = nullptr;
    m_loadError.reset();
    m_break.reset();
    m_media->setConnection(nullptr);
    m_sessions->setReady(false);
    updateState();
}

void ChatPage::takeCaller()
{
    const QString caller = m_connection->ownSenderId();
    m_messages->setOwnSenderId(caller);
    m_sessions->model()->setOwnSenderId(caller);
    if (std::exchange(m_caller, caller) != caller && !m_boundPast)
        chooseBot(); // whose words are others' is known now
    updatePeople();
}

void ChatPage::takeStatus()
{
    const ConnectionStatus &status = m_connection->status();
    m_banner->setStatus(status);
    if (status.state == ConnectionStatus::State::Live)
        askForMembers();
    takeCaller();
    markCaughtUp();
    // Of what was shown from the local copy, or during a break, the pictures come now.
    if (status.state == ConnectionStatus::State::Live && status.caughtUp == 0)
        m_media->retryFailed();
    updateState();
}

// Before the session counts as read.
void ChatPage::markUnread()
{
    const auto found = std::ranges::find(m_connection->sessions(), m_sessionId, &SessionSummary::id);
    m_messages->setMark(found == m_connection->sessions().end() || found->unread == 0 ? NewMark() : NewMark{NewMark::Kind::Unread, found->firstUnread, found->unread});
}

// Messages of this session that came while the connection was away; told again as more of them come.
void ChatPage::markCaughtUp()
{
    const ConnectionStatus &status = m_connection->status();
    if (!m_feed || !m_feed->isLoaded())
        return;
    const QList<Message> &messages = m_feed->messages();
    if (status.state != ConnectionStatus::State::Live) {
        if (!m_break || m_break->isOver)
            m_break = Break{.newest = messages.isEmpty() ? 0 : messages.last().id};
        return;
    }
    if (!m_break)
        return;
    m_break->isOver = true;
    if (std::exchange(m_break->caughtUp, status.caughtUp) == status.caughtUp)
        return;
    const auto isNew = [this](const Message &message) { return message.id > m_break->newest && !message.replaces && !redactedIds(message) && message.senderId != m_connection->ownSenderId(); };
    if (const auto first = std::ranges::find_if(messages, isNew); first != messages.end())
        m_messages->setMark({NewMark::Kind::CaughtUp, first->id, int(std::ranges::count_if(messages, isNew))});
}

void ChatPage::takeSessions()
{
    const QList<SessionSummary> &sessions = m_connection->sessions();
    m_sessionsKnown = true;
    takeCaller();
    m_sessions->model()->setSessions(sessions);
    m_sessions->setReady(true);
    const bool isKnown = std::ranges::any_of(sessions, [this](const SessionSummary &session) { return session.id == m_sessionId; });
    if (m_wasListed && !isKnown) { // deleted
        m_sessionId.clear();
        leavePast();
        leaveComparison();
        m_binding.reset();
        m_feed = nullptr;
        m_messages->reset({});
    }
    m_wasListed = isKnown;
    leaveEndedSession();
    if (m_sessionId.isEmpty()) {
        if (!sessions.isEmpty())
            openSession(sessions.first().id);
        else if (!m_creating && !m_welcome)
            newSession();
    }
    updateHeader();
    updateState();
}

void ChatPage::takeBots()
{
    const QHash<QString, QString> names = m_connection->botNames();
    m_messages->setBotNames(names);
    m_composer->setBots(m_connection->bots());
    QList<std::pair<QString, QString>> available;
    for (const BotInfo &bot : m_connection->bots()) {
        if (bot.available)
            available.append({bot.id, names.value(bot.id)});
    }
    m_view->setBots(available);
    if (!m_boundPast) // who answers is told by the present
        chooseBot();
    updateHeader();
}

bool ChatPage::isAvailable(const QString &botId) const
{
    return m_connection && std::ranges::any_of(m_connection->bots(), [&botId](const BotInfo &bot) { return bot.available && bot.id == botId; });
}

// The session's last bot answers again; in a new session the first that is there; where people talk without one, nobody.
void ChatPage::chooseBot()
{
    if (!m_connection || m_sessionId.isEmpty() || m_composer->hasChosenBot(m_sessionId))
        return;
    const QList<BotInfo> &bots = m_connection->bots();
    QString chosen;
    bool arePeopleHere = false;
    for (int row = m_messages->rowCount() - 1; row >= 0 && chosen.isEmpty(); --row) {
        const ChatRow message = m_messages->row(row);
        if (message.senderType == SenderType::Bot && isAvailable(message.senderId))
            chosen = message.senderId;
        arePeopleHere = arePeopleHere || (message.senderType == SenderType::User && !message.own && !m_connection->ownSenderId().isEmpty());
    }
    if (chosen.isEmpty() && !arePeopleHere) {
        const auto available = std::ranges::find_if(bots, &BotInfo::available);
        chosen = available == bots.end() ? QString() : available->id;
    }
    if (m_composer->bot() != chosen)
        m_composer->setBot(chosen);
}

void ChatPage::openSession(const QString &sessionId)
{
    if (sessionId.isEmpty())
        return;
    if (sessionId != m_sessionId) {
        m_sessionId = sessionId;
        m_wasListed = false;
        m_view->setOpenEnded(false);
        leavePast();
        leaveComparison();
        m_note->setSession(sessionId);
        m_members.clear();
        m_welcomed.clear();
        updatePeople();
        askForMembers();
        m_sought = 0;
        m_loadError.reset();
        m_break.reset();
        if (m_connection) {
            markUnread();
            bindFeed();
            m_composer->setDraft(m_sessionId, m_connection->draft(m_sessionId));
        }
        Q_EMIT sessionOpened(sessionId);
    }
    m_sessions->setCurrentSession(sessionId);
    if (m_connection)
        m_connection->markRead(sessionId);
    updateHeader();
    updateState();
}

void ChatPage::bindFeed()
{
    m_feed = m_connection->feed(m_sessionId);
    m_binding = std::make_unique<FeedBinding>(m_feed, m_messages, nullptr);
    connect(m_feed, &SessionFeed::loadingChanged, m_binding.get(), [this] {
        if (m_feed->isLoaded())
            m_loadError.reset();
        updateState();
    });
    connect(m_feed, &SessionFeed::localEnded, m_binding.get(), [this] {
        m_find->endOfOlder();
        Q_EMIT problem(tr("The copy on this computer ends here. Older messages come when the node can be reached."));
    });
    // When the page, or that there is none, is known too.
    connect(m_feed, &SessionFeed::loadingChanged, m_binding.get(), [this] {
        showSought();
        if (!m_restored.isEmpty() && m_sessionsKnown && m_feed->isLoaded())
            takeSessions();
    }, Qt::QueuedConnection);
    connect(m_feed, &SessionFeed::reloaded, m_binding.get(), [this] {
        m_loadError.reset();
        chooseBot();
        updateState();
        updatePeople();
        showSought();
    });
    connect(m_feed, &SessionFeed::messagesAppended, m_binding.get(), [this](int count) {
        showSought();
        const QList<Message> &messages = m_feed->messages();
        welcome(messages.last(std::min<qsizetype>(count, messages.size())));
        if (isVisible() && m_connection)
            m_connection->markRead(m_sessionId);
    });
    connect(m_feed, &SessionFeed::loadFailed, m_binding.get(), [this](const Error &error) {
        m_find->endOfOlder();
        if (m_feed->isLoaded())
            m_sought = 0; // it was on the way to an older one
        if (m_feed->isLocal())
            Q_EMIT problem(tr("The newest messages could not be loaded: %1").arg(error.message));
        else if (m_messages->rowCount() > 0)
            Q_EMIT problem(tr("Older messages could not be loaded: %1").arg(error.message));
        else
            m_loadError = error;
        updateState();
    });
    // Also of a session that is left: its row in the list says when the answer is done.
    connect(m_feed, &SessionFeed::runChanged, this, &ChatPage::updateAnswering, Qt::UniqueConnection);
    connect(m_feed, &SessionFeed::runRemoved, this, &ChatPage::updateAnswering, Qt::UniqueConnection);
    chooseBot();
    updatePeople();
    updateAnswering();
}

} // namespace pipit
