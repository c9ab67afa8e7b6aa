// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the answers of each provider's bots on this node. Thread rule: count() on the node's thread; reading on any.
#pragma once

#include "core/event.h"
#include "core/histogram.h"

#include <QJsonObject>

#include <array>
#include <string_view>

namespace pipit::bots {

inline constexpr std::array<std::string_view, 3> providerNames{"coze", "openai", "echo"};

class BotCounts
{
public:
    struct Provider {
        std::array<Figure, 7> ended; // by RunState
        Figure inputTokens, outputTokens;
        Histogram firstToken{firstTokenEdges}; // seconds
    };

    // A run has ended; `figures` as RunFigures.
    void count(QStringView provider, const RunEvent &end, const QJsonObject &figures)
    {
        const auto place = std::ranges::find_if(providerNames, [provider](std::string_view name) { return provider == QLatin1StringView(name.data(), qsizetype(name.size())); });
        if (place == providerNames.end())
            return; // its bot is in the configuration no more
        Provider &counts = m_providers[std::size_t(place - providerNames.begin())];
        counts.ended[std::size_t(end.state)].add();
        counts.inputTokens.add(figures.value(u"inputTokens").toInteger());
        counts.outputTokens.add(figures.value(u"outputTokens").toInteger());
        if (end.firstTokenMs)
            counts.firstToken.record(std::chrono::milliseconds(*end.firstTokenMs));
    }

    // As providerNames.
    const std::array<Provider, providerNames.size()> &providers() const { return m_providers; }

private:
    static constexpr std::array<double, 10> firstTokenEdges{0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 60};

    std::array<Provider, providerNames.size()> m_providers;
};

} // namespace pipit::bots
