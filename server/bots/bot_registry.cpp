// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/bot_registry.h"

#include "server/bots/coze/coze_bot.h"
#include "server/bots/echo/echo_bot.h"
#include "server/bots/openai/openai_bot.h"
#include "server/bots/provider/provider.h"

#include <algorithm>
#include <array>

namespace pipit::bots {

namespace {

struct ProviderEntry {
    QLatin1StringView name;
    Result<std::unique_ptr<Bot>> (*make)(const BotConfig &config, const QString &dataDirectory);
};

constexpr std::array providers{
    ProviderEntry{QLatin1StringView("coze"), makeCozeBot},
    ProviderEntry{QLatin1StringView("openai"), makeOpenAiBot},
    ProviderEntry{QLatin1StringView("echo"), makeEchoBot},
};

Streaming streamingFromName(QStringView name)
{
    return name == u"stream" ? Streaming::Stream : name == u"poll" ? Streaming::Poll : Streaming::Auto;
}

QString knownProviders()
{
    QStringList names;
    for (const ProviderEntry &provider : providers)
        names << provider.name;
    return names.join(QStringLiteral(", "));
}

} // namespace

Result<std::unique_ptr<BotRegistry>> BotRegistry::make(const std::vector<BotConfig> &configs, const QString &dataDirectory)
{
    auto registry = std::make_unique<BotRegistry>();
    for (const BotConfig &config : configs) {
        const auto provider = std::ranges::find_if(providers, [&config](const ProviderEntry &known) { return config.provider == known.name; });
        if (provider == providers.end())
            return faultOfBot(config, QStringLiteral("provider"), QStringLiteral("is %1, which this version does not know; it knows %2").arg(config.provider, knownProviders()));
        auto bot = provider->make(config, dataDirectory);
        if (!bot)
            return bot.error();
        registry->m_bots.push_back(std::move(*bot));
        registry->m_rules.push_back({streamingFromName(config.streaming), config.answerTimeout});
    }
    return registry;
}

Bot *BotRegistry::find(QStringView id) const
{
    const auto found = std::ranges::find_if(m_bots, [id](const auto &bot) { return bot->info().id == id; });
    return found == m_bots.end() ? nullptr : found->get();
}

Bot *BotRegistry::findByAnyId(QStringView id) const
{
    if (Bot *bot = find(id))
        return bot;
    const auto found = std::ranges::find_if(m_bots, [id](const auto &bot) { return !id.isEmpty() && bot->info().providerBotId == id; });
    return found == m_bots.end() ? nullptr : found->get();
}

AnswerRules BotRegistry::rulesOf(QStringView id) const
{
    for (std::size_t i = 0; i < m_bots.size(); ++i) {
        if (m_bots[i]->info().id == id)
            return m_rules[i];
    }
    return {};
}

} // namespace pipit::bots
