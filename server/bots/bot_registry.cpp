// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/bot_registry.h"

#include "server/bots/echo_bot.h"

#include <algorithm>
#include <array>

namespace pipit::bots {

namespace {

struct Provider {
    QLatin1StringView name;
    std::unique_ptr<Bot> (*make)(const BotConfig &);
};

constexpr std::array providers{
    Provider{QLatin1StringView("echo"), makeEchoBot},
};

} // namespace

Result<std::unique_ptr<BotRegistry>> BotRegistry::make(const std::vector<BotConfig> &configs)
{
    auto registry = std::make_unique<BotRegistry>();
    for (const BotConfig &config : configs) {
        const auto provider = std::ranges::find_if(providers, [&config](const Provider &known) { return config.provider == known.name; });
        if (provider == providers.end())
            return Error{ErrorCode::InvalidRequest, QStringLiteral("Bot %1 has the provider %2, which this version does not know.").arg(config.id, config.provider), QStringLiteral("bots.provider")};
        registry->m_bots.push_back(provider->make(config));
    }
    return registry;
}

Bot *BotRegistry::find(QStringView id) const
{
    const auto found = std::ranges::find_if(m_bots, [id](const auto &bot) { return bot->info().id == id; });
    return found == m_bots.end() ? nullptr : found->get();
}

} // namespace pipit::bots
