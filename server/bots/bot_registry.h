// SPDX-License-Identifier: GPL-3.0-or-later
// The bots of this node, made from its configuration. Thread rule: the node's thread.
#pragma once

#include "core/config.h"
#include "core/result.h"
#include "server/bots/bot.h"

#include <memory>
#include <vector>

namespace pipit::bots {

class BotRegistry
{
public:
    // Errors: InvalidRequest, naming the bot whose provider is not known.
    static Result<std::unique_ptr<BotRegistry>> make(const std::vector<BotConfig> &configs);

    Bot *find(QStringView id) const; // null: there is none
    const std::vector<std::unique_ptr<Bot>> &bots() const { return m_bots; }

private:
    std::vector<std::unique_ptr<Bot>> m_bots;
};

} // namespace pipit::bots
