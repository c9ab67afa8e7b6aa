// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/round.h"

#include <string_view>
#include <unordered_map>

namespace pipit::stream {

namespace {

constexpr std::size_t blockBytes = 64 << 10; // small beside what a stream may queue

} // namespace

Round::Round(std::vector<LogFrame> frames, std::vector<Erasure> erasures) : m_frames(std::move(frames)), m_erasures(std::move(erasures))
{
    sortBySession();
    for (Batch &batch : m_batches) {
        for (const std::uint32_t place : batch.frames) {
            const LogFrame &frame = m_frames[place];
            if (frame.position == 0)
                continue;
            if (batch.messages++ == 0) {
                batch.firstPosition = frame.position;
                batch.committed = frame.committed;
                batch.received = receivedAt(frame);
            }
            batch.lastPosition = frame.position;
        }
        join(batch);
    }
}

void Round::sortBySession()
{
    std::unordered_map<std::string_view, std::size_t> known;
    for (std::uint32_t place = 0; place < m_frames.size(); ++place) {
        const std::string &sessionId = m_frames[place].sessionId;
        if (m_frames[place].frame->empty())
            continue; // it only had something to be done in its turn
        const auto [found, isNew] = known.try_emplace(sessionId, m_batches.size());
        if (isNew)
            m_batches.push_back({.sessionId = sessionId, .frames = {}});
        m_batches[found->second].frames.push_back(place);
    }
}

void Round::join(Batch &batch) const
{
    const auto frameAt = [&](std::size_t i) -> const Frame & { return m_frames[batch.frames[i]].frame; };
    const auto isMessage = [&](std::size_t i) { return std::uint32_t(m_frames[batch.frames[i]].position > 0); };
    for (std::size_t begin = 0, end = 0; begin < batch.frames.size(); begin = end) {
        std::size_t bytes = frameAt(begin)->size();
        std::uint32_t messages = isMessage(begin);
        for (end = begin + 1; end < batch.frames.size() && bytes + frameAt(end)->size() <= blockBytes; ++end) {
            bytes += frameAt(end)->size();
            messages += isMessage(end);
        }
        if (end == begin + 1) {
            batch.blocks.push_back({frameAt(begin), messages});
            continue;
        }
        std::string block;
        block.reserve(bytes);
        for (std::size_t i = begin; i < end; ++i)
            block += *frameAt(i);
        batch.blocks.push_back({makeFrame(std::move(block)), messages});
    }
}

} // namespace pipit::stream
