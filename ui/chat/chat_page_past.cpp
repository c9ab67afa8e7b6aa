// SPDX-License-Identifier: GPL-3.0-or-later
// A message that is sought: among what is loaded, else in a stretch of the past around it, from which the reader comes back.
#include "ui/chat/chat_page.h"

#include "client/past_messages.h"
#include "ui/chat/messages/feed_binding.h"
#include "ui/chat/messages/message_find.h"
#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/message_view.h"

namespace pipit {

void ChatPage::openMessage(const QString &sessionId, qint64 id)
{
    openSession(sessionId);
    showList(false);
    seek(id);
}

void ChatPage::seek(qint64 id)
{
    m_sought = id;
    showSought();
}

void ChatPage::showSought()
{
    if (m_sought == 0 || !m_feed || !m_feed->isLoaded() || m_feed->isLoading())
        return;
    if (m_messages->rowOfMessage(m_sought) >= 0)
        return m_view->showMessage(std::exchange(m_sought, 0));
    const QList<Message> &present = m_feed->messages();
    if (m_past ? !present.isEmpty() && m_sought >= present.first().id : false) {
        returnToPresent();
        return showSought();
    }
    if (!present.isEmpty() && m_sought > present.last().id)
        return; // it is on its way
    const bool mayBeOlder = m_feed->hasOlder() && !present.isEmpty() && present.first().id > m_sought;
    if (mayBeOlder)
        return openPast(m_sought);
    m_sought = 0;
    Q_EMIT problem(tr("That message cannot be shown: it was removed, or it belongs to another version of what was said. Look through the versions around it."));
}

void ChatPage::openPast(qint64 around)
{
    if (m_boundPast)
        bindPresent(); // the stretch that is shown goes with its connection to the rows
    m_past = m_connection->past(m_sessionId, around);
    PastMessages *past = m_past.get();
    connect(past, &PastMessages::loaded, this, [this, past] {
        if (m_binding && m_boundPast == past)
            return past->messages().isEmpty() ? bindPresent() : void(); // all of it was purged
        m_boundPast = past;
        m_binding = std::make_unique<FeedBinding>(past, m_messages, nullptr);
        m_view->setOpenEnded(true);
        showInPast();
        joinPresent();
    });
    for (auto signal : {&PastMessages::messagesPrepended, &PastMessages::messagesAppended})
        connect(past, signal, this, [this] { joinPresent(); });
    connect(past, &PastMessages::loadFailed, this, [this](const Error &error) {
        m_find->endOfOlder();
        Q_EMIT problem(tr("Older messages could not be loaded: %1").arg(error.message));
        if (!m_boundPast)
            m_past.reset();
        m_sought = 0;
    });
    past->load();
}

void ChatPage::showInPast()
{
    const qint64 sought = std::exchange(m_sought, 0);
    if (sought == 0)
        return;
    if (m_messages->rowOfMessage(sought) >= 0)
        m_view->showMessage(sought);
    else
        Q_EMIT problem(tr("That message cannot be shown: it was removed, or it belongs to another version of what was said. Look through the versions around it."));
}

// As soon as the past reaches to what is loaded of the present, it is a part of that.
void ChatPage::joinPresent()
{
    if (!m_past || !m_feed)
        return;
    if (!m_feed->joinOlder(m_past->messages(), m_past->hasOlder())) {
        // Up to the newest, and still a gap: the messages between are gone, or not loaded yet.
        if (m_past->hasNewer() || !m_feed->isLoaded())
            return;
    }
    bindPresent();
}

void ChatPage::returnToPresent()
{
    if (!m_past)
        return;
    bindPresent();
    m_view->scrollToBottom();
}

void ChatPage::bindPresent()
{
    bindFeed();
    m_view->setOpenEnded(false);
    leavePast();
}

// Later: it may be one of its own signals that leads here.
void ChatPage::leavePast()
{
    m_boundPast = nullptr;
    if (m_past) {
        m_past->disconnect(this);
        m_past.release()->deleteLater();
    }
}

void ChatPage::loadOlder()
{
    if (m_past && m_boundPast)
        m_past->hasOlder() ? m_past->loadOlder() : m_find->endOfOlder();
    else
        m_feed && m_feed->hasOlder() ? m_feed->loadOlder() : m_find->endOfOlder();
}

} // namespace pipit
