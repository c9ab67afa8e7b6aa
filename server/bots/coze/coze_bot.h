// SPDX-License-Identifier: GPL-3.0-or-later
// Bots of Coze: api.coze.cn, api.coze.com, and Coze Studio on a host of one's own.
// Thread rule and errors: as Bot. Needs base_url and a token, and bot_id before it can be asked.
#pragma once

#include "core/bot_config.h"
#include "core/result.h"
#include "server/bots/provider/bot.h"

namespace pipit::bots {

Result<std::unique_ptr<Bot>> makeCozeBot(const BotConfig &config, const QString &dataDirectory);

} // namespace pipit::bots
