// SPDX-License-Identifier: GPL-3.0-or-later
// The end of the log in memory: what streams that come back after a short break are served from.
//
// Holds every frame after m_floor, in order; the oldest leave when there are more bytes than allowed.
// Thread rule: the engine's thread.
#pragma once

#include "server/stream/frame.h"

#include <algorithm>
#include <deque>

namespace pipit::stream {

class RecentFrames
{
public:
    RecentFrames(std::int64_t head, std::size_t maxBytes) : m_floor(head), m_head(head), m_maxBytes(maxBytes) { }

    std::int64_t head() const { return m_head; }

    // Whether every frame after this position, up to the head, is here.
    bool cover(std::int64_t position) const { return position >= m_floor && position <= m_head; }

    void append(LogFrame frame)
    {
        m_head = frame.position;
        m_bytes += cost(frame);
        m_frames.push_back(std::move(frame));
        while (m_bytes > m_maxBytes && !m_frames.empty()) {
            m_floor = m_frames.front().position;
            m_bytes -= cost(m_frames.front());
            m_frames.pop_front();
        }
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

    std::deque<LogFrame> m_frames;
    std::int64_t m_floor;
    std::int64_t m_head;
    std::size_t m_bytes = 0;
    std::size_t m_maxBytes;
};

} // namespace pipit::stream
