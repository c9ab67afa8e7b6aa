// SPDX-License-Identifier: GPL-3.0-or-later
// What is told of single streams: lists of them, and what one of them is sent.
#include "server/stream/engine_loop.h"

#include <chrono>

namespace pipit::stream {

namespace {

std::int64_t milliseconds(Clock::duration time)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

StreamPlace placeOf(const StreamQuery &query, const Connection &connection, std::int64_t lag)
{
    const ConnectionId id = connection.id();
    const StreamOrigin &origin = connection.subscription().origin;
    switch (query.order) {
    case StreamQuery::Order::Since: return {.number = milliseconds(connection.openedAt.time_since_epoch()), .id = id};
    case StreamQuery::Order::Queued: return {.number = std::int64_t(connection.queuedBytes()), .id = id};
    case StreamQuery::Order::Lag: return {.number = lag, .id = id};
    case StreamQuery::Order::Delivered: return {.number = connection.delivered(), .id = id};
    case StreamQuery::Order::Caller: return {.text = origin.caller, .id = id};
    case StreamQuery::Order::Address: return {.text = origin.address, .id = id};
    }
    return {.id = id};
}

} // namespace

std::int64_t EngineLoop::lagOf(const Connection &connection) const
{
    return connection.waitingMessages() + (connection.phase == StreamPhase::Replaying ? std::max<std::int64_t>(0, m_recent.head() - connection.sentTo) : 0);
}

StreamView EngineLoop::viewOf(const Connection &connection) const
{
    const Subscription &subscription = connection.subscription();
    const auto now = Clock::now();
    const std::int64_t nowMs = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    StreamView view{
        .id = connection.id(),
        .phase = connection.phase,
        .origin = subscription.origin,
        .isOfMessages = subscription.isOfMessages(),
        .all = subscription.all,
        .sessions = {subscription.sessions.begin(), subscription.sessions.begin() + std::ptrdiff_t(std::min(subscription.sessions.size(), StreamView::sessionsAtMost))},
        .sessionCount = subscription.sessions.size(),
        .openedAtMs = nowMs - milliseconds(now - connection.openedAt),
        .after = connection.after,
        .resumed = connection.resumed,
        .replayed = connection.replayed,
        .liveMs = connection.liveAt == Clock::time_point() ? std::nullopt : std::optional(milliseconds(connection.liveAt - connection.openedAt)),
        .sentTo = connection.sentTo,
        .lag = lagOf(connection),
        .queuedBytes = connection.queuedBytes(),
        .mostQueuedBytes = connection.mostWaiting,
        .blocked = connection.blocked,
        .delivered = connection.delivered(),
        .reason = connection.ending,
    };
    if (connection.ending)
        view.endedAtMs = nowMs;
    return view;
}

StreamList EngineLoop::list(const StreamQuery &query) const
{
    StreamList list;
    if (query.ended) {
        list.all = m_ended.size();
        for (const StreamView &view : m_ended) {
            if (fits(query, view))
                list.streams.push_back(view);
        }
        list.fitting = list.streams.size();
        return merged(query, {std::move(list)});
    }
    // Of many thousand streams only those that are wanted are copied: others wait meanwhile.
    std::vector<std::pair<StreamPlace, const Connection *>> found;
    m_registry.forEach([&](const Connection &connection) {
        ++list.all;
        if (connection.phase != StreamPhase::Gone && fits(query, connection.id(), connection.subscription()))
            found.emplace_back(placeOf(query, connection, lagOf(connection)), &connection);
    });
    list.fitting = found.size();
    const auto kept = std::min(found.size(), query.most);
    std::ranges::partial_sort(found, found.begin() + std::ptrdiff_t(kept), [&](const auto &a, const auto &b) { return isBefore(query, a.first, b.first); });
    for (std::size_t i = 0; i < kept; ++i)
        list.streams.push_back(viewOf(*found[i].second));
    return list;
}

bool EngineLoop::tap(ConnectionId id, Connection::Tap tap)
{
    Connection *connection = m_registry.find(id);
    if (connection)
        connection->setTap(std::make_unique<Connection::Tap>(std::move(tap)));
    return connection;
}

void EngineLoop::untap(ConnectionId id, ConnectionId listener)
{
    if (Connection *connection = m_registry.find(id); connection && connection->isTappedBy(listener))
        connection->setTap(nullptr);
}

bool EngineLoop::sendLive(ConnectionId id, const Frame &frame)
{
    Connection *connection = m_registry.find(id);
    if (!connection || connection->phase == StreamPhase::Ending)
        return false;
    queueLive(*connection, frame);
    pump(*connection);
    sweep();
    return true;
}

} // namespace pipit::stream
