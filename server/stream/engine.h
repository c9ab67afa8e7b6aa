// SPDX-License-Identifier: GPL-3.0-or-later
// Carries committed messages to many open streams at once: register, replay, join.
//
// A stream is registered first. While its history is replayed, page by page and as fast as its socket takes it, live
// frames are not queued for it; as soon as the ring of recent frames covers what follows, it takes the rest from there and
// is live. So nothing falls between history and live, nothing comes twice, and memory is bounded however long the replay.
//
// What is handed in while the last round was being sent is the next round: taken whole, joined once for each session, and sent
// with one call for each stream. A round that took long is followed by a pause as long (at most 10 ms), so that what
// comes meanwhile goes out with one call too, and half of the processor is left to those who publish and read.
//
// No Qt; threads of its own, each with its streams. The first one takes the rounds and gives them to the others. No lock on the
// sending path.
// Thread rule: every public member may be called from any thread. The functions in Hooks are called on the engine's threads,
// underWay and what is given to broadcast() on the first one only, and must not block. Errors: a stream that cannot go on is
// closed with a CloseReason; nothing is thrown.
#pragma once

#include "core/histogram.h"
#include "server/stream/close_reason.h"
#include "server/stream/connection.h"
#include "server/stream/frame.h"
#include "server/stream/resume_result.h"
#include "server/stream/stream_view.h"
#include "server/stream/subscription.h"

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace pipit::stream {

// A piece of history, read by the store for one stream.
struct HistoryPage {
    enum class Status { Read, UnknownCursor, TooOld, Failed };
    Status status = Status::Read;
    std::vector<LogFrame> frames = {};  // ascending, only of the subscription's sessions
    std::int64_t coveredTo = 0;         // nothing of these sessions lies between the last frame and this position
};

struct StreamStart {
    std::string head;                            // status line and headers, with their blank line
    SubscriptionPtr subscription;
    std::optional<std::int64_t> after = {};      // the cursor; nothing: from now on
    std::optional<ResumeResult> reset = {};      // the cursor is useless, for this reason: start at the head
    bool announcePosition = true;                // false: a stream that is not of the log; it is never turned away
};

struct EngineOptions {
    std::size_t queueBytes = 1 << 20;
    std::chrono::milliseconds heartbeat{30'000};
    std::size_t recentBytes = 8 << 20;
    int threads = 1;
    std::int64_t maxStreams = 1'000'000;         // one more is told to come back later, as `overloaded`
    std::int64_t head = 0;                       // of the log, when the engine starts
};

struct EngineHooks {
    // How the engine's own events are written.
    std::function<Frame(std::optional<ResumeResult> reset, std::int64_t position)> positionFrame;
    std::function<Frame(CloseReason, std::chrono::milliseconds retry)> closingFrame;
    // Starts reading the history after a position; `done` may be called on any thread, once.
    std::function<void(SubscriptionPtr, std::int64_t after, std::function<void(HistoryPage)> done)> readHistory;
    // What a stream that becomes live must know beyond the log: answers under way.
    std::function<std::vector<Frame>(const Subscription &)> underWay;
    // What whoever listens in on a stream is told of a frame; null: of its end.
    std::function<Frame(const Frame &)> tapFrame = {};
    // Whether somebody wants to hear of each message that was sent, to how many streams of one thread; asked once for each round.
    std::function<bool()> tellsDeliveries = {};
    std::function<void(const LogFrame &, std::int64_t streams)> delivered = {};
};

struct EngineStats {
    std::int64_t open = 0;                       // also those that are only just coming
    std::int64_t most = 0;                       // that are carried
    std::int64_t replaying = 0, live = 0, ending = 0;
    std::int64_t opened = 0;
    std::array<std::int64_t, closeReasons.size()> closed{};
    std::array<std::int64_t, resumeResults.size()> resumed{};
    std::int64_t published = 0;
    std::int64_t deliveries = 0;
    std::int64_t sends = 0;                      // calls of the system: deliveries / sends is how many went out together
    std::int64_t blocked = 0;                    // streams whose socket takes no more just now
    std::int64_t waitingBytes = 0;               // of live messages, for them
    HistogramReading commitToWire = {};              // seconds, of the oldest message in each send
    HistogramReading receivedToWire = {};            // the same from the request on, of what was published on this node
    HistogramReading lifetime = {};                  // seconds, of streams that ended
    HistogramReading replayed = {};                  // messages that a stream with a cursor got until it was live
};

class Engine
{
public:
    Engine(const EngineOptions &options, EngineHooks hooks);
    ~Engine(); // as stop()

    // Takes the socket over, also where it turns out to be gone.
    ConnectionId adopt(NativeSocket socket, StreamStart start);

    // Messages that are on disk, ascending, after all that were published before.
    void publish(std::vector<LogFrame> frames);

    // What was published and is to be sent to nobody any more: redacted messages, of which what is published next tells; and the
    // messages of sessions up to a position each: a stream that comes back from before it is told to load its history again, as
    // is one that is on its way through it.
    void forget(std::vector<std::int64_t> positions);
    void forget(std::unordered_map<std::string, std::int64_t> purged);

    // Something that is not of the log, for every live stream of the session. `before` runs on the engine's first thread just
    // before, so that what underWay() tells a new stream and what this tells the others never overlap.
    void broadcast(std::string sessionId, Frame frame, std::function<void()> before = {});

    // For streams that are not of the log.
    void send(ConnectionId id, Frame frame);
    void finish(ConnectionId id, CloseReason reason);

    // Every stream whose subscription has this owner.
    void finishOwned(std::shared_ptr<const void> owner, CloseReason reason);

    // What is open, or has ended lately. `done` is called once, on one of the engine's threads; never where the engine stops meanwhile.
    void list(StreamQuery query, std::function<void(StreamList)> done);

    // Everything that is queued for a stream from now on is told to `listener`, a stream that is not of the log, as `tapFrame` puts it;
    // one that does not keep up is ended as any other. It ends with what it listens to; at once where there is no such stream.
    void tap(ConnectionId id, ConnectionId listener);

    EngineStats stats() const;
    std::int64_t messageStreams() const; // that are here or on their way here; of stats().open those that carry messages

    // Ends each stream at a moment of its own within this time, telling it to come back (half to twice `retry`, each its own
    // time); one that comes from now on is told so at once. Streams that are not of the log have an end of their own.
    void drain(std::chrono::milliseconds within, std::chrono::milliseconds retry = std::chrono::milliseconds(1000));

    // Why a stream that comes now would be told to come back later; nothing where it would be carried.
    std::optional<CloseReason> turnsAway() const;

    // Tells every stream why and when to come back (half to twice `retry`, each its own time), closes them all and ends the
    // threads. A second call does nothing.
    void stop(std::chrono::milliseconds retry = std::chrono::milliseconds(1000));

private:
    class Inside;
    std::unique_ptr<Inside> d;
};

} // namespace pipit::stream
