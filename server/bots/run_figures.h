// SPDX-License-Identifier: GPL-3.0-or-later
// What is measured of a run: when what happened, in ms from the question, and what the provider counted.
// Thread rule: a value.
#pragma once

#include "server/bots/provider/call_times.h"
#include "server/bots/provider/reply_reader.h"
#include "server/store/run_store.h"

#include <QJsonObject>

namespace pipit::bots {

class RunFigures
{
public:
    RunFigures() : m_askedAt(Clock::now()) { }
    // What an earlier life has measured, from the question's time on.
    explicit RunFigures(const store::RunRecord &record);

    // Of the request that brings the answer: what came before the first token counts no more.
    void keep(const CallTimes &times);
    void keep(const std::optional<Usage> &usage) { m_usage = usage; }
    // A piece has come.
    void token();

    std::optional<qint64> firstTokenMs() const;
    // sentMs, acceptedMs, firstByteMs, firstTokenMs, lastTokenMs, durationMs, inputTokens, outputTokens as far as they are known;
    // tokensPerSecond where the answer `streamed` from its first token to its last.
    QJsonObject json(bool streamed) const;

private:
    using Clock = std::chrono::steady_clock;

    qint64 since(Clock::time_point point) const { return std::chrono::duration_cast<std::chrono::milliseconds>(point - m_askedAt).count(); }

    Clock::time_point m_askedAt;
    QJsonObject m_times;
    std::optional<Usage> m_usage;
};

} // namespace pipit::bots
