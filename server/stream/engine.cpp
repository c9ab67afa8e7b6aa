// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/engine.h"

#include "server/stream/engine_loop.h"
#include "server/stream/socket_options.h"

#include <algorithm>

namespace pipit::stream {

namespace {

// A round that takes less is not worth a pause.
constexpr std::chrono::milliseconds shortRound{1};
constexpr std::chrono::milliseconds longestPause{10};

} // namespace

// The loops, and the taking of rounds, which is the first one's.
class Engine::Inside
{
public:
    Inside(const EngineOptions &engineOptions, EngineHooks engineHooks) : options(engineOptions), hooks(std::move(engineHooks))
    {
        const auto ask = [this](EngineLoop &loop, const Connection &connection) { return underWay(loop, connection); };
        for (int i = 0; i < std::max(1, options.threads); ++i)
            loops.push_back(std::make_unique<EngineLoop>(options, hooks, ask));
        pause.emplace(first().context());
        for (const auto &loop : loops)
            loop->run();
    }

    EngineLoop &first() { return *loops.front(); }
    EngineLoop &loopOf(ConnectionId id) { return *loops[id % loops.size()]; }
    template<typename Task>
    void postToAll(Task task)
    {
        for (const auto &loop : loops)
            loop->post([task, &loop = *loop] { task(loop); });
    }

    // After everything that was handed in, which does not wait for the end of a pause any more.
    void stopAll(std::chrono::milliseconds retry)
    {
        first().post([this, retry] {
            notBefore = {};
            pause->cancel();
            takeRound();
            postToAll([retry](EngineLoop &loop) { loop.stop(retry); });
        });
    }

    // What is to be carried, in the order in which it was handed in.
    struct Item {
        LogFrame frame; // position 0: not of the log
        std::function<void()> before = {};
        Round::Erasure erasure = {};
    };

    template<typename Add>
    void handIn(Add add)
    {
        {
            const std::lock_guard lock(mutex);
            add(incoming);
            if (std::exchange(isTaking, true))
                return;
        }
        first().post([this] { takeRound(); });
    }

    std::int64_t openCount() const
    {
        std::int64_t open = 0;
        for (const auto &loop : loops)
            open += loop->openCount();
        return open;
    }

    std::optional<CloseReason> turnsAway() const
    {
        if (draining)
            return CloseReason::Shutdown;
        return openCount() >= options.maxStreams ? std::optional(CloseReason::Overloaded) : std::nullopt;
    }

    const EngineOptions options;
    const EngineHooks hooks;
    std::vector<std::unique_ptr<EngineLoop>> loops;
    std::atomic<bool> stopped = false, draining = false;
    std::atomic<std::uint64_t> nextId = 1;
    std::atomic<std::int64_t> published = 0;

private:
    void takeRound()
    {
        if (Clock::now() < notBefore) {
            pause->expires_at(notBefore);
            pause->async_wait([this](const asio::error_code &fault) {
                if (!fault)
                    takeRound();
            });
            return;
        }
        std::vector<Item> items;
        {
            const std::lock_guard lock(mutex);
            items.swap(incoming);
            isTaking = false;
        }
        std::vector<LogFrame> frames;
        std::vector<Round::Erasure> erasures;
        frames.reserve(items.size());
        for (Item &item : items) {
            if (item.before)
                item.before();
            if (item.erasure) {
                erasures.push_back(std::move(item.erasure));
                continue;
            }
            published += item.frame.position > 0;
            frames.push_back(std::move(item.frame));
        }
        const auto round = std::make_shared<const Round>(std::move(frames), std::move(erasures));
        for (std::size_t i = 1; i < loops.size(); ++i)
            loops[i]->hand(round);
        const auto began = Clock::now();
        first().carry(*round);
        const auto ended = Clock::now();
        if (ended - began > shortRound)
            notBefore = ended + std::min<Clock::duration>(ended - began, longestPause);
    }

    // The first loop knows it; another is told in its turn among the rounds.
    std::optional<std::vector<Frame>> underWay(EngineLoop &loop, const Connection &connection)
    {
        if (&loop == &first())
            return hooks.underWay(connection.subscription());
        first().post([this, &loop, id = connection.id(), subscription = connection.subscriptionPtr()] {
            loop.hand(EngineLoop::Joining{id, hooks.underWay(*subscription)});
        });
        return std::nullopt;
    }

    std::mutex mutex;
    std::vector<Item> incoming;
    bool isTaking = false;
    Clock::time_point notBefore = {};
    std::optional<asio::steady_timer> pause; // of the first loop
};

Engine::Engine(const EngineOptions &options, EngineHooks hooks) : d(std::make_unique<Inside>(options, std::move(hooks)))
{
}

Engine::~Engine()
{
    stop();
}

ConnectionId Engine::adopt(NativeSocket socket, StreamStart start)
{
    // The loop with the fewest streams; its number is what is left of the id.
    const auto fewest = std::ranges::min_element(d->loops, {}, [](const auto &loop) { return loop->openCount(); }) - d->loops.begin();
    const ConnectionId id = d->nextId++ * d->loops.size() + ConnectionId(fewest);
    if (d->stopped) {
        closeSocket(socket);
        return id;
    }
    EngineLoop &loop = d->loopOf(id);
    const auto turnAway = d->turnsAway();
    loop.countIn(*start.subscription);
    loop.post([id, socket, turnAway, &loop, start = std::make_shared<StreamStart>(std::move(start))] { loop.open(id, socket, std::move(*start), turnAway); });
    return id;
}

void Engine::publish(std::vector<LogFrame> frames)
{
    d->handIn([&frames](std::vector<Inside::Item> &items) {
        for (LogFrame &frame : frames)
            items.push_back({std::move(frame)});
    });
}

void Engine::forget(std::vector<std::int64_t> positions)
{
    d->handIn([&](std::vector<Inside::Item> &items) { items.push_back({.frame = {}, .erasure = [positions = std::move(positions)](RecentFrames &recent) { recent.forget(positions); }}); });
}

void Engine::forget(std::unordered_map<std::string, std::int64_t> purged)
{
    d->handIn([&](std::vector<Inside::Item> &items) { items.push_back({.frame = {}, .erasure = [purged = std::move(purged)](RecentFrames &recent) { recent.forget(purged); }}); });
}

void Engine::broadcast(std::string sessionId, Frame frame, std::function<void()> before)
{
    d->handIn([&](std::vector<Inside::Item> &items) { items.push_back({{.sessionId = std::move(sessionId), .frame = std::move(frame)}, std::move(before)}); });
}

void Engine::send(ConnectionId id, Frame frame)
{
    d->loopOf(id).post([&loop = d->loopOf(id), id, frame = std::move(frame)] { loop.send(id, frame); });
}

void Engine::finish(ConnectionId id, CloseReason reason)
{
    d->loopOf(id).post([&loop = d->loopOf(id), id, reason] { loop.finish(id, reason); });
}

void Engine::finishOwned(std::shared_ptr<const void> owner, CloseReason reason)
{
    d->postToAll([owner = std::move(owner), reason](EngineLoop &loop) { loop.finishOwned(owner, reason); });
}

std::int64_t Engine::messageStreams() const
{
    std::int64_t count = 0;
    for (const auto &loop : d->loops)
        count += loop->messageCount();
    return count;
}

void Engine::list(StreamQuery query, std::function<void(StreamList)> done)
{
    if (d->stopped)
        return done({});
    struct Asked {
        StreamQuery query;
        std::function<void(StreamList)> done;
        std::mutex mutex;
        std::vector<StreamList> lists = {};
    };
    const std::shared_ptr<Asked> asked(new Asked{std::move(query), std::move(done), {}});
    d->postToAll([asked, count = d->loops.size()](const EngineLoop &loop) {
        StreamList list = loop.list(asked->query);
        {
            const std::lock_guard lock(asked->mutex);
            asked->lists.push_back(std::move(list));
            if (asked->lists.size() < count)
                return;
        }
        asked->done(merged(asked->query, std::move(asked->lists)));
    });
}

void Engine::tap(ConnectionId id, ConnectionId listener)
{
    EngineLoop &from = d->loopOf(id), &to = d->loopOf(listener);
    // Posted behind the listener's own opening, and each to the other's thread.
    const auto tell = [this, id, listener, &from, &to](const Frame &frame) {
        to.post([this, id, listener, &from, &to, told = d->hooks.tapFrame(frame), isEnd = !frame] {
            if (to.sendLive(listener, told)) {
                if (isEnd)
                    to.finish(listener, CloseReason::Finished);
            } else if (!isEnd) {
                from.post([&from, id, listener] { from.untap(id, listener); });
            }
        });
    };
    from.post([id, listener, tell, &from] {
        if (!from.tap(id, {listener, tell}))
            tell(nullptr);
    });
}

EngineStats Engine::stats() const
{
    EngineStats stats{.open = d->openCount(), .most = d->options.maxStreams, .published = d->published};
    for (const auto &loop : d->loops) {
        const EngineLoop::Figures &figures = loop->figures();
        stats.opened += figures.opened;
        stats.deliveries += figures.deliveries;
        stats.sends += figures.sends;
        for (std::size_t i = 0; i < closeReasons.size(); ++i)
            stats.closed[i] += figures.closed[i];
        for (std::size_t i = 0; i < resumeResults.size(); ++i)
            stats.resumed[i] += figures.resumed[i];
        stats.replaying += figures.inPhase[std::size_t(Connection::Phase::Replaying)];
        stats.live += figures.inPhase[std::size_t(Connection::Phase::Live)];
        stats.ending += figures.inPhase[std::size_t(Connection::Phase::Ending)];
        stats.blocked += figures.blocked;
        stats.waitingBytes += figures.waitingBytes;
        stats.commitToWire += figures.commitToWire.reading();
        stats.receivedToWire += figures.receivedToWire.reading();
        stats.lifetime += figures.lifetime.reading();
        stats.replayed += figures.replayed.reading();
    }
    return stats;
}

std::optional<CloseReason> Engine::turnsAway() const
{
    return d->turnsAway();
}

void Engine::drain(std::chrono::milliseconds within, std::chrono::milliseconds retry)
{
    if (d->stopped || d->draining.exchange(true))
        return;
    d->postToAll([within, retry](EngineLoop &loop) { loop.drain(within, retry); });
}

void Engine::stop(std::chrono::milliseconds retry)
{
    if (d->stopped.exchange(true))
        return;
    d->stopAll(retry);
    for (const auto &loop : d->loops)
        loop->waitForEnd();
}

} // namespace pipit::stream
