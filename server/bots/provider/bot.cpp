// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/provider/bot.h"

namespace pipit::bots {

void Bot::check(QObject *, std::function<void(std::optional<QString>)> done)
{
    done(fault());
}

void Bot::offers(QObject *, std::function<void(Result<QList<Offer>>)> done)
{
    done(Error{ErrorCode::InvalidRequest, QStringLiteral("The provider %1 has nothing to choose from.").arg(info().provider)});
}

std::unique_ptr<BotCall> Bot::fetch(const Question &question)
{
    return stream(question);
}

void Bot::abandon(const Question &, QObject *, std::function<void()> done)
{
    done();
}

} // namespace pipit::bots
