// SPDX-License-Identifier: GPL-3.0-or-later
// How a feed's pages come together: the local copy's, the node's, and what the stream has brought meanwhile.
#include "client/api_client.h"
#include "client/local_store.h"
#include "client/session_feed.h"

#include <algorithm>

namespace pipit {

void SessionFeed::showLocal()
{
    LocalPage page = m_local.newest(m_sessionId, ApiClient::historyPage);
    m_erasures.applyTo(page.messages);
    if (page.messages.isEmpty())
        return;
    m_messages = std::move(page.messages);
    m_hasOlder = page.hasOlder;
    m_isLocal = true;
    for (const Message &message : std::as_const(m_messages)) {
        answered(message);
        arrived(message);
    }
    Q_EMIT reloaded();
}

// What is not this caller's to read any more.
void SessionFeed::forget()
{
    m_local.removeSession(m_sessionId);
    if (!std::exchange(m_isLocal, false))
        return;
    m_messages.clear();
    m_hasOlder = false;
    Q_EMIT reloaded();
}

void SessionFeed::merge(QList<Message> page, bool hasOlder)
{
    const qint64 pageBegins = page.isEmpty() ? 0 : page.first().id;
    const QList<Message> before = std::exchange(m_messages, std::move(page));
    for (const Message &message : std::as_const(m_early)) {
        if (m_messages.isEmpty() || message.id > m_messages.last().id)
            m_messages.push_back(message);
    }
    m_early.clear();
    m_erasures.applyTo(m_messages);
    const bool meets = m_isLocal && hasOlder && !before.isEmpty() && pageBegins <= before.last().id;
    m_local.keepNewest(m_sessionId, m_messages, !hasOlder, meets);

    const auto isOlder = [pageBegins](const Message &message) { return message.id < pageBegins; };
    const qsizetype older = meets ? std::ranges::count_if(before, isOlder) : 0;
    if (older > 0)
        m_messages = before.first(older) + m_messages;
    else
        m_hasOlder = hasOlder;

    const bool wasLocal = std::exchange(m_isLocal, false);
    m_isFirstPageUnderWay = false;
    m_loaded = true;
    for (const Message &message : std::as_const(m_messages)) {
        answered(message);
        arrived(message);
    }
    // What is on the screen already stays there.
    const bool goesOn = wasLocal && before.size() <= m_messages.size() && std::equal(before.cbegin(), before.cend(), m_messages.cbegin());
    if (!goesOn)
        Q_EMIT reloaded();
    else if (m_messages.size() > before.size())
        Q_EMIT messagesAppended(int(m_messages.size() - before.size()));
    setLoading(false);
}

void SessionFeed::loadOlder()
{
    if (m_loading || !(m_loaded || m_isLocal) || !m_hasOlder || m_messages.isEmpty())
        return;
    setLoading(true);
    // Later, as a node's page: who asks may be in the middle of laying out what is there.
    QMetaObject::invokeMethod(this, [this, generation = m_generation] { generation == m_generation ? loadOlderHere() : void(); }, Qt::QueuedConnection);
}

void SessionFeed::loadOlderHere()
{
    LocalPage page = m_messages.isEmpty() ? LocalPage() : m_local.before(m_sessionId, m_messages.first().id, ApiClient::historyPage);
    if (page.messages.isEmpty() && !m_isLocal) {
        loadOlderPage();
        return;
    }
    setLoading(false);
    m_erasures.applyTo(page.messages);
    if (page.messages.isEmpty())
        Q_EMIT localEnded();
    else
        prepend(std::move(page.messages), page.hasOlder);
}

QCoro::Task<> SessionFeed::loadOlderPage()
{
    if (m_messages.isEmpty()) {
        setLoading(false);
        co_return;
    }
    const int generation = m_generation;
    const qint64 before = m_messages.first().id;
    setLoading(true);
    const auto page = co_await m_api.history(m_sessionId, ApiClient::historyPage, before);
    if ((!page && page.error().code == ErrorCode::Cancelled) || generation != m_generation)
        co_return;
    setLoading(false);
    if (!page) {
        Q_EMIT loadFailed(page.error());
        co_return;
    }
    // Where the beginning was given up meanwhile, this page no longer meets it.
    if (m_messages.isEmpty() || m_messages.first().id != before)
        co_return;
    if (!page->messages.isEmpty() && page->messages.last().id >= before) {
        Q_EMIT loadFailed(Error{ErrorCode::Protocol, QStringLiteral("The node sent newer messages where older ones were asked for.")});
        co_return;
    }
    QList<Message> older = page->messages;
    m_erasures.applyTo(older);
    const bool hasOlder = page->hasMore && !older.isEmpty();
    m_local.keepOlder(m_sessionId, before, older, !hasOlder);
    prepend(std::move(older), hasOlder);
}

bool SessionFeed::joinOlder(const QList<Message> &stretch, bool hasOlder)
{
    if (!m_loaded || m_messages.isEmpty() || stretch.isEmpty() || stretch.last().id < m_messages.first().id)
        return false;
    const auto end = std::ranges::lower_bound(stretch, m_messages.first().id, {}, &Message::id);
    QList<Message> older(stretch.begin(), end);
    if (older.isEmpty())
        return true;
    m_erasures.applyTo(older);
    m_local.keepOlder(m_sessionId, m_messages.first().id, older, !hasOlder);
    prepend(std::move(older), hasOlder);
    return true;
}

void SessionFeed::prepend(QList<Message> older, bool hasOlder)
{
    m_hasOlder = hasOlder;
    m_messages = older + m_messages;
    Q_EMIT messagesPrepended(int(older.size()));
}

} // namespace pipit
