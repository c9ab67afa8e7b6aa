// SPDX-License-Identifier: GPL-3.0-or-later
// One stream: a socket, what waits to be sent on it, and how far along the log it is.
//
// It writes straight to the descriptor and waits for readiness only after the system said "would block". What has piled
// up goes out in one call. Sockets, queue and phase only: what to send is the engine's business.
// Thread rule: the engine's thread.
#pragma once

#include "server/stream/frame.h"
#include "server/stream/native_socket.h"
#include "server/stream/stream_view.h"
#include "server/stream/subscription.h"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace pipit::stream {

class Connection
{
public:
    using Phase = StreamPhase;
    enum class Flushed { All, Blocked, Broken };

    Connection(ConnectionId id, asio::io_context &context, NativeSocket socket, SubscriptionPtr subscription);
    ~Connection();

    ConnectionId id() const { return m_id; }
    const Subscription &subscription() const { return *m_subscription; }
    const SubscriptionPtr &subscriptionPtr() const { return m_subscription; }
    asio::ip::tcp::socket &socket() { return m_socket; }

    // Paced frames (history, answers so far) are not counted against the queue's limit: they are only added as the
    // socket drains, or shared by all who wait for them.
    enum class Count { Live, Paced };
    void queue(Frame frame, Count count, std::uint32_t messages = 0); // as many of the log as are in it
    bool isIdle() const { return m_queue.empty(); }
    // What waits behind the frame that is being sent. Not that frame itself: however large, it is under way.
    std::size_t waitingBytes() const;
    std::size_t liveBytes() const { return m_liveBytes; } // with that frame
    std::size_t queuedBytes() const;
    std::int64_t delivered() const { return m_delivered; }  // messages that the socket has taken
    std::int64_t waitingMessages() const { return m_waitingMessages; }

    // Hears of each frame as it is queued, and of a null frame at the end; null: nobody does.
    struct Tap {
        ConnectionId listener;
        std::function<void(const Frame &)> tell;
    };
    void setTap(std::unique_ptr<Tap> tap);
    bool isTappedBy(ConnectionId listener) const { return m_tap && m_tap->listener == listener; }

    // Sends until everything is out or the socket takes no more.
    Flushed flush();
    Clock::time_point lastSent() const { return m_lastSent; }
    // How many calls of the system that took, since this was asked last.
    std::int64_t takeSends() { return std::exchange(m_sends, 0); }

    // Closes the socket; what was not sent is dropped.
    void close();

    Phase phase = Phase::Replaying;
    std::int64_t sentTo = 0;          // every frame of its sessions up to here was queued
    bool positionSent = false;
    bool hearsOthers = false;         // Live, and told what is under way: hears also what is not of the log
    bool awaitingHistory = false;
    bool awaitingWritable = false;
    bool touched = false;             // has something new to send in this round
    bool resumes = false;             // it came with a cursor, and is not live yet
    std::uint32_t replayed = 0;       // messages that it got until it was live
    std::optional<std::int64_t> after = {}; // the cursor that it came with
    std::optional<ResumeResult> resumed = {};
    std::optional<CloseReason> ending = {};
    Clock::time_point liveAt = {};
    std::size_t mostWaiting = 0;
    std::uint32_t blocked = 0;        // how often its socket took no more
    Clock::time_point endBy = {};     // while Ending: what is not out by then is dropped
    const Clock::time_point openedAt = Clock::now();
    std::int64_t countedBytes = 0;    // as liveBytes() was when the socket took no more; counted among what waits

    // Of the oldest live message in the queue.
    struct Unsent {
        Clock::time_point committed, received;
    };
    std::optional<Unsent> oldestUnsent;

private:
    struct Entry {
        Frame frame;
        Count count;
        std::uint32_t messages;
    };

    std::size_t sendSome(asio::error_code &fault);
    void dropSent();

    ConnectionId m_id;
    asio::ip::tcp::socket m_socket;
    SubscriptionPtr m_subscription;
    std::vector<Entry> m_queue;       // from m_first on; a deque would hold half a kilobyte for an idle stream
    std::size_t m_first = 0;
    std::size_t m_offset = 0;         // bytes of the first frame that are out
    std::size_t m_liveBytes = 0;
    std::uint32_t m_sends = 0;
    std::int64_t m_delivered = 0;
    std::int64_t m_waitingMessages = 0;
    std::unique_ptr<Tap> m_tap;
    Clock::time_point m_lastSent;
};

} // namespace pipit::stream
