// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to be told of one stream: whose it is, how it stands, and how it came to its end.
// Thread rule: plain values.
#pragma once

#include "server/stream/close_reason.h"
#include "server/stream/resume_result.h"
#include "server/stream/subscription.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipit::stream {

using ConnectionId = std::uint64_t;

enum class StreamPhase {
    Replaying, // history goes out as fast as the socket takes it; live frames are left to the ring
    Live,
    Ending,    // the last bytes are on their way
    Gone,      // to be removed
};

// Times are milliseconds since 1970, UTC.
struct StreamView {
    static constexpr std::size_t sessionsAtMost = 20;

    ConnectionId id = 0;
    StreamPhase phase = StreamPhase::Replaying;
    StreamOrigin origin = {};
    bool isOfMessages = true;
    bool all = false;                          // it carries every session that its caller may see
    std::vector<std::string> sessions = {};    // the first ones of those that it names
    std::size_t sessionCount = 0;              // that it names

    std::int64_t openedAtMs = 0;
    std::optional<std::int64_t> after = {};    // the cursor that it brought
    std::optional<ResumeResult> resumed = {};  // what came of that
    std::uint32_t replayed = 0;                // messages that it was sent again
    std::optional<std::int64_t> liveMs = {};   // from its opening until it had caught up

    std::int64_t sentTo = 0;                   // its cursor: what is queued for it goes up to there
    std::int64_t lag = 0;                      // messages that wait for it; of a replay: positions up to the log's end
    std::size_t queuedBytes = 0;
    std::size_t mostQueuedBytes = 0;           // as far as its socket took no more
    std::uint32_t blocked = 0;                 // how often it did so
    std::int64_t delivered = 0;                // messages that its socket has taken

    // Of one that has ended.
    std::optional<CloseReason> reason = {};
    std::int64_t endedAtMs = 0;
};

struct StreamQuery {
    enum class Order { Since, Queued, Lag, Delivered, Caller, Address };

    bool ended = false;              // those that have ended lately, the last one first, instead of those that are open
    std::optional<ConnectionId> id = {};
    std::string text = {};           // in lower case: in its caller, its address, its agent or one of its sessions
    std::function<bool(std::string_view session)> mayName = {}; // only in sessions of which this is true; called on the engine's threads
    Order order = Order::Since;
    bool descending = true;
    std::size_t most = 200;
};

struct StreamList {
    std::vector<StreamView> streams = {}; // in the order that was asked for
    std::size_t fitting = 0;              // how many there are that fit
    std::size_t all = 0;
};

// What a stream is sorted by.
struct StreamPlace {
    std::int64_t number = 0;
    std::string_view text = {};
    ConnectionId id = 0;
};
bool isBefore(const StreamQuery &query, const StreamPlace &a, const StreamPlace &b);

// Whether the text is in one of what names the stream.
bool fits(const StreamQuery &query, ConnectionId id, const Subscription &subscription);
bool fits(const StreamQuery &query, const StreamView &view);

// One list of several, each in the query's order.
StreamList merged(const StreamQuery &query, std::vector<StreamList> lists);

} // namespace pipit::stream
