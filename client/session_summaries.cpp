// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/session_summaries.h"

#include "core/redaction.h"

#include <QDateTime>

#include <algorithm>

namespace pipit {

void SessionSummaries::take(const QJsonArray &sessions)
{
    for (const QJsonValue session : sessions)
        update(session.toObject());
    sort();
}

void SessionSummaries::take(const QJsonObject &session)
{
    update(session);
    sort();
}

void SessionSummaries::take(const Message &message, bool isOwn)
{
    SessionSummary &summary = entry(message.sessionId);
    if (const auto ids = redactedIds(message); ids && summary.lastMessage) {
        if (ids->contains(summary.lastMessage->id))
            summary.lastMessage = tombstoneOf(*summary.lastMessage);
        return;
    }
    if (summary.lastMessage && summary.lastMessage->id >= message.id)
        return;
    summary.lastMessage = message;
    summary.updatedAtMs = std::max(summary.updatedAtMs, message.createdAtMs);
    if (!isOwn && !message.replaces && summary.unread++ == 0)
        summary.firstUnread = message.id;
    sort();
}

void SessionSummaries::remove(const QString &sessionId)
{
    m_list.removeIf([&sessionId](const SessionSummary &summary) { return summary.id == sessionId; });
}

void SessionSummaries::purge(const QString &sessionId, qint64 position)
{
    const auto found = std::ranges::find(m_list, sessionId, &SessionSummary::id);
    if (found != m_list.end() && found->lastMessage && found->lastMessage->id <= position)
        found->lastMessage.reset();
}

bool SessionSummaries::markRead(const QString &sessionId)
{
    const auto found = std::ranges::find(m_list, sessionId, &SessionSummary::id);
    if (found == m_list.end())
        return false;
    found->firstUnread = 0;
    return std::exchange(found->unread, 0) > 0;
}

SessionSummary &SessionSummaries::entry(const QString &id)
{
    const auto found = std::ranges::find(m_list, id, &SessionSummary::id);
    if (found != m_list.end())
        return *found;
    m_list.push_back(SessionSummary{.id = id, .title = {}});
    return m_list.last();
}

void SessionSummaries::update(const QJsonObject &session)
{
    const QString id = session.value(u"id").toString();
    if (id.isEmpty())
        return;
    SessionSummary &summary = entry(id);
    summary.title = session.value(u"title").toString();
    summary.archived = session.value(u"archived").toBool();
    const QDateTime updated = QDateTime::fromString(session.value(u"updatedAt").toString(), Qt::ISODateWithMs);
    if (updated.isValid())
        summary.updatedAtMs = std::max(summary.updatedAtMs, updated.toMSecsSinceEpoch());
    auto last = Message::fromJson(session.value(u"lastMessage").toObject());
    // The newest that somebody said counts; that something was removed counts where nothing else is known.
    if (last && (!summary.lastMessage || (summary.lastMessage->id < last->id && !redactedIds(*last))))
        summary.lastMessage = *std::move(last);
}

void SessionSummaries::sort()
{
    std::ranges::stable_sort(m_list, [](const SessionSummary &a, const SessionSummary &b) {
        if (a.archived != b.archived)
            return b.archived;
        return a.updatedAtMs > b.updatedAtMs;
    });
}

} // namespace pipit
