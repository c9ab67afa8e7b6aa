// SPDX-License-Identifier: GPL-3.0-or-later
// The bots of this node, made from its configuration. Thread rule: the node's thread.
#pragma once

#include "core/bot_config.h"
#include "core/result.h"
#include "server/bots/provider/bot.h"

#include <memory>
#include <vector>

namespace pipit::bots {

enum class Streaming { Auto, Stream, Poll };

class BotRegistry
{
public:
    // Errors: InvalidRequest, naming the bot and the setting at fault.
    static Result<std::unique_ptr<BotRegistry>> make(const std::vector<BotConfig> &configs, const QString &dataDirectory);

    Bot *find(QStringView id) const; // null: there is none
    // By its id here, or else by the provider's own.
    Bot *findByAnyId(QStringView id) const;
    Streaming streamingOf(QStringView id) const;
    const std::vector<std::unique_ptr<Bot>> &bots() const { return m_bots; }

private:
    std::vector<std::unique_ptr<Bot>> m_bots;
    std::vector<Streaming> m_streaming; // of each
};

} // namespace pipit::bots
