// SPDX-License-Identifier: GPL-3.0-or-later
// What is measured of a run: when what happened, in ms from the question, and what the provider counted.
// Thread rule: a value.
#pragma once

#include "server/bots/provider/call_times.h"
#include "server/bots/provider/reply_reader.h"
#include "server/store/run_store.h"

#include <QJsonObject>

#include <array>

namespace pipit::bots {

class RunFigures
{
public:
    RunFigures() : m_askedAt(Clock::now()) { }
    // What an earlier life has measured, from the question's time on.
    explicit RunFigures(const store::RunRecord &record);

    // Of the request that brings the answer; once a token has come, no other one is.
    void keep(const CallTimes &times);
    // A piece has come.
    void token();

    std::optional<qint64> firstTokenMs() const { return m_ms[FirstToken]; }
    // sentMs, acceptedMs, firstByteMs, firstTokenMs, lastTokenMs, durationMs, inputTokens, outputTokens as far as they are known;
    // tokensPerSecond where the answer `streamed` from its first token to its last.
    QJsonObject json(const std::optional<Usage> &usage, bool streamed) const;

private:
    using Clock = std::chrono::steady_clock;
    enum Moment { Sent, Accepted, FirstByte, FirstToken, LastToken, Moments };

    static const std::array<QStringView, Moments> names;

    qint64 since(Clock::time_point point) const { return std::chrono::duration_cast<std::chrono::milliseconds>(point - m_askedAt).count(); }

    Clock::time_point m_askedAt;
    std::array<std::optional<qint64>, Moments> m_ms;
};

} // namespace pipit::bots
