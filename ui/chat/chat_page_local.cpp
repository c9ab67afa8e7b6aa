// SPDX-License-Identifier: GPL-3.0-or-later
// What the page has from the last time: the session that was open, and what is to be said of the local copy.
#include "ui/chat/chat_page.h"

#include "ui/chat/messages/feed_binding.h"
#include "ui/chat/messages/message_model.h"

#include <algorithm>
#include <utility>

namespace pipit {

void ChatPage::restoreSession(const QString &sessionId)
{
    m_restored = sessionId;
    openSession(sessionId);
}

// The restored one, when the node knows nothing of it: it was deleted, or this is another node.
void ChatPage::leaveEndedSession()
{
    if (m_restored.isEmpty() || m_connection->status().state != ConnectionStatus::State::Live || !m_feed || !m_feed->isLoaded())
        return;
    const bool isThere = m_sessionId != m_restored || m_messages->rowCount() > 0 || std::ranges::find(m_connection->sessions(), m_sessionId, &SessionSummary::id) != m_connection->sessions().end();
    m_restored.clear();
    if (isThere)
        return;
    m_binding.reset();
    m_feed = nullptr;
    m_sessionId.clear();
}

void ChatPage::setKeepsDrafts(bool keeps)
{
    m_keepsDrafts = keeps;
}

void ChatPage::takeLocalFault()
{
    const auto fault = m_connection->localFault();
    if (!fault)
        return;
    switch (fault->kind) {
    case LocalFault::Kind::Damaged:
        Q_EMIT problem(tr("The copy of your sessions on this computer was damaged (%1). It was set aside as %2, and a new one is made from the node.").arg(fault->reason, fault->movedTo));
        break;
    case LocalFault::Kind::Newer:
        Q_EMIT problem(tr("The copy of your sessions, %1, was made by a later version of Pipit. It is left as it is, and nothing can be read offline until Pipit is updated.").arg(fault->file));
        break;
    case LocalFault::Kind::Unusable:
        Q_EMIT problem(tr("The copy of your sessions, %1, cannot be written: %2. Drafts are lost with the window until there is room on the disk, and the right to write there.").arg(fault->file, fault->reason));
        break;
    }
}

} // namespace pipit
