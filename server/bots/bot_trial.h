// SPDX-License-Identifier: GPL-3.0-or-later
// One short question to a bot outside of every session, for whoever sets it up: does it answer, with what, and how soon?
//
// It goes the way of every question (stream first, or fetch, as the bot is set), once; nothing of it is stored. A provider that
// keeps answers is told when the time is over.
// Thread rule: the node's thread. Errors: Unavailable, with the provider's own words and what to do.
#pragma once

#include "core/result.h"
#include "server/bots/bot_registry.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <memory>
#include <optional>

namespace pipit::bots {

struct TrialAnswer {
    QString answer;
    qint64 firstTokenMs = 0;
    qint64 totalMs = 0;
};

class BotTrial : public QObject
{
    Q_OBJECT

public:
    // Of a bot that must outlive it; or of the only one of a registry, which it then owns.
    BotTrial(Bot &bot, AnswerRules rules);
    explicit BotTrial(std::unique_ptr<BotRegistry> registry);
    ~BotTrial() override;

    // `userId` is who asks, for providers that keep users apart. Once.
    void start(const QString &userId, std::chrono::milliseconds atMost);
    // It is not waited for any longer.
    void stop(const QString &reason);
    QFuture<void> ended() const { return m_promise.future(); }
    const Result<TrialAnswer> &result() const { return *m_result; } // once ended() is ready

private:
    void ask(bool fetch);
    void onEnded(const CallOutcome &outcome);
    void onTimeOver();
    bool mayFetch() const;
    void end(Result<TrialAnswer> result);

    const std::unique_ptr<BotRegistry> m_registry; // null: another's bot
    Bot &m_bot;
    const AnswerRules m_rules;
    Question m_question;
    std::unique_ptr<BotCall> m_call;
    QElapsedTimer m_clock;
    QTimer m_limit;
    QPromise<void> m_promise;
    std::optional<Result<TrialAnswer>> m_result;
    std::optional<qint64> m_firstTokenMs;
    bool m_fetching = false;
};

} // namespace pipit::bots
