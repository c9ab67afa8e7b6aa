// SPDX-License-Identifier: GPL-3.0-or-later
// Anything that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, DeepSeek and many others.
// Thread rule and errors: as Bot. Needs base_url, and model before it can be asked; a token where the server wants one.
#pragma once

#include "core/bot_config.h"
#include "core/result.h"
#include "server/bots/provider/bot.h"

namespace pipit::bots {

Result<std::unique_ptr<Bot>> makeOpenAiBot(const BotConfig &config, const QString &dataDirectory);

} // namespace pipit::bots
