// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/live_text.h"

#include "server/log/event_frames.h"

namespace pipit::log {

namespace {

constexpr qsizetype pieceUnits = 32 * 1024;
constexpr std::chrono::minutes endedFor{2};
constexpr std::size_t endedAtMost = 256;

DeltaEvent deltaOf(const RunEvent &run, bool reasoning, qint64 offset, QString text)
{
    return {.runId = run.runId, .clientMessageId = run.clientMessageId, .sessionId = run.sessionId, .offset = offset, .text = std::move(text), .reasoning = reasoning};
}

} // namespace

void LiveText::apply(const RunEvent &event)
{
    const std::string id = event.runId.toStdString();
    if (isFinal(event.state)) {
        m_runs.erase(id);
        m_ended.push_back({event, event.sessionId.toStdString(), stream::Clock::now()});
        if (m_ended.size() > endedAtMost)
            m_ended.pop_front();
        return;
    }
    Run &run = m_runs[id];
    run.event = event;
    run.sessionId = event.sessionId.toStdString();
}

void LiveText::apply(const DeltaEvent &delta)
{
    const auto found = m_runs.find(delta.runId.toStdString());
    if (found == m_runs.end())
        return;
    Text &text = delta.reasoning ? found->second.reasoning : found->second.answer;
    text.tail += delta.text;
    if (text.tail.size() >= pieceUnits) {
        text.pieces.push_back(deltaFrame(deltaOf(found->second.event, delta.reasoning, text.offset, text.tail)));
        text.offset += text.tail.size();
        text.tail.clear();
    }
}

std::vector<stream::Frame> LiveText::framesFor(const stream::Subscription &subscription)
{
    while (!m_ended.empty() && stream::Clock::now() - m_ended.front().at > endedFor)
        m_ended.pop_front();

    std::vector<stream::Frame> frames;
    for (const Ended &ended : m_ended) {
        if (subscription.covers(ended.sessionId))
            frames.push_back(runFrame(ended.event));
    }
    for (const auto &[id, run] : m_runs) {
        if (!subscription.covers(run.sessionId))
            continue;
        frames.push_back(runFrame(run.event));
        for (const bool reasoning : {true, false}) {
            const Text &text = reasoning ? run.reasoning : run.answer;
            frames.insert(frames.end(), text.pieces.begin(), text.pieces.end());
            if (!text.tail.isEmpty())
                frames.push_back(deltaFrame(deltaOf(run.event, reasoning, text.offset, text.tail)));
        }
    }
    return frames;
}

} // namespace pipit::log
