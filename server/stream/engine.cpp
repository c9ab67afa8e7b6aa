// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/engine.h"

#include "server/stream/engine_loop.h"
#include "server/stream/socket_options.h"

namespace pipit::stream {

Engine::Engine(const EngineOptions &options, EngineHooks hooks) : d(std::make_unique<EngineLoop>(options, std::move(hooks)))
{
    d->thread = std::thread([this] { d->context.run(); });
}

Engine::~Engine()
{
    stop();
}

ConnectionId Engine::adopt(NativeSocket socket, StreamStart start)
{
    const ConnectionId id = d->nextId++;
    if (d->stopped) {
        closeSocket(socket);
        return id;
    }
    d->post([this, id, socket, start = std::move(start)]() mutable { d->open(id, socket, std::move(start)); });
    return id;
}

void Engine::publish(std::vector<LogFrame> frames)
{
    d->handIn([&frames](std::vector<EngineLoop::Item> &items) {
        for (LogFrame &frame : frames)
            items.push_back({std::move(frame)});
    });
}

// Posted behind what was handed in before.
void Engine::forget(std::vector<std::int64_t> positions)
{
    d->post([this, positions = std::move(positions)] { d->recent.forget(positions); });
}

void Engine::forget(std::unordered_map<std::string, std::int64_t> purged)
{
    d->post([this, purged = std::move(purged)] { d->recent.forget(purged); });
}

void Engine::broadcast(std::string sessionId, Frame frame, std::function<void()> before)
{
    d->handIn([&](std::vector<EngineLoop::Item> &items) { items.push_back({{.sessionId = std::move(sessionId), .frame = std::move(frame)}, std::move(before)}); });
}

void Engine::send(ConnectionId id, Frame frame)
{
    d->post([this, id, frame = std::move(frame)]() mutable {
        if (Connection *connection = d->registry.find(id)) {
            connection->queue(std::move(frame), Connection::Count::Paced);
            d->pump(*connection);
            d->sweep();
        }
    });
}

void Engine::finish(ConnectionId id, CloseReason reason)
{
    d->post([this, id, reason] {
        if (Connection *connection = d->registry.find(id)) {
            d->end(*connection, reason, std::chrono::seconds(1));
            d->pump(*connection);
            d->sweep();
        }
    });
}

void Engine::finishOwned(std::shared_ptr<const void> owner, CloseReason reason)
{
    d->post([this, owner = std::move(owner), reason] {
        std::vector<ConnectionId> owned;
        d->registry.forEach([&](const Connection &connection) {
            if (connection.subscription().owner == owner)
                owned.push_back(connection.id());
        });
        for (const ConnectionId id : owned) {
            if (Connection *connection = d->registry.find(id)) {
                d->end(*connection, reason, std::chrono::seconds(1));
                d->pump(*connection);
            }
        }
        d->sweep();
    });
}

EngineStats Engine::stats() const
{
    EngineStats stats{.open = d->openCount, .opened = d->opened, .published = d->published, .deliveries = d->deliveries, .commitToWire = d->latency.snapshot()};
    for (std::size_t i = 0; i < closeReasons.size(); ++i)
        stats.closed[i] = d->closed[i];
    return stats;
}

void Engine::stop(std::chrono::milliseconds retry)
{
    if (d->stopped.exchange(true))
        return;
    d->post([this, retry] { d->stopAll(retry); });
    d->thread.join();
}

} // namespace pipit::stream
