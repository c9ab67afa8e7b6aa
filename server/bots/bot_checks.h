// SPDX-License-Identifier: GPL-3.0-or-later
// What providers say of bots: which of them would answer, asked all at once and not again for a while; and what there is to choose from.
//
// Thread rule: the node's thread. It must go before the bots do; whoever looks then is never told.
#pragma once

#include "server/bots/bot_registry.h"

#include <QCoroTask>
#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace pipit::bots {

class BotChecks : public QObject
{
    Q_OBJECT

public:
    explicit BotChecks(const BotRegistry &bots);

    // Of each bot of the registry, in its order: why it cannot be asked, or nothing where it can. Takes three seconds at most: a
    // provider that has not answered by then counts as one that cannot be reached, until it does.
    QCoro::Task<QList<std::optional<QString>>> look();

    // Looks by itself from now on, the first time at once; a bot that turns from reachable to not, or back, is told in the log.
    void watch(std::chrono::milliseconds every);

    // Of each bot, whether it could be asked when it was looked at last; nothing before that.
    QList<std::optional<bool>> known() const;

    // As Bot::offers. Errors: Unavailable also where it takes longer than 30 s.
    QCoro::Task<Result<QList<Offer>>> offersOf(Bot *bot);

private:
    using Clock = std::chrono::steady_clock;

    struct Check {
        std::optional<QString> fault = {};
        std::optional<Clock::time_point> at = {};
        bool isUnderWay = false;
        std::optional<bool> isReachable = {}; // as was told last
    };

    void begin(std::size_t bot);
    bool isUnderWay() const;
    QCoro::Task<bool> waitUntil(std::function<bool()> isThere, std::chrono::milliseconds atMost); // false: this is gone
    // Over with the next answer of a provider, or when the time is.
    QFuture<void> nextAnswer(std::chrono::milliseconds atMost);
    void onAnswer();
    void tell(std::size_t bot);

    const BotRegistry &m_bots;
    std::vector<Check> m_checks;
    QTimer m_watch;
    std::vector<std::shared_ptr<QPromise<void>>> m_waiting; // for the next answer
};

} // namespace pipit::bots
