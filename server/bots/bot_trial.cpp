// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/bot_trial.h"

#include "core/text_limits.h"

#include <QDateTime>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

constexpr qsizetype longestAnswer = 16'384; // UTF-16 units; what is longer is cut

const QString question = u"Say hello in one short sentence."_s;

} // namespace

BotTrial::BotTrial(Bot &bot, AnswerRules rules) : m_bot(bot), m_rules(rules)
{
    m_promise.start();
}

BotTrial::BotTrial(std::unique_ptr<BotRegistry> registry)
    : m_registry(std::move(registry)), m_bot(*m_registry->bots().front()), m_rules(m_registry->rulesOf(m_bot.info().id))
{
    m_promise.start();
}

BotTrial::~BotTrial() = default;

void BotTrial::start(const QString &userId, std::chrono::milliseconds atMost)
{
    const QString id = u"test-"_s + QUuid::createUuid().toString(QUuid::Id128);
    m_question = {.runId = id, .userId = userId, .message = {.sessionId = id.left(40), .senderId = userId, .content = question, .createdAtMs = QDateTime::currentMSecsSinceEpoch()}};
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, &BotTrial::onTimeOver);
    m_limit.start(atMost);
    m_clock.start();
    ask(m_rules.streaming == Streaming::Poll);
}

void BotTrial::ask(bool fetch)
{
    m_fetching = fetch;
    m_call = fetch ? m_bot.fetch(m_question) : m_bot.stream(m_question);
    connect(m_call.get(), &BotCall::piece, this, [this] { m_firstTokenMs = m_firstTokenMs.value_or(m_clock.elapsed()); });
    connect(m_call.get(), &BotCall::ended, this, &BotTrial::onEnded);
    connect(m_call.get(), &BotCall::placed, this, [this](const QJsonObject &place) {
        m_question.place = place;
        // Later, as where it has to be kept first.
        QTimer::singleShot(0, m_call.get(), [call = m_call.get(), place] { call->onKept(place); });
    });
}

bool BotTrial::mayFetch() const
{
    return m_rules.streaming == Streaming::Auto && m_bot.info().polls && !m_fetching && m_question.place.contains(u"chatId");
}

void BotTrial::onEnded(const CallOutcome &outcome)
{
    if (m_result || !m_limit.isActive()) // the time is over
        return;
    m_call.release()->deleteLater();
    const QString answer = withoutFaults(outcome.answer).trimmed();
    const bool isThere = outcome.end == CallOutcome::End::Whole && !answer.isEmpty();
    if (isThere)
        return end(TrialAnswer{.answer = leftOfText(answer, longestAnswer), .firstTokenMs = m_firstTokenMs.value_or(m_clock.elapsed()), .totalMs = m_clock.elapsed()});
    if (outcome.end != CallOutcome::End::Failed && !outcome.isOver && mayFetch())
        return ask(true);
    const QString reason = outcome.end == CallOutcome::End::Whole
        ? outcome.reasoning.isEmpty() ? u"The bot gave an empty answer."_s : u"The bot has thought, and given no answer; it may have come to its limit of tokens."_s
        : outcome.error.passes && outcome.error.code.isEmpty() && !m_firstTokenMs ? QString(outcome.error.message + u" Check that it runs, and that base_url is its address."_s) : outcome.error.message;
    end(Error{ErrorCode::Unavailable, reason});
}

void BotTrial::onTimeOver()
{
    const qint64 seconds = m_clock.elapsed() / 1000;
    const Error late{ErrorCode::Unavailable, m_firstTokenMs ? u"The answer began after %1 ms and was not whole after %2 s. The bot works, slowly."_s.arg(*m_firstTokenMs).arg(seconds)
                                                            : u"There was no answer within %1 s. A model that has to be loaded first takes longer: ask again. Else check the address."_s.arg(seconds)};
    m_call.reset();
    if (!m_question.place.value(u"asked").toBool())
        return end(late);
    // Its provider would refuse the next question while it is at this one.
    QTimer::singleShot(abandonTime, this, [this, late] { end(late); });
    m_bot.abandon(m_question, this, [this, late] { end(late); });
}

void BotTrial::stop(const QString &reason)
{
    m_call.reset();
    end(Error{ErrorCode::Unavailable, reason});
}

void BotTrial::end(Result<TrialAnswer> result)
{
    if (m_result)
        return;
    m_limit.stop();
    m_result.emplace(std::move(result));
    m_promise.finish();
}

} // namespace pipit::bots
