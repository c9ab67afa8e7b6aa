// SPDX-License-Identifier: GPL-3.0-or-later
// Register, replay, join: how a stream comes from its cursor to the live flow.
#include "server/stream/engine_loop.h"

namespace pipit::stream {

namespace {

constexpr std::size_t replayChunkBytes = 256 << 10;

} // namespace

// The stream is registered already.
void EngineLoop::begin(Connection &connection, const StreamStart &start)
{
    if (!start.announcePosition) {
        connection.sentTo = m_recent.head();
        goLive(connection);
    } else if (start.reset) {
        restart(connection, *start.reset);
    } else if (!start.after) {
        announce(connection, m_recent.head());
        goLive(connection);
    } else if (m_recent.cover(*start.after) && m_recent.isTooOld(connection.subscription(), *start.after)) {
        restart(connection, ResumeResult::CursorTooOld);
    } else {
        connection.sentTo = *start.after;
        connection.after = start.after;
        connection.resumes = true;
        if (m_recent.cover(*start.after))
            announce(connection, *start.after);
    }
}

void EngineLoop::announce(Connection &connection, std::int64_t position, std::optional<ResumeResult> reset)
{
    connection.sentTo = position;
    connection.positionSent = true;
    connection.queue(m_hooks.positionFrame(reset, position), Connection::Count::Paced);
}

// The history after its cursor cannot be told.
void EngineLoop::restart(Connection &connection, ResumeResult why)
{
    connection.resumes = false;
    connection.resumed = why;
    m_figures.resumed[std::size_t(why)].add();
    announce(connection, m_recent.head(), why);
    goLive(connection);
}

void EngineLoop::replay(Connection &connection, Frame frame)
{
    connection.queue(std::move(frame), Connection::Count::Paced, 1);
    ++connection.replayed;
    m_figures.deliveries.add();
}

void EngineLoop::goLive(Connection &connection)
{
    enter(connection, Connection::Phase::Live);
    connection.liveAt = Clock::now();
    if (std::exchange(connection.resumes, false)) {
        connection.resumed = ResumeResult::Continued;
        m_figures.resumed[std::size_t(ResumeResult::Continued)].add();
        m_figures.replayed.record(double(connection.replayed));
    }
    if (!connection.subscription().isOfLog())
        return;
    if (auto underWay = m_askUnderWay(*this, connection))
        hearOthers(connection, std::move(*underWay));
}

void EngineLoop::hearOthers(Connection &connection, std::vector<Frame> underWay)
{
    connection.hearsOthers = true;
    for (Frame &frame : underWay)
        connection.queue(std::move(frame), Connection::Count::Paced);
}

void EngineLoop::join(Joining joining)
{
    Connection *connection = m_registry.find(joining.id);
    if (!connection || connection->phase != Connection::Phase::Live)
        return;
    hearOthers(*connection, std::move(joining.underWay));
    touch(*connection);
}

// Queues the next piece of history. False: it will come later, or there is none and nothing to flush.
bool EngineLoop::replayMore(Connection &connection)
{
    if (connection.awaitingHistory)
        return false;
    if (m_recent.isTooOld(connection.subscription(), connection.sentTo)) {
        restart(connection, ResumeResult::CursorTooOld);
        return true;
    }
    if (connection.positionSent && connection.sentTo >= m_recent.head()) {
        goLive(connection);
        return !connection.isIdle();
    }
    if (connection.positionSent && m_recent.cover(connection.sentTo)) {
        std::size_t bytes = 0;
        auto next = m_recent.after(connection.sentTo);
        for (; next != m_recent.end() && bytes < replayChunkBytes; ++next) {
            connection.sentTo = next->position;
            if (connection.subscription().covers(next->sessionId)) {
                replay(connection, next->frame);
                bytes += next->frame->size();
            }
        }
        return true;
    }
    connection.awaitingHistory = true;
    m_hooks.readHistory(connection.subscriptionPtr(), connection.sentTo, [this, id = connection.id(), after = connection.sentTo](HistoryPage page) {
        post([this, id, after, page = std::make_shared<HistoryPage>(std::move(page))] { takePage(id, after, std::move(*page)); });
    });
    return false;
}

void EngineLoop::takePage(ConnectionId id, std::int64_t after, HistoryPage page)
{
    Connection *connection = m_registry.find(id);
    if (!connection || connection->phase != Connection::Phase::Replaying)
        return;
    connection->awaitingHistory = false;
    if (page.status == HistoryPage::Status::UnknownCursor) {
        restart(*connection, ResumeResult::UnknownCursor);
    } else if (page.status == HistoryPage::Status::TooOld || m_recent.isTooOld(connection->subscription(), after)) {
        restart(*connection, ResumeResult::CursorTooOld);
    } else if (page.status == HistoryPage::Status::Failed || (page.coveredTo <= after && after < m_recent.head() && !m_recent.cover(after))) {
        end(*connection, CloseReason::StoreFailed, std::chrono::seconds(1));
    } else {
        if (!connection->positionSent)
            announce(*connection, after);
        for (LogFrame &frame : page.frames)
            replay(*connection, std::move(frame.frame));
        connection->sentTo = std::max(after, page.coveredTo);
    }
    pump(*connection);
    sweep();
}

} // namespace pipit::stream
