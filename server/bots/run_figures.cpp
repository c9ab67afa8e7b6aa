// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/run_figures.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::bots {

const std::array<QStringView, RunFigures::Moments> RunFigures::names{u"sentMs", u"acceptedMs", u"firstByteMs", u"firstTokenMs", u"lastTokenMs"};

RunFigures::RunFigures(const store::RunRecord &record)
{
    // By two clocks where another node began it: at least nothing lies in the future.
    const qint64 ageMs = std::max<qint64>(0, QDateTime::currentMSecsSinceEpoch() - record.createdAtMs);
    m_askedAt = Clock::now() - std::chrono::milliseconds(ageMs);
    for (std::size_t i = 0; i < Moments; ++i) {
        if (const QJsonValue ms = record.figures.value(names[i]); ms.isDouble())
            m_ms[i] = ms.toInteger();
    }
}

void RunFigures::keep(const CallTimes &times)
{
    if (firstTokenMs())
        return;
    for (const auto &[moment, point] : {std::pair(Sent, times.sent), std::pair(Accepted, times.accepted), std::pair(FirstByte, times.firstByte)}) {
        if (point)
            m_ms[moment] = since(*point);
    }
}

void RunFigures::token()
{
    m_ms[LastToken] = since(Clock::now());
    if (!m_ms[FirstToken])
        m_ms[FirstToken] = m_ms[LastToken];
}

QJsonObject RunFigures::json(const std::optional<Usage> &usage, bool streamed) const
{
    QJsonObject figures{{u"durationMs"_s, since(Clock::now())}};
    for (std::size_t i = 0; i < Moments; ++i) {
        if (m_ms[i])
            figures.insert(names[i], *m_ms[i]);
    }
    if (usage) {
        figures.insert(u"inputTokens"_s, usage->inputTokens);
        figures.insert(u"outputTokens"_s, usage->outputTokens);
        const qint64 writing = m_ms[LastToken].value_or(0) - m_ms[FirstToken].value_or(0);
        if (streamed && writing > 0)
            figures.insert(u"tokensPerSecond"_s, qRound64(double(usage->outputTokens) * 10'000 / double(writing)) / 10.0);
    }
    return figures;
}

} // namespace pipit::bots
