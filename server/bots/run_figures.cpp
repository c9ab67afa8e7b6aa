// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/run_figures.h"

#include <QDateTime>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

constexpr QStringView firstToken = u"firstTokenMs", lastToken = u"lastTokenMs";
constexpr std::array timeNames{QStringView(u"sentMs"), QStringView(u"acceptedMs"), QStringView(u"firstByteMs"), firstToken, lastToken};

} // namespace

RunFigures::RunFigures(const store::RunRecord &record)
{
    // By two clocks where another node began it: at least nothing lies in the future.
    const qint64 ageMs = std::max<qint64>(0, QDateTime::currentMSecsSinceEpoch() - record.createdAtMs);
    m_askedAt = Clock::now() - std::chrono::milliseconds(ageMs);
    for (const QStringView name : timeNames) {
        if (const QJsonValue ms = record.figures.value(name); ms.isDouble())
            m_times.insert(name, ms);
    }
}

void RunFigures::keep(const CallTimes &times)
{
    if (firstTokenMs())
        return;
    for (const auto &[name, point] : {std::pair(timeNames[0], times.sent), std::pair(timeNames[1], times.accepted), std::pair(timeNames[2], times.firstByte)}) {
        if (point)
            m_times.insert(name, since(*point));
    }
}

void RunFigures::token()
{
    const qint64 now = since(Clock::now());
    if (!m_times.contains(firstToken))
        m_times.insert(firstToken, now);
    m_times.insert(lastToken, now);
}

std::optional<qint64> RunFigures::firstTokenMs() const
{
    const QJsonValue ms = m_times.value(firstToken);
    return ms.isDouble() ? std::optional(ms.toInteger()) : std::nullopt;
}

QJsonObject RunFigures::json(bool streamed) const
{
    QJsonObject figures = m_times;
    figures.insert(u"durationMs"_s, since(Clock::now()));
    if (m_usage) {
        figures.insert(u"inputTokens"_s, m_usage->inputTokens);
        figures.insert(u"outputTokens"_s, m_usage->outputTokens);
        const qint64 writing = m_times.value(lastToken).toInteger() - firstTokenMs().value_or(0);
        if (streamed && writing > 0)
            figures.insert(u"tokensPerSecond"_s, qRound64(double(m_usage->outputTokens) * 10'000 / double(writing)) / 10.0);
    }
    return figures;
}

} // namespace pipit::bots
