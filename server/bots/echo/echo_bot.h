// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in bot: needs no account and no network, and says back what it was told, as a stream of Markdown.
//
// Its answer has what a chat window must be able to show (a quotation, a list, a table, code, Chinese text and emoji), so
// that a first start shows everything, and a test of a client has something to read.
// Thread rule and errors: as Bot.
#pragma once

#include "core/bot_config.h"
#include "core/result.h"
#include "server/bots/provider/bot.h"

namespace pipit::bots {

Result<std::unique_ptr<Bot>> makeEchoBot(const BotConfig &config, const QString &dataDirectory);

// The whole answer to a text. In Chinese where the text has Chinese letters.
QString echoAnswer(const QString &text);

} // namespace pipit::bots
