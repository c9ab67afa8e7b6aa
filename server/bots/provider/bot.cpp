// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/provider/bot.h"

namespace pipit::bots {

std::unique_ptr<BotCall> Bot::fetch(const Question &question)
{
    return stream(question);
}

void Bot::abandon(const Question &) { }

} // namespace pipit::bots
