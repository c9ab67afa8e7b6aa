// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the answers of each provider's bots on this node. Thread rule: count() on the node's thread; reading on any.
#pragma once

#include "core/event.h"
#include "core/histogram.h"

#include <QJsonObject>
#include <QRegularExpression>

#include <array>
#include <map>
#include <string>
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
        std::map<std::string, qint64> errors;  // by the provider's code; codesAtMost of them, and `other`
    };

    // A run has ended; `figures` as RunFigures.
    void count(QStringView provider, const RunEvent &end, const QJsonObject &figures)
    {
        Provider *found = find(provider);
        if (!found)
            return;
        Provider &counts = *found;
        counts.ended[std::size_t(end.state)].add();
        counts.inputTokens.add(figures.value(u"inputTokens").toInteger());
        counts.outputTokens.add(figures.value(u"outputTokens").toInteger());
        if (end.firstTokenMs)
            counts.firstToken.record(std::chrono::milliseconds(*end.firstTokenMs));
    }

    // A call of a provider has failed. On the node's thread, as is reading `errors`.
    void countFault(QStringView provider, const QString &code)
    {
        Provider *counts = find(provider);
        if (!counts)
            return;
        static const QRegularExpression fit(QStringLiteral("^[A-Za-z0-9_.-]{1,40}$"));
        const std::string name = code.isEmpty() ? "none" : fit.match(code).hasMatch() ? code.toStdString() : "other";
        const bool hasRoom = counts->errors.contains(name) || counts->errors.size() < codesAtMost;
        ++counts->errors[hasRoom ? name : "other"];
    }

    static constexpr std::size_t codesAtMost = 30;

    // As providerNames.
    const std::array<Provider, providerNames.size()> &providers() const { return m_providers; }

private:
    // Null: its bot is in the configuration no more.
    Provider *find(QStringView provider)
    {
        const auto place = std::ranges::find_if(providerNames, [provider](std::string_view name) { return provider == QLatin1StringView(name); });
        return place == providerNames.end() ? nullptr : &m_providers[std::size_t(place - providerNames.begin())];
    }

    static constexpr std::array<double, 10> firstTokenEdges{0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 60};

    std::array<Provider, providerNames.size()> m_providers;
};

} // namespace pipit::bots
