// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/past_messages.h"

#include "client/api_client.h"
#include "core/redaction.h"

#include <QPointer>

namespace pipit {

namespace {

constexpr qsizetype most = 5'000;

bool liesBeyond(const QList<Message> &page, qint64 edge, bool older)
{
    return page.isEmpty() || (older ? page.last().id < edge : page.first().id > edge);
}

Error outOfOrder()
{
    return {ErrorCode::Protocol, QStringLiteral("The node sent other messages than were asked for.")};
}

} // namespace

PastMessages::PastMessages(const QString &sessionId, qint64 around, ApiClient &api, QObject *parent)
    : QObject(parent), m_sessionId(sessionId), m_around(around), m_api(api)
{
}

void PastMessages::load()
{
    if (!m_isLoading && m_messages.isEmpty())
        loadAround();
}

void PastMessages::loadOlder()
{
    if (!m_older.isLoading && m_older.hasMore && !m_messages.isEmpty())
        loadPage(true);
}

void PastMessages::loadNewer()
{
    if (!m_newer.isLoading && m_newer.hasMore && !m_messages.isEmpty())
        loadPage(false);
}

QCoro::Task<> PastMessages::loadAround()
{
    m_isLoading = true;
    const QPointer<PastMessages> self(this);
    const auto before = co_await m_api.history(m_sessionId, ApiClient::historyPage, m_around + 1);
    if (!self || (!before && before.error().code == ErrorCode::Cancelled))
        co_return;
    if (!before) {
        m_isLoading = false;
        Q_EMIT loadFailed(before.error());
        co_return;
    }
    const qint64 from = before->messages.isEmpty() ? m_around : before->messages.last().id;
    const auto after = co_await m_api.historyAfter(m_sessionId, ApiClient::historyPage, from);
    if (!self || (!after && after.error().code == ErrorCode::Cancelled))
        co_return;
    m_isLoading = false;
    if (!after || !liesBeyond(after->messages, from, false)) {
        Q_EMIT loadFailed(after ? outOfOrder() : after.error());
        co_return;
    }
    m_messages = before->messages + after->messages;
    m_older.hasMore = before->hasMore;
    m_newer.hasMore = after->hasMore;
    m_erasures.applyTo(m_messages);
    Q_EMIT loaded();
}

QCoro::Task<> PastMessages::loadPage(bool older)
{
    End &end = older ? m_older : m_newer;
    end.isLoading = true;
    const QPointer<PastMessages> self(this);
    const qint64 edge = older ? m_messages.first().id : m_messages.last().id;
    auto request = older ? m_api.history(m_sessionId, ApiClient::historyPage, edge) : m_api.historyAfter(m_sessionId, ApiClient::historyPage, edge);
    const auto page = co_await request;
    if (!self || (!page && page.error().code == ErrorCode::Cancelled))
        co_return;
    end.isLoading = false;
    if (!page || !liesBeyond(page->messages, edge, older)) {
        Q_EMIT loadFailed(page ? outOfOrder() : page.error());
        co_return;
    }
    // Purged meanwhile: there is nothing left that it could meet.
    if (m_messages.isEmpty() || edge != (older ? m_messages.first().id : m_messages.last().id))
        co_return;
    end.hasMore = page->hasMore && !page->messages.isEmpty();
    m_messages = older ? page->messages + m_messages : m_messages + page->messages;
    m_erasures.applyTo(m_messages);
    const int count = int(page->messages.size());
    if (m_messages.size() > most) {
        trim(older);
        Q_EMIT loaded();
    } else if (older) {
        Q_EMIT messagesPrepended(count);
    } else {
        Q_EMIT messagesAppended(count);
    }
}

void PastMessages::trim(bool atEnd)
{
    const qsizetype surplus = m_messages.size() - most + ApiClient::historyPage;
    m_messages.remove(atEnd ? m_messages.size() - surplus : 0, surplus);
    (atEnd ? m_newer : m_older).hasMore = true;
}

void PastMessages::take(const Message &message)
{
    const auto ids = message.sessionId == m_sessionId ? redactedIds(message) : std::nullopt;
    if (!ids)
        return;
    m_erasures.redact(*ids);
    if (m_erasures.applyTo(m_messages))
        Q_EMIT loaded();
}

void PastMessages::purge(const QString &sessionId, qint64 position)
{
    if (sessionId != m_sessionId)
        return;
    m_erasures.purge(position);
    if (m_erasures.applyTo(m_messages))
        Q_EMIT loaded();
}

} // namespace pipit
