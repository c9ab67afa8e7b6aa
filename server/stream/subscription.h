// SPDX-License-Identifier: GPL-3.0-or-later
// Which sessions a stream carries, and whose it is. Thread rule: immutable after it is made.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pipit::stream {

// Of one that waits in a long poll, and has no stream.
inline constexpr std::string_view pollTransport = "poll";

// Who holds the other end.
struct StreamOrigin {
    std::string caller = {};  // its sub
    std::string name = {};    // as people see it; empty: the sub
    std::string address = {};
    std::string agent = {};   // what its program calls itself
    std::string_view transport = "sse"; // or "websocket", or pollTransport
};

// What consoles listen to stands for a session, under a name that none can have.
inline bool isInner(std::string_view session)
{
    return session.starts_with('\x01');
}

struct Subscription {
    std::vector<std::string> sessions = {}; // without doubles
    bool all = false;                       // instead of the list: every session that `maySee` lets through, but none that is inner
    std::function<bool(std::string_view)> maySee = {}; // unset: every one; called on the engine's thread and the store's
    StreamOrigin origin = {};
    std::shared_ptr<const void> owner = {};   // streams that end together have the same; it goes with the last of them
    std::shared_ptr<const void> presentAs = {}; // kept for as long as somebody is here by the stream
    std::shared_ptr<const void> joinsWith = {}; // what its maker has to know of it when it joins
    std::shared_ptr<const void> countedAs = {}; // kept for as long as the stream counts for somebody

    bool isOfLog() const { return all || !sessions.empty(); }
    bool isOfMessages() const { return all || (!sessions.empty() && !isInner(sessions.front())); } // it carries them

    bool covers(std::string_view sessionId) const
    {
        if (all)
            return !isInner(sessionId) && (!maySee || maySee(sessionId));
        return std::ranges::find(sessions, sessionId) != sessions.end();
    }
};

using SubscriptionPtr = std::shared_ptr<const Subscription>;

} // namespace pipit::stream
