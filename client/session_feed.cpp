// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/session_feed.h"

#include "client/api_client.h"
#include "client/local_store.h"
#include "core/redaction.h"

#include <QMetaMethod>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype mostUnwatched = 500;
constexpr qsizetype mostWatched = 20'000;
constexpr qsizetype mostEarly = 2'000;
constexpr qsizetype mostEarlyUnits = 16 << 20; // UTF-16
constexpr qsizetype mostExpected = 1'000;

} // namespace

SessionFeed::SessionFeed(const QString &sessionId, ApiClient &api, LocalStore &local, QObject *parent)
    : QObject(parent), m_sessionId(sessionId), m_api(api), m_local(local)
{
}

void SessionFeed::setWanted()
{
    if (!std::exchange(m_wanted, true))
        showLocal();
    if (!m_loaded && !m_isLocal)
        setLoading(true);
    m_local.opened(m_sessionId);
}

void SessionFeed::load()
{
    if (m_wanted && !m_loaded && !m_isFirstPageUnderWay)
        loadFirstPage();
}

void SessionFeed::reload()
{
    if (!m_wanted)
        return;
    m_loaded = false;
    m_isLocal = false;
    loadFirstPage();
}

void SessionFeed::failLoading(const Error &error)
{
    if (m_loaded || !m_wanted)
        return;
    const bool wasAsked = std::exchange(m_isFirstPageUnderWay, false);
    setLoading(false);
    // That the node is not there is the connection's to say; here is something to read.
    if (wasAsked || !m_isLocal)
        Q_EMIT loadFailed(error);
}

QCoro::Task<> SessionFeed::loadFirstPage()
{
    const int generation = ++m_generation;
    m_isFirstPageUnderWay = true;
    do {
        m_early.clear();
        m_earlyBytes = 0;
        m_earlyIsFull = false;
        setLoading(true);
        auto page = co_await m_api.history(m_sessionId, ApiClient::historyPage);
        if ((!page && page.error().code == ErrorCode::Cancelled) || generation != m_generation)
            co_return;
        if (!page && page.error().code == ErrorCode::NotFound) {
            page = HistoryPage{}; // the session begins with its first message
        } else if (!page) {
            if (page.error().code == ErrorCode::Forbidden)
                forget();
            failLoading(page.error());
            co_return;
        }
        // More came meanwhile than was kept: what is missing is in the next first page.
        if (!m_earlyIsFull)
            merge(std::move(page->messages), page->hasMore);
    } while (m_earlyIsFull);
}

void SessionFeed::take(const Message &message)
{
    if (const auto ids = redactedIds(message))
        redact(*ids);
    if (!m_wanted)
        answered(message);
    else if (!m_loaded)
        keepEarly(message);
    else if (m_messages.isEmpty() || message.id > m_messages.last().id)
        append(message);
    else
        insert(message);
    arrived(message);
}

void SessionFeed::redact(const QList<qint64> &ids)
{
    m_erasures.redact(ids);
    m_erasures.applyTo(m_early);
    if (m_erasures.applyTo(m_messages))
        Q_EMIT reloaded();
}

void SessionFeed::purge(qint64 position)
{
    m_erasures.purge(position);
    m_erasures.applyTo(m_early);
    if (m_erasures.applyTo(m_messages))
        Q_EMIT reloaded();
}

void SessionFeed::endSession()
{
    ++m_generation;
    m_isFirstPageUnderWay = false;
    m_messages.clear();
    m_early.clear();
    m_earlyBytes = 0;
    m_runs = RunViews();
    m_isLocal = false;
    m_hasOlder = false;
    m_loaded = m_wanted;
    Q_EMIT reloaded();
    setLoading(false);
}

void SessionFeed::keepEarly(const Message &message)
{
    m_earlyBytes += message.content.size();
    if (m_early.size() >= mostEarly || m_earlyBytes > mostEarlyUnits) {
        m_earlyIsFull = true;
        m_early.clear();
    }
    if (!m_earlyIsFull && (m_early.isEmpty() || message.id > m_early.last().id))
        m_early.push_back(message);
}

void SessionFeed::append(const Message &message)
{
    m_messages.push_back(message);
    if (trim())
        Q_EMIT reloaded();
    else
        Q_EMIT messagesAppended(1);
    answered(message);
}

// A message that comes late: known already, further back than anything loaded, or out of its turn.
void SessionFeed::insert(const Message &message)
{
    const auto place = std::ranges::lower_bound(m_messages, message.id, {}, &Message::id);
    if (place->id == message.id || (place == m_messages.begin() && m_hasOlder))
        return;
    m_messages.insert(place, message);
    Q_EMIT reloaded();
    answered(message);
}

// Whether receivers of the signals were left with less than they know of.
bool SessionFeed::trim()
{
    const bool isWatched = isSignalConnected(QMetaMethod::fromSignal(&SessionFeed::messagesAppended));
    const qsizetype most = isWatched ? mostWatched : mostUnwatched;
    // A tenth more, so that not every message moves all the others.
    const qsizetype slack = isWatched ? most / 10 : 0;
    if (m_messages.size() <= most + slack)
        return false;
    m_messages.remove(0, m_messages.size() - most);
    m_hasOlder = true;
    return isWatched;
}

void SessionFeed::answered(const Message &message)
{
    if (message.senderType != SenderType::Bot)
        return;
    if (const auto runId = m_runs.answered(message.clientMessageId))
        Q_EMIT runRemoved(*runId);
}

void SessionFeed::take(const RunEvent &event)
{
    if (m_runs.take(event) == RunViews::Change::Changed)
        Q_EMIT runChanged(event.runId);
}

bool SessionFeed::take(const DeltaEvent &event)
{
    const RunViews::Change change = m_runs.take(event);
    if (change != RunViews::Change::None)
        Q_EMIT runChanged(event.runId);
    return change != RunViews::Change::Gap;
}

void SessionFeed::dismissRun(const QString &runId)
{
    if (m_runs.dismiss(runId))
        Q_EMIT runRemoved(runId);
}

void SessionFeed::interruptSuspectRuns()
{
    for (const QString &runId : m_runs.interruptSuspects())
        Q_EMIT runChanged(runId);
}

void SessionFeed::setPending(const QList<PendingMessage> &outbox)
{
    m_outbox = outbox;
    m_pending.clear();
    for (const Expected &expected : std::as_const(m_expected))
        m_pending.push_back(expected.pending);
    for (const PendingMessage &message : outbox) {
        const auto isThis = [&message](const PendingMessage &other) { return other.draft.clientMessageId == message.draft.clientMessageId; };
        if (std::ranges::none_of(m_pending, isThis))
            m_pending.push_back(message);
    }
    Q_EMIT pendingChanged();
}

void SessionFeed::expect(const Message &message)
{
    const auto found = std::ranges::find_if(m_pending, [&message](const PendingMessage &pending) { return pending.draft.clientMessageId == message.clientMessageId; });
    if (found == m_pending.end() || std::ranges::find(m_messages, message.id, &Message::id) != m_messages.end())
        return;
    if (m_expected.size() >= mostExpected)
        m_expected.removeFirst();
    m_expected.push_back({*found, message.id});
}

// The stream has come as far as this message.
void SessionFeed::arrived(const Message &message)
{
    const bool wasExpected = m_expected.removeIf([&message](const Expected &expected) { return expected.id <= message.id; }) > 0;
    const auto isThis = [&message](const PendingMessage &pending) { return pending.draft.clientMessageId == message.clientMessageId; };
    const bool wasWaiting = !message.clientMessageId.isEmpty() && m_outbox.removeIf(isThis) > 0;
    if (wasExpected || wasWaiting)
        setPending(QList<PendingMessage>(m_outbox));
}

void SessionFeed::setLoading(bool loading)
{
    if (m_loading == loading)
        return;
    m_loading = loading;
    Q_EMIT loadingChanged();
}

} // namespace pipit
