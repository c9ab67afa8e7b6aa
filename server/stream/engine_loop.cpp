// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/engine_loop.h"

#include "core/sse_encoder.h"
#include "core/thread_name.h"
#include "server/stream/socket_options.h"

namespace pipit::stream {

namespace {

constexpr std::size_t wheelSlots = 64;

} // namespace

EngineLoop::EngineLoop(const EngineOptions &options, const EngineHooks &hooks, AskUnderWay askUnderWay)
    : m_options(options), m_hooks(hooks), m_askUnderWay(std::move(askUnderWay)), m_work(asio::make_work_guard(m_context)), m_timer(m_context), m_drainTimer(m_context),
      m_wheel(wheelSlots), m_recent(options.head, options.recentBytes), m_pingFrame(makeFrame(sse::comment("ping"))),
      m_tickTime(std::max<std::chrono::milliseconds>(options.heartbeat / ticksPerHeartbeat, std::chrono::milliseconds(10)))
{
    scheduleTick();
}

EngineLoop::~EngineLoop() = default;

void EngineLoop::run()
{
    m_thread = std::thread([this] {
        nameThread("pipit streams");
        m_context.run();
    });
}

void EngineLoop::count(const Subscription &subscription, int change)
{
    m_openCount += change;
    if (subscription.isOfMessages())
        m_messageCount += change;
}

void EngineLoop::open(ConnectionId id, NativeSocket socket, StreamStart start, std::optional<CloseReason> turnAway)
{
    if (m_stopping) {
        closeSocket(socket);
        count(*start.subscription, -1);
        return;
    }
    prepareStreamSocket(socket, unacknowledgedTime(m_options.heartbeat));
    Connection &connection = m_registry.add(std::make_unique<Connection>(id, m_context, socket, std::move(start.subscription)));
    m_figures.opened.add();
    m_figures.inPhase[std::size_t(connection.phase)].add();
    m_wheel.add(id, ticksUntil(pingDue(connection)));
    connection.queue(makeFrame(std::move(start.head)), Connection::Count::Paced);
    readUntilGone(connection);
    if (turnAway && start.announcePosition)
        end(connection, *turnAway, jittered(retryWhenTurnedAway));
    else
        begin(connection, start);
    pump(connection);
    sweep();
}

void EngineLoop::hand(Waiting waiting)
{
    {
        const std::lock_guard lock(m_waitingMutex);
        m_waiting.push_back(std::move(waiting));
        if (m_waiting.size() > 1)
            return;
    }
    post([this] { carryWaiting(); });
}

void EngineLoop::carryWaiting()
{
    std::vector<Waiting> all;
    {
        const std::lock_guard lock(m_waitingMutex);
        all.swap(m_waiting);
    }
    for (Waiting &waiting : all) {
        if (const auto *round = std::get_if<RoundPtr>(&waiting))
            queueRound(**round);
        else
            join(std::move(std::get<Joining>(waiting)));
    }
    pumpTouched();
}

void EngineLoop::carry(const Round &round)
{
    queueRound(round);
    pumpTouched();
}

void EngineLoop::queueRound(const Round &round)
{
    m_streamsOfFrames.assign(m_hooks.tellsDeliveries && m_hooks.tellsDeliveries() ? round.frames().size() : 0, 0);
    for (const Round::Batch &batch : round.batches())
        m_registry.forEachOfOnly(batch.sessionId, [&](Connection &connection) { deliver(connection, round, batch); });
    if (m_registry.hasAnyOfSeveral()) {
        for (std::uint32_t place = 0; place < round.frames().size(); ++place)
            m_registry.forEachOfSeveral(round.frames()[place].sessionId, [&](Connection &connection) { deliver(connection, round, place); });
    }
    for (std::size_t place = 0; place < m_streamsOfFrames.size(); ++place) {
        if (round.frames()[place].position > 0)
            m_deliveries.push_back({round.frames()[place], m_streamsOfFrames[place]});
    }
    for (const LogFrame &frame : round.frames()) {
        if (frame.position > 0)
            m_recent.append(frame);
    }
    for (const Round::Erasure &erase : round.erasures())
        erase(m_recent);
}

void EngineLoop::pumpTouched()
{
    for (Connection *connection : std::exchange(m_touched, {})) {
        connection->touched = false;
        pump(*connection);
    }
    sweep();
    for (const Delivery &delivery : std::exchange(m_deliveries, {}))
        m_hooks.delivered(delivery.frame, delivery.streams);
}

// What the stream has missed of the batch: all of it, but where it has just come from the ring.
void EngineLoop::deliver(Connection &connection, const Round &round, const Round::Batch &batch)
{
    const bool isWhole = connection.hearsOthers && (batch.messages == 0 || batch.firstPosition > connection.sentTo);
    if (!isWhole) {
        for (const std::uint32_t place : batch.frames)
            deliver(connection, round, place);
        return;
    }
    // One that is not live yet takes messages from the ring, and is told the rest when it joins.
    if (connection.phase != Connection::Phase::Live)
        return;
    if (batch.messages > 0) {
        connection.sentTo = batch.lastPosition;
        if (!connection.oldestUnsent)
            connection.oldestUnsent = {batch.committed, batch.received};
        m_figures.deliveries.add(batch.messages);
        for (const std::uint32_t place : m_streamsOfFrames.empty() ? std::span<const std::uint32_t>() : std::span(batch.frames))
            ++m_streamsOfFrames[place];
    }
    for (const Round::Block &block : batch.blocks)
        queueLive(connection, block.bytes, block.messages);
    touch(connection);
}

void EngineLoop::deliver(Connection &connection, const Round &round, std::uint32_t place)
{
    const LogFrame &frame = round.frames()[place];
    if (connection.phase != Connection::Phase::Live)
        return;
    if (frame.position > 0) {
        if (frame.position <= connection.sentTo)
            return;
        connection.sentTo = frame.position;
        if (!connection.oldestUnsent)
            connection.oldestUnsent = {frame.committed, receivedAt(frame)};
        m_figures.deliveries.add();
        if (!m_streamsOfFrames.empty())
            ++m_streamsOfFrames[place];
    } else if (!connection.hearsOthers) {
        return;
    }
    queueLive(connection, frame.frame, frame.position > 0);
    touch(connection);
}

void EngineLoop::touch(Connection &connection)
{
    if (!std::exchange(connection.touched, true))
        m_touched.push_back(&connection);
}

// A frame is always admitted where none waits: a message of the largest size must not close every reader.
void EngineLoop::queueLive(Connection &connection, const Frame &frame, std::uint32_t messages)
{
    if (connection.phase == Connection::Phase::Gone)
        return;
    const auto isTooMuch = [&] { return connection.waitingBytes() > 0 && connection.waitingBytes() + frame->size() > m_options.queueBytes; };
    if (isTooMuch()) {
        if (flush(connection) == Connection::Flushed::Broken) {
            doom(connection, CloseReason::WriteFailed);
            return;
        }
        if (isTooMuch()) {
            doom(connection, CloseReason::SlowConsumer);
            return;
        }
    }
    connection.queue(frame, Connection::Count::Live, messages);
}

Connection::Flushed EngineLoop::flush(Connection &connection)
{
    const auto flushed = connection.flush();
    m_figures.sends.add(connection.takeSends());
    return flushed;
}

void EngineLoop::pump(Connection &connection)
{
    while (connection.phase != Connection::Phase::Gone) {
        switch (flush(connection)) {
        case Connection::Flushed::Blocked:
            countWaiting(connection, connection.liveBytes());
            waitWritable(connection);
            return;
        case Connection::Flushed::Broken:
            doom(connection, CloseReason::WriteFailed);
            return;
        case Connection::Flushed::All:
            countWaiting(connection, 0);
            break;
        }
        if (connection.oldestUnsent) {
            m_figures.commitToWire.record(connection.lastSent() - connection.oldestUnsent->committed);
            if (connection.oldestUnsent->received != Clock::time_point())
                m_figures.receivedToWire.record(connection.lastSent() - connection.oldestUnsent->received);
            connection.oldestUnsent.reset();
        }
        if (connection.phase == Connection::Phase::Ending)
            doom(connection, CloseReason::Finished);
        if (connection.phase != Connection::Phase::Replaying || !replayMore(connection))
            return;
    }
}

void EngineLoop::enter(Connection &connection, Connection::Phase phase)
{
    m_figures.inPhase[std::size_t(connection.phase)].add(-1);
    if (phase != Connection::Phase::Gone)
        m_figures.inPhase[std::size_t(phase)].add();
    connection.phase = phase;
}

void EngineLoop::countWaiting(Connection &connection, std::size_t bytes)
{
    connection.mostWaiting = std::max(connection.mostWaiting, bytes);
    if (const auto news = std::int64_t(bytes) - connection.countedBytes; news != 0) {
        connection.countedBytes += news;
        m_figures.waitingBytes.add(news);
    }
}

void EngineLoop::send(ConnectionId id, Frame frame)
{
    if (Connection *connection = m_registry.find(id)) {
        connection->queue(std::move(frame), Connection::Count::Paced);
        pump(*connection);
        sweep();
    }
}

void EngineLoop::readUntilGone(Connection &connection)
{
    connection.socket().async_read_some(asio::buffer(m_discarded), [this, id = connection.id()](const asio::error_code &fault, std::size_t) {
        Connection *found = m_registry.find(id);
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
    if (std::exchange(connection.awaitingWritable, true))
        return;
    m_figures.blocked.add();
    ++connection.blocked;
    connection.socket().async_wait(asio::ip::tcp::socket::wait_write, [this, id = connection.id()](const asio::error_code &) {
        if (Connection *found = m_registry.find(id)) {
            found->awaitingWritable = false;
            m_figures.blocked.add(-1);
            pump(*found); // an error shows itself in the next send
            sweep();
        }
    });
}

} // namespace pipit::stream
