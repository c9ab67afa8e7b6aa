// SPDX-License-Identifier: GPL-3.0-or-later
// How streams are kept alive and how they end: heartbeats and limits by the wheel, closing, draining, the end of all.
#include "server/stream/engine_loop.h"

namespace pipit::stream {

namespace {

constexpr std::chrono::seconds lastBytesTime{5}; // for a stream that was told to end
constexpr std::size_t endedAtMost = 500;             // of which the story is kept
constexpr std::chrono::milliseconds drainStep{20};
constexpr int pingSpread = 8; // streams that were opened, or sent something, in one moment are not pinged in one

} // namespace

void EngineLoop::end(Connection &connection, CloseReason reason, std::chrono::milliseconds retry)
{
    if (connection.phase == Connection::Phase::Ending || connection.phase == Connection::Phase::Gone)
        return;
    if (reason != CloseReason::Finished)
        connection.queue(m_hooks.closingFrame(reason, retry), Connection::Count::Paced);
    noteEnd(connection, reason);
    enter(connection, Connection::Phase::Ending);
    connection.endBy = Clock::now() + lastBytesTime;
    m_wheel.add(connection.id(), ticksUntil(connection.endBy));
}

void EngineLoop::noteEnd(Connection &connection, CloseReason reason)
{
    m_figures.closed[std::size_t(reason)].add();
    connection.ending = reason;
    m_ended.push_front(viewOf(connection));
    if (m_ended.size() > endedAtMost)
        m_ended.pop_back();
}

// Closes now. The registry is being walked when this is called, so the removal waits for sweep().
void EngineLoop::doom(Connection &connection, CloseReason reason)
{
    if (connection.phase == Connection::Phase::Gone)
        return;
    if (connection.phase != Connection::Phase::Ending)
        noteEnd(connection, reason);
    enter(connection, Connection::Phase::Gone);
    m_figures.lifetime.record(Clock::now() - connection.openedAt);
    countWaiting(connection, 0);
    if (std::exchange(connection.awaitingWritable, false))
        m_figures.blocked.add(-1);
    connection.close();
    m_doomed.push_back(connection.id());
}

void EngineLoop::sweep()
{
    for (const ConnectionId id : std::exchange(m_doomed, {})) {
        const SubscriptionPtr subscription = m_registry.find(id)->subscriptionPtr();
        m_registry.remove(id);
        count(*subscription, -1);
    }
}

void EngineLoop::finish(ConnectionId id, CloseReason reason)
{
    if (Connection *connection = m_registry.find(id)) {
        end(*connection, reason, std::chrono::seconds(1));
        pump(*connection);
        sweep();
    }
}

void EngineLoop::finishOwned(const std::shared_ptr<const void> &owner, CloseReason reason)
{
    std::vector<Connection *> owned;
    m_registry.forEach([&](Connection &connection) {
        if (connection.subscription().owner == owner)
            owned.push_back(&connection);
    });
    for (Connection *connection : owned) {
        end(*connection, reason, std::chrono::seconds(1));
        pump(*connection);
    }
    sweep();
}

// Each its own time, so that they do not all come back in the same moment.
std::chrono::milliseconds EngineLoop::jittered(std::chrono::milliseconds retry)
{
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(retry.count() / 2, retry.count() * 2)(m_random));
}

std::size_t EngineLoop::ticksUntil(Clock::time_point due) const
{
    return std::size_t(std::max<std::int64_t>(1, (due - Clock::now()) / m_tickTime + 1));
}

void EngineLoop::scheduleTick()
{
    m_timer.expires_after(m_tickTime);
    m_timer.async_wait([this](const asio::error_code &fault) {
        if (!fault && !m_stopping) {
            onTick();
            scheduleTick();
        }
    });
}

Clock::time_point EngineLoop::pingDue(const Connection &connection) const
{
    return connection.lastSent() + m_options.heartbeat - std::int64_t(connection.id() / std::uint64_t(std::max(1, m_options.threads)) % pingSpread) * m_tickTime;
}

void EngineLoop::onTick()
{
    const auto now = Clock::now();
    for (const ConnectionId id : m_wheel.tick()) {
        Connection *connection = m_registry.find(id);
        if (!connection)
            continue;
        if (connection->phase == Connection::Phase::Ending) {
            if (now >= connection->endBy)
                doom(*connection, CloseReason::Finished);
            else
                m_wheel.add(id, ticksUntil(connection->endBy));
            continue;
        }
        // Whoever had traffic lately is not due yet; nothing was moved in the wheel when the traffic went out.
        if (pingDue(*connection) - now < m_tickTime && connection->isIdle()) {
            connection->queue(m_pingFrame, Connection::Count::Paced);
            pump(*connection);
        }
        m_wheel.add(id, ticksUntil(pingDue(*connection)));
    }
    sweep();
}

void EngineLoop::drain(std::chrono::milliseconds within, std::chrono::milliseconds retry)
{
    if (m_stopping || !m_draining.empty())
        return;
    m_drainRetry = retry;
    std::uniform_int_distribution<std::int64_t> moment(0, within.count());
    m_registry.forEach([&](const Connection &connection) {
        // Consoles watch to the end; what carries nothing ends by itself.
        if (connection.subscription().isOfMessages())
            m_draining.push_back({Clock::now() + std::chrono::milliseconds(moment(m_random)), connection.id()});
    });
    std::ranges::sort(m_draining, std::ranges::greater(), &Draining::at);
    drainSome();
}

void EngineLoop::drainSome()
{
    for (const auto now = Clock::now(); !m_draining.empty() && m_draining.back().at <= now; m_draining.pop_back()) {
        if (Connection *connection = m_registry.find(m_draining.back().id)) {
            end(*connection, CloseReason::Shutdown, jittered(m_drainRetry));
            pump(*connection);
        }
    }
    sweep();
    if (m_draining.empty())
        return;
    m_drainTimer.expires_after(drainStep);
    m_drainTimer.async_wait([this](const asio::error_code &fault) {
        if (!fault && !m_stopping)
            drainSome();
    });
}

void EngineLoop::stop(std::chrono::milliseconds retry)
{
    m_stopping = true;
    m_registry.forEach([&](Connection &connection) {
        end(connection, CloseReason::Shutdown, jittered(retry));
        pump(connection);
    });
    // A reader that has not taken its last bytes by now resumes from its cursor: nothing is lost by not waiting for it.
    m_registry.forEach([this](Connection &connection) { doom(connection, CloseReason::Shutdown); });
    sweep();
    m_timer.cancel();
    m_drainTimer.cancel();
    m_work.reset();
}

} // namespace pipit::stream
