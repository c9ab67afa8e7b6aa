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

// How a bot's answers are had.
struct AnswerRules {
    Streaming streaming = Streaming::Auto;
    std::chrono::milliseconds timeout = BotConfig().answerTimeout; // of an answer as a whole
};

class BotRegistry
{
public:
    // Errors: InvalidRequest, naming the bot and the setting at fault.
    static Result<std::unique_ptr<BotRegistry>> make(const std::vector<BotConfig> &configs, const QString &dataDirectory);

    Bot *find(QStringView id) const; // null: there is none
    // By its id here, or else by the provider's own.
    Bot *findByAnyId(QStringView id) const;
    AnswerRules rulesOf(QStringView id) const;
    const std::vector<std::unique_ptr<Bot>> &bots() const { return m_bots; }

private:
    std::vector<std::unique_ptr<Bot>> m_bots;
    std::vector<AnswerRules> m_rules; // of each
};

} // namespace pipit::bots
