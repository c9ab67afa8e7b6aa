// SPDX-License-Identifier: GPL-3.0-or-later
// The end of the log in memory: what streams that come back after a short break are served from.
//
// Holds every frame after m_floor, in order, but for those that were erased since; the oldest leave when there are more bytes
// than allowed. It knows which sessions were purged beyond m_floor, so that no stream is served past a gap unawares.
// Thread rule: the engine's thread.
#pragma once

#include "server/stream/frame.h"
#include "server/stream/subscription.h"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <vector>

namespace pipit::stream {

class RecentFrames
{
public:
    using Positions = std::unordered_map<std::string, std::int64_t>; // of sessions

    RecentFrames(std::int64_t head, std::size_t maxBytes) : m_floor(head), m_head(head), m_maxBytes(maxBytes) { }

    std::int64_t head() const { return m_head; }

    // Whether every frame after this position, up to the head, is here.
    bool cover(std::int64_t position) const { return position >= m_floor && position <= m_head; }

    void append(LogFrame frame)
    {
        m_head = frame.position;
        m_bytes += cost(frame);
        frame.receipt.reset(); // of no use to who comes later
        m_frames.push_back(std::move(frame));
        while (m_bytes > m_maxBytes && !m_frames.empty()) {
            m_floor = m_frames.front().position;
            m_bytes -= cost(m_frames.front());
            m_frames.pop_front();
            std::erase_if(m_purged, [this](const auto &purged) { return purged.second <= m_floor; });
        }
    }

    // Messages that were redacted: their notice comes as a frame of its own.
    void forget(const std::vector<std::int64_t> &positions)
    {
        drop([&positions](const LogFrame &frame) { return std::ranges::find(positions, frame.position) != positions.end(); });
    }

    // Messages of these sessions up to these positions were purged, or the sessions were deleted.
    void forget(Positions purged)
    {
        std::erase_if(purged, [this](const auto &one) { return one.second <= m_floor; });
        if (purged.empty())
            return;
        drop([&purged](const LogFrame &frame) {
            const auto found = purged.find(frame.sessionId);
            return found != purged.end() && frame.position <= found->second;
        });
        for (const auto &[sessionId, position] : purged)
            m_purged[sessionId] = std::max(m_purged[sessionId], position);
    }

    // Whether messages of these sessions were purged after this position, as far as it is covered.
    bool isTooOld(const Subscription &subscription, std::int64_t position) const
    {
        return std::ranges::any_of(m_purged, [&](const auto &purged) { return purged.second > position && subscription.covers(purged.first); });
    }

    // The first frame after this position.
    std::deque<LogFrame>::const_iterator after(std::int64_t position) const
    {
        return std::ranges::upper_bound(m_frames, position, {}, &LogFrame::position);
    }
    std::deque<LogFrame>::const_iterator end() const { return m_frames.end(); }

private:
    // What a small frame costs beyond its bytes, so that a million tiny ones are bounded too.
    static std::size_t cost(const LogFrame &frame) { return frame.frame->size() + 256; }

    template<typename Condition>
    void drop(Condition isGone)
    {
        std::erase_if(m_frames, [&](const LogFrame &frame) {
            const bool gone = isGone(frame);
            if (gone)
                m_bytes -= cost(frame);
            return gone;
        });
    }

    std::deque<LogFrame> m_frames;
    Positions m_purged; // beyond m_floor
    std::int64_t m_floor;
    std::int64_t m_head;
    std::size_t m_bytes = 0;
    std::size_t m_maxBytes;
};

} // namespace pipit::stream
