// SPDX-License-Identifier: GPL-3.0-or-later
// What is carried to the streams at once: everything that was handed in while the last round was on its way.
//
// Frames of one session are joined into blocks, once for all the streams that carry only that session: a thousand of them then
// cost a thousand sends, however many messages piled up.
// Thread rule: immutable after it is made, so any thread.
#pragma once

#include "server/stream/frame.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pipit::stream {

class RecentFrames;

class Round
{
public:
    struct Block {
        Frame bytes;
        std::uint32_t messages; // of the log, in it
    };

    // The part of one session.
    struct Batch {
        std::string sessionId;
        std::vector<std::uint32_t> frames;  // their places in the round, ascending
        std::vector<Block> blocks = {};     // the same bytes, joined
        std::int64_t firstPosition = 0;     // of the log; 0: no frame of it is
        std::int64_t lastPosition = 0;
        std::int64_t messages = 0;          // of the log
        Clock::time_point committed = {};   // the first of them
        Clock::time_point received = {};    // as well
    };

    // What is to be done with the ring of recent frames once it has these, because something of it was erased.
    using Erasure = std::function<void(RecentFrames &)>;

    Round(std::vector<LogFrame> frames, std::vector<Erasure> erasures);

    std::span<const LogFrame> frames() const { return m_frames; }
    std::span<const Batch> batches() const { return m_batches; }
    std::span<const Erasure> erasures() const { return m_erasures; }

private:
    void sortBySession();
    void join(Batch &batch) const;

    std::vector<LogFrame> m_frames;
    std::vector<Batch> m_batches;
    std::vector<Erasure> m_erasures;
};

using RoundPtr = std::shared_ptr<const Round>;

} // namespace pipit::stream
