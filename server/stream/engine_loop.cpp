// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/engine_loop.h"

#include "core/sse_encoder.h"
#include "server/stream/socket_options.h"

#include <random>

namespace pipit::stream {

namespace {

constexpr std::size_t wheelSlots = 64;
constexpr int ticksPerHeartbeat = 32;
constexpr std::size_t replayChunkBytes = 256 << 10;
constexpr std::chrono::seconds lastBytesTime{5}; // for a stream that was told to end
constexpr std::chrono::seconds latencyHalf{60};

} // namespace

EngineLoop::EngineLoop(const EngineOptions &engineOptions, EngineHooks engineHooks)
    : options(engineOptions), hooks(std::move(engineHooks)), work(asio::make_work_guard(context)), timer(context), wheel(wheelSlots),
      recent(engineOptions.head, engineOptions.recentBytes), pingFrame(makeFrame(sse::comment("ping"))),
      tickTime(std::max<std::chrono::milliseconds>(options.heartbeat / ticksPerHeartbeat, std::chrono::milliseconds(10)))
{
    scheduleTick();
}

void EngineLoop::open(ConnectionId id, NativeSocket socket, StreamStart start)
{
    if (stopping) {
        closeSocket(socket);
        return;
    }
    prepareStreamSocket(socket, unacknowledgedTime(options.heartbeat));
    Connection &connection = registry.add(std::make_unique<Connection>(id, context, socket, std::move(start.subscription)));
    ++opened;
    ++openCount;
    wheel.add(id, ticksPerHeartbeat);
    connection.queue(makeFrame(std::move(start.head)), Connection::Count::Paced);
    readUntilGone(connection);

    if (!start.announcePosition) {
        connection.sentTo = recent.head();
        goLive(connection);
    } else if (!start.resetReason.empty()) {
        announce(connection, true, recent.head(), start.resetReason);
        goLive(connection);
    } else if (!start.after) {
        announce(connection, false, recent.head(), {});
        goLive(connection);
    } else if (recent.cover(*start.after) && recent.isTooOld(connection.subscription(), *start.after)) {
        restart(connection);
    } else {
        connection.sentTo = *start.after;
        if (recent.cover(*start.after))
            announce(connection, false, *start.after, {});
    }
    pump(connection);
    sweep();
}

void EngineLoop::announce(Connection &connection, bool reset, std::int64_t position, std::string_view reason)
{
    connection.sentTo = position;
    connection.positionSent = true;
    connection.queue(hooks.positionFrame(reset, position, reason), Connection::Count::Paced);
}

// What its cursor stands for is gone in part.
void EngineLoop::restart(Connection &connection)
{
    announce(connection, true, recent.head(), "cursor_too_old");
    goLive(connection);
}

void EngineLoop::goLive(Connection &connection)
{
    connection.phase = Connection::Phase::Live;
    for (Frame &frame : hooks.underWay(connection.subscription()))
        connection.queue(std::move(frame), Connection::Count::Paced);
}

void EngineLoop::pump(Connection &connection)
{
    while (connection.phase != Connection::Phase::Gone) {
        switch (connection.flush()) {
        case Connection::Flushed::Blocked:
            waitWritable(connection);
            return;
        case Connection::Flushed::Broken:
            doom(connection, CloseReason::WriteFailed);
            return;
        case Connection::Flushed::All:
            break;
        }
        if (connection.oldestUnsent) {
            latency.record(connection.lastSent() - *connection.oldestUnsent);
            connection.oldestUnsent.reset();
        }
        if (connection.phase == Connection::Phase::Ending)
            doom(connection, CloseReason::Finished);
        if (connection.phase != Connection::Phase::Replaying || !replayMore(connection))
            return;
    }
}

// Queues the next piece of history. False: it will come later, or there is none and nothing to flush.
bool EngineLoop::replayMore(Connection &connection)
{
    if (connection.awaitingHistory)
        return false;
    if (recent.isTooOld(connection.subscription(), connection.sentTo)) {
        restart(connection);
        return true;
    }
    if (connection.positionSent && connection.sentTo >= recent.head()) {
        goLive(connection);
        return !connection.isIdle();
    }
    if (connection.positionSent && recent.cover(connection.sentTo)) {
        std::size_t bytes = 0;
        auto next = recent.after(connection.sentTo);
        for (; next != recent.end() && bytes < replayChunkBytes; ++next) {
            connection.sentTo = next->position;
            if (connection.subscription().covers(next->sessionId)) {
                connection.queue(next->frame, Connection::Count::Paced);
                bytes += next->frame->size();
                ++deliveries;
            }
        }
        return true;
    }
    connection.awaitingHistory = true;
    hooks.readHistory(connection.subscriptionPtr(), connection.sentTo, [this, id = connection.id(), after = connection.sentTo](HistoryPage page) {
        post([this, id, after, page = std::make_shared<HistoryPage>(std::move(page))] { takePage(id, after, std::move(*page)); });
    });
    return false;
}

void EngineLoop::takePage(ConnectionId id, std::int64_t after, HistoryPage page)
{
    Connection *connection = registry.find(id);
    if (!connection || connection->phase != Connection::Phase::Replaying)
        return;
    connection->awaitingHistory = false;
    if (page.status == HistoryPage::Status::UnknownCursor) {
        announce(*connection, true, recent.head(), "unknown_cursor");
        goLive(*connection);
    } else if (page.status == HistoryPage::Status::TooOld || recent.isTooOld(connection->subscription(), after)) {
        restart(*connection);
    } else if (page.status == HistoryPage::Status::Failed || (page.coveredTo <= after && after < recent.head())) {
        end(*connection, CloseReason::StoreFailed, std::chrono::seconds(1));
    } else {
        if (!connection->positionSent)
            announce(*connection, false, after, {});
        for (LogFrame &frame : page.frames) {
            connection->queue(std::move(frame.frame), Connection::Count::Paced);
            ++deliveries;
        }
        connection->sentTo = std::max(after, page.coveredTo);
    }
    pump(*connection);
    sweep();
}

void EngineLoop::takeItems()
{
    std::vector<Item> items;
    {
        const std::lock_guard lock(incomingMutex);
        items.swap(incoming);
        takeScheduled = false;
    }
    std::vector<ConnectionId> touched;
    for (Item &item : items) {
        if (item.before)
            item.before();
        const LogFrame &frame = item.frame;
        registry.forEachIn(frame.sessionId, [&](Connection &connection) {
            // One that is not live yet takes messages from the ring, and is told the rest by underWay() when it joins.
            if (connection.phase != Connection::Phase::Live || !deliver(connection, frame))
                return;
            if (!std::exchange(connection.touched, true))
                touched.push_back(connection.id());
        });
        if (frame.position > 0) {
            ++published;
            recent.append(std::move(item.frame));
        }
    }
    for (const ConnectionId id : touched) {
        if (Connection *connection = registry.find(id)) {
            connection->touched = false;
            pump(*connection);
        }
    }
    sweep();
}

// False: it has had this message already.
bool EngineLoop::deliver(Connection &connection, const LogFrame &frame)
{
    if (frame.position > 0) {
        if (frame.position <= connection.sentTo)
            return false;
        connection.sentTo = frame.position;
        if (!connection.oldestUnsent)
            connection.oldestUnsent = frame.committed;
        ++deliveries;
    }
    queueLive(connection, frame.frame);
    return true;
}

// A frame is always admitted where none waits: a message of the largest size must not close every reader.
void EngineLoop::queueLive(Connection &connection, const Frame &frame)
{
    const auto isTooMuch = [&] { return connection.waitingBytes() > 0 && connection.waitingBytes() + frame->size() > options.queueBytes; };
    if (isTooMuch()) {
        if (connection.flush() == Connection::Flushed::Broken) {
            doom(connection, CloseReason::WriteFailed);
            return;
        }
        if (isTooMuch()) {
            doom(connection, CloseReason::SlowConsumer);
            return;
        }
    }
    connection.queue(frame, Connection::Count::Live);
}

void EngineLoop::readUntilGone(Connection &connection)
{
    connection.socket().async_read_some(asio::buffer(discarded), [this, id = connection.id()](const asio::error_code &fault, std::size_t) {
        Connection *found = registry.find(id);
        if (!found)
            return;
        if (!fault) {
            readUntilGone(*found);
            return;
        }
        doom(*found, fault == asio::error::timed_out ? CloseReason::PeerTimeout : CloseReason::ClientGone);
        sweep();
    });
}

void EngineLoop::waitWritable(Connection &connection)
{
    if (connection.awaitingWritable)
        return;
    connection.awaitingWritable = true;
    connection.socket().async_wait(asio::ip::tcp::socket::wait_write, [this, id = connection.id()](const asio::error_code &) {
        if (Connection *found = registry.find(id)) {
            found->awaitingWritable = false;
            pump(*found); // an error shows itself in the next send
            sweep();
        }
    });
}

void EngineLoop::end(Connection &connection, CloseReason reason, std::chrono::milliseconds retry)
{
    if (connection.phase == Connection::Phase::Ending || connection.phase == Connection::Phase::Gone)
        return;
    if (reason != CloseReason::Finished)
        connection.queue(hooks.closingFrame(reason, retry), Connection::Count::Paced);
    ++closed[std::size_t(reason)];
    connection.phase = Connection::Phase::Ending;
    connection.endBy = Clock::now() + lastBytesTime;
    wheel.add(connection.id(), ticksUntil(connection.endBy));
}

// Closes now. The registry is being walked when this is called, so the removal waits for sweep().
void EngineLoop::doom(Connection &connection, CloseReason reason)
{
    if (connection.phase == Connection::Phase::Gone)
        return;
    if (connection.phase != Connection::Phase::Ending)
        ++closed[std::size_t(reason)];
    connection.phase = Connection::Phase::Gone;
    connection.close();
    doomed.push_back(connection.id());
}

void EngineLoop::sweep()
{
    for (const ConnectionId id : std::exchange(doomed, {})) {
        registry.remove(id);
        --openCount;
    }
}

std::size_t EngineLoop::ticksUntil(Clock::time_point due) const
{
    return std::size_t(std::max<std::int64_t>(1, (due - Clock::now()) / tickTime + 1));
}

void EngineLoop::scheduleTick()
{
    timer.expires_after(tickTime);
    timer.async_wait([this](const asio::error_code &fault) {
        if (!fault && !stopping) {
            onTick();
            scheduleTick();
        }
    });
}

void EngineLoop::onTick()
{
    const auto now = Clock::now();
    if (now - latencyRotated >= latencyHalf) {
        latency.rotate();
        latencyRotated = now;
    }
    for (const ConnectionId id : wheel.tick()) {
        Connection *connection = registry.find(id);
        if (!connection)
            continue;
        if (connection->phase == Connection::Phase::Ending) {
            if (now >= connection->endBy)
                doom(*connection, CloseReason::Finished);
            else
                wheel.add(id, ticksUntil(connection->endBy));
            continue;
        }
        // Whoever had traffic lately is not due yet; nothing was moved in the wheel when the traffic went out.
        const auto due = connection->lastSent() + options.heartbeat;
        if (due - now < tickTime && connection->isIdle()) {
            connection->queue(pingFrame, Connection::Count::Paced);
            pump(*connection);
            wheel.add(id, ticksPerHeartbeat);
        } else {
            wheel.add(id, ticksUntil(due));
        }
    }
    sweep();
}

void EngineLoop::stopAll(std::chrono::milliseconds retry)
{
    stopping = true;
    std::minstd_rand random(std::random_device{}());
    registry.forEach([&](Connection &connection) {
        // Each its own time, so that they do not all come back in the same moment.
        const auto jittered = std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(retry.count() / 2, retry.count() * 2)(random));
        end(connection, CloseReason::Shutdown, jittered);
        pump(connection);
    });
    // A reader that has not taken its last bytes by now resumes from its cursor: nothing is lost by not waiting for it.
    registry.forEach([this](Connection &connection) { doom(connection, CloseReason::Shutdown); });
    sweep();
    timer.cancel();
    work.reset();
}

} // namespace pipit::stream
