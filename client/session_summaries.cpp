// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/session_summaries.h"

#include "core/redaction.h"

#include <QDateTime>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype arrivalsAtMost = 2'000;

} // namespace

void SessionSummaries::take(const QJsonArray &sessions, qint64 countedTo)
{
    for (const QJsonValue value : sessions) {
        const QJsonObject session = value.toObject();
        update(session);
        if (countedTo > 0 && session.contains(u"unread"))
            count(entry(session.value(u"id").toString()), session, countedTo);
    }
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
    if (message.id <= summary.streamedTo)
        return;
    summary.streamedTo = message.id;
    // After a break the node may have told the newest one before the stream brings those that came meanwhile.
    if (!summary.lastMessage || summary.lastMessage->id < message.id) {
        summary.lastMessage = message;
        summary.updatedAtMs = std::max(summary.updatedAtMs, message.createdAtMs);
    }
    if (!isOwn && !message.replaces) {
        m_arrivals.append({message.sessionId, message.id});
        if (m_arrivals.size() > arrivalsAtMost)
            m_arrivals.removeFirst();
        // What the node has counted, or another window has read, comes again after a break.
        if (message.id > std::max(summary.countedTo, summary.readTo) && summary.unread++ == 0)
            summary.firstUnread = message.id;
    }
    sort();
}

void SessionSummaries::remove(const QString &sessionId)
{
    m_list.removeIf([&sessionId](const SessionSummary &summary) { return summary.id == sessionId; });
    m_marks.remove(sessionId);
    m_unconfirmed.remove(sessionId);
}

void SessionSummaries::clear()
{
    m_list.clear();
    m_unconfirmed.clear();
    m_arrivals.clear();
}

void SessionSummaries::restore(const QList<SessionSummary> &list, const QHash<QString, SessionMarks> &marks)
{
    m_list = list;
    m_marks = marks;
    for (SessionSummary &summary : m_list)
        mark(summary);
    sort();
}

bool SessionSummaries::setMarks(const QString &sessionId, SessionMarks marks)
{
    if (m_marks.value(sessionId) == marks)
        return false;
    marks == SessionMarks() ? void(m_marks.remove(sessionId)) : void(m_marks.insert(sessionId, marks));
    if (const auto found = std::ranges::find(m_list, sessionId, &SessionSummary::id); found != m_list.end())
        mark(*found);
    sort();
    return true;
}

void SessionSummaries::mark(SessionSummary &summary) const
{
    const SessionMarks marks = m_marks.value(summary.id);
    summary.pinned = marks.pinned;
    summary.muted = marks.muted;
}

void SessionSummaries::suspectAll()
{
    for (const SessionSummary &summary : std::as_const(m_list))
        m_unconfirmed.insert(summary.id);
}

void SessionSummaries::purge(const QString &sessionId, qint64 position)
{
    const auto found = std::ranges::find(m_list, sessionId, &SessionSummary::id);
    if (found != m_list.end() && found->lastMessage && found->lastMessage->id <= position)
        found->lastMessage.reset();
}

SessionSummaries::Read SessionSummaries::markRead(const QString &sessionId)
{
    const auto found = std::ranges::find(m_list, sessionId, &SessionSummary::id);
    if (found == m_list.end())
        return {};
    found->firstUnread = 0;
    Read read{.hadUnread = std::exchange(found->unread, 0) > 0};
    if (found->lastMessage && found->lastMessage->id > found->readTo)
        read.position = found->readTo = found->lastMessage->id;
    return read;
}

bool SessionSummaries::takeRead(const QString &sessionId, qint64 position)
{
    const auto found = std::ranges::find(m_list, sessionId, &SessionSummary::id);
    if (found == m_list.end() || position <= found->readTo)
        return true;
    found->readTo = position;
    if (found->unread == 0)
        return true;
    if (position < found->countedTo && found->lastMessage && position < found->lastMessage->id)
        return false; // the node has counted what lies between, one by one
    const QList<qint64> left = arrivedAfter(sessionId, position);
    found->unread = std::min<int>(found->unread, int(left.size()));
    found->firstUnread = left.isEmpty() ? 0 : left.first();
    return true;
}

QList<qint64> SessionSummaries::arrivedAfter(const QString &sessionId, qint64 position) const
{
    QList<qint64> ids;
    for (const Arrival &arrival : m_arrivals) {
        if (arrival.id > position && arrival.sessionId == sessionId)
            ids << arrival.id;
    }
    return ids;
}

void SessionSummaries::count(SessionSummary &summary, const QJsonObject &session, qint64 countedTo)
{
    const qint64 readTo = session.value(u"readTo").toInteger();
    if (readTo < summary.readTo)
        return; // it is being told what was read here; what comes is counted on
    const QList<qint64> arrived = arrivedAfter(summary.id, std::max(countedTo, readTo));
    summary.readTo = readTo;
    summary.countedTo = countedTo;
    summary.unread = session.value(u"unread").toInt() + int(arrived.size());
    summary.firstUnread = session.value(u"firstUnread").toInteger(arrived.isEmpty() ? 0 : arrived.first());
}

SessionSummary &SessionSummaries::entry(const QString &id)
{
    m_unconfirmed.remove(id);
    const auto found = std::ranges::find(m_list, id, &SessionSummary::id);
    if (found != m_list.end())
        return *found;
    m_list.push_back(SessionSummary{.id = id, .title = {}});
    mark(m_list.last());
    return m_list.last();
}

void SessionSummaries::update(const QJsonObject &session)
{
    const QString id = session.value(u"id").toString();
    if (id.isEmpty())
        return;
    SessionSummary &summary = entry(id);
    if (session.contains(u"title"))
        summary.title = session.value(u"title").toString();
    if (session.contains(u"archived"))
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
        if (a.pinned != b.pinned)
            return a.pinned;
        return a.updatedAtMs > b.updatedAtMs;
    });
}

} // namespace pipit
