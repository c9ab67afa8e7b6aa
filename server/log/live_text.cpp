// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/live_text.h"

#include "core/text_limits.h"
#include "server/log/event_frames.h"

#include <QLoggingCategory>

#include <algorithm>

Q_LOGGING_CATEGORY(lcLiveText, "pipit.log.live")

namespace pipit::log {

namespace {

constexpr std::chrono::minutes endedFor{2};
constexpr std::size_t endedAtMost = 256;
constexpr qsizetype foreignRunsAtMost = 1'000;
constexpr qsizetype runBytesAtMost = 1 << 20; // as much as a run makes before it is ended

DeltaEvent deltaOf(const RunEvent &run, bool reasoning, qint64 offset, const QString &text)
{
    return {.runId = run.runId, .clientMessageId = run.clientMessageId, .sessionId = run.sessionId, .offset = offset, .text = text, .reasoning = reasoning};
}

} // namespace

QList<DeltaEvent> splitDelta(const DeltaEvent &delta, qsizetype units)
{
    QList<DeltaEvent> parts;
    DeltaEvent rest = delta;
    while (rest.text.size() > units) {
        DeltaEvent part = rest;
        part.text = leftOfText(rest.text, units);
        rest.offset += part.text.size();
        rest.text.remove(0, part.text.size());
        parts << part;
    }
    return parts << rest;
}

void LiveText::Text::append(const QString &more)
{
    tail += more;
    while (tail.size() >= pieceUnits) {
        const QString piece = leftOfText(tail, pieceUnits);
        pieces.push_back({piece});
        offset += piece.size();
        tail.remove(0, piece.size());
    }
}

bool LiveText::apply(const RunEvent &event, const QString &node)
{
    expire();
    if (isFinal(event.state))
        return end(event, node);

    const auto found = m_runs.find(event.runId);
    if (found == m_runs.end()) {
        if (!node.isEmpty() && !makeRoom())
            return false;
        forgetEnd(event.runId);
        m_runs.emplace(event.runId, Run{.event = event, .sessionId = event.sessionId.toStdString(), .node = node});
        m_foreign += node.isEmpty() ? 0 : 1;
        return true;
    }
    Run &run = found->second;
    if (run.node.isEmpty() && !node.isEmpty())
        return false;
    m_foreign += int(!node.isEmpty()) - int(!run.node.isEmpty());
    run.node = node;
    run.interruptedAt.reset();
    const bool news = run.event.toJson() != event.toJson();
    run.event = event;
    return news;
}

bool LiveText::end(const RunEvent &event, const QString &node)
{
    if (const auto found = m_runs.find(event.runId); found != m_runs.end()) {
        const Run &run = found->second;
        if (!node.isEmpty() && run.node != node && !run.interruptedAt)
            return false; // its writer goes on
        remove(found);
    } else if (std::ranges::any_of(m_ended, [&](const Ended &ended) { return ended.event.runId == event.runId && ended.event.state == event.state; })) {
        return false;
    }
    forgetEnd(event.runId);
    m_ended.push_back({event, event.sessionId.toStdString(), node, stream::Clock::now()});
    if (m_ended.size() > endedAtMost)
        m_ended.pop_front();
    return true;
}

LiveText::Change LiveText::apply(DeltaEvent &delta, const QString &node)
{
    const auto found = m_runs.find(delta.runId);
    if (found == m_runs.end())
        return node.isEmpty() || m_foreign < foreignRunsAtMost ? Change::Gap : Change::None;
    Run &run = found->second;
    if (run.interruptedAt)
        return Change::Gap;
    if (run.node != node)
        return Change::None;
    Text &text = delta.reasoning ? run.reasoning : run.answer;
    if (delta.offset > text.length())
        return run.isFull ? Change::None : Change::Gap;
    const qint64 known = text.length() - delta.offset;
    if (known >= delta.text.size())
        return Change::None;
    delta.text.remove(0, known);
    delta.offset += known;

    const qsizetype bytes = utf8Size(delta.text);
    if (run.bytes + bytes > runBytesAtMost) {
        if (!std::exchange(run.isFull, true))
            qCWarning(lcLiveText).noquote() << "The answer of run" << forEcho(delta.runId) << "is longer than" << runBytesAtMost << "bytes; streams get the rest with its message.";
        return Change::None;
    }
    run.bytes += bytes;
    text.append(delta.text);
    return Change::News;
}

std::optional<RunEvent> LiveText::interrupt(const QString &runId, const QString &node)
{
    const auto found = m_runs.find(runId);
    if (found == m_runs.end() || found->second.node != node || found->second.interruptedAt)
        return std::nullopt;
    Run &run = found->second;
    run.interruptedAt = stream::Clock::now();
    run.event.state = RunState::Interrupted;
    run.event.error = QStringLiteral("The node that was writing this answer has stopped or cannot be reached. Ask again if no answer follows.");
    return run.event;
}

void LiveText::giveUp(const QString &runId, const QString &node)
{
    const auto found = m_runs.find(runId);
    if (found == m_runs.end() || !found->second.node.isEmpty() || node.isEmpty())
        return;
    found->second.node = node;
    found->second.interruptedAt = stream::Clock::now();
    ++m_foreign;
}

std::vector<stream::Frame> LiveText::framesFor(const stream::Subscription &subscription)
{
    expire();
    std::vector<stream::Frame> frames;
    for (const Ended &ended : m_ended) {
        if (subscription.covers(ended.sessionId))
            frames.push_back(runFrame(ended.event));
    }
    for (auto &[id, run] : m_runs) {
        if (!subscription.covers(run.sessionId))
            continue;
        frames.push_back(runFrame(run.event));
        for (const bool reasoning : {true, false}) {
            Text &text = reasoning ? run.reasoning : run.answer;
            qint64 offset = 0;
            for (Piece &piece : text.pieces) {
                if (!piece.frame)
                    piece.frame = deltaFrame(deltaOf(run.event, reasoning, offset, piece.text));
                frames.push_back(piece.frame);
                offset += piece.text.size();
            }
            if (!text.tail.isEmpty())
                frames.push_back(deltaFrame(deltaOf(run.event, reasoning, offset, text.tail)));
        }
    }
    return frames;
}

QList<RunEvent> LiveText::underWay(const QString &node) const
{
    QList<RunEvent> events;
    for (const auto &[id, run] : m_runs) {
        if (run.node == node && !run.interruptedAt)
            events << run.event;
    }
    return events;
}

QList<RunEvent> LiveText::ended(const QString &node) const
{
    QList<RunEvent> events;
    for (const Ended &ended : m_ended) {
        if (ended.node == node)
            events << ended.event;
    }
    return events;
}

std::optional<RunEvent> LiveText::find(const QString &runId, const QString &node) const
{
    const auto found = m_runs.find(runId);
    if (found == m_runs.end() || found->second.node != node || found->second.interruptedAt)
        return std::nullopt;
    return found->second.event;
}

LiveText::Lengths LiveText::lengths(const QString &runId) const
{
    const auto found = m_runs.find(runId);
    if (found == m_runs.end())
        return {};
    return {.answer = found->second.answer.length(), .reasoning = found->second.reasoning.length()};
}

QList<DeltaEvent> LiveText::text(const QString &runId, const Lengths &after) const
{
    QList<DeltaEvent> events;
    const auto found = m_runs.find(runId);
    if (found == m_runs.end())
        return events;
    for (const bool reasoning : {true, false}) {
        const Text &text = reasoning ? found->second.reasoning : found->second.answer;
        const qint64 from = reasoning ? after.reasoning : after.answer;
        qint64 offset = 0;
        const auto add = [&](const QString &piece) {
            const qint64 known = std::clamp<qint64>(from - offset, 0, piece.size());
            if (known < piece.size())
                events << deltaOf(found->second.event, reasoning, offset + known, piece.mid(known));
            offset += piece.size();
        };
        for (const Piece &piece : text.pieces)
            add(piece.text);
        add(text.tail);
    }
    return events;
}

// For one more run of another node; the one that was interrupted first gives way.
bool LiveText::makeRoom()
{
    if (m_foreign < foreignRunsAtMost) {
        m_toldFull = false;
        return true;
    }
    const auto isEarlier = [](const auto &a, const auto &b) {
        return a.second.interruptedAt && (!b.second.interruptedAt || *a.second.interruptedAt < *b.second.interruptedAt);
    };
    if (const auto oldest = std::ranges::min_element(m_runs, isEarlier); oldest->second.interruptedAt) {
        remove(oldest);
        return true;
    }
    if (!std::exchange(m_toldFull, true))
        qCWarning(lcLiveText) << foreignRunsAtMost << "answers of other nodes are under way; streams of this node get the text of more only with their messages.";
    return false;
}

LiveText::Runs::iterator LiveText::remove(Runs::iterator run)
{
    m_foreign -= run->second.node.isEmpty() ? 0 : 1;
    return m_runs.erase(run);
}

void LiveText::forgetEnd(const QString &runId)
{
    std::erase_if(m_ended, [&](const Ended &ended) { return ended.event.runId == runId; });
}

void LiveText::expire()
{
    const auto before = stream::Clock::now() - endedFor;
    while (!m_ended.empty() && m_ended.front().at < before)
        m_ended.pop_front();
    for (auto run = m_runs.begin(); run != m_runs.end();)
        run = run->second.interruptedAt && *run->second.interruptedAt < before ? remove(run) : std::next(run);
}

} // namespace pipit::log
