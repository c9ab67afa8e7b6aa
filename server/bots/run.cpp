// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/run.h"

#include "core/backoff.h"
#include "core/conversation.h"
#include "core/text_limits.h"
#include "server/log/dispatcher.h"
#include "server/store/store.h"

#include <QCoroFuture>
#include <QCoroTimer>

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QPointer>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace pipit::bots {

namespace {

constexpr qsizetype maxAnswerBytes = 1 << 20;
constexpr qsizetype reasoningUnits = 16 * 1024;
constexpr std::chrono::minutes storePatience{10}; // as long as a database may take to recover from a crash
constexpr qsizetype errorUnits = 2'000;
constexpr int attemptsAtMost = 3;
constexpr milliseconds longestWait{60'000}; // that a provider may ask for
constexpr int historyMessages = 100;
constexpr int othersAtMost = 100;
constexpr milliseconds checkpointTime{1'000};
constexpr qsizetype checkpointBytes = 32 << 10; // the larger the text, the seldomer it is written

// Who asks, as the provider is told: a service that asks for its own users names them in the message.
QString userOf(const Message &question)
{
    return question.metadata.value(u"userId").toString(question.senderId);
}

} // namespace

Run::Run(store::RunRecord record, Bot *bot, Streaming streaming, StreamHealth &health, store::Store &store, log::Dispatcher &dispatcher)
    : m_record(std::move(record)), m_bot(bot), m_streaming(streaming), m_health(health), m_store(store), m_dispatcher(dispatcher), m_answer(m_record.answer), m_reasoning(m_record.reasoning),
      m_bytes(utf8Size(m_answer) + utf8Size(m_reasoning))
{
    m_again.setSingleShot(true);
    m_checkpoint.setSingleShot(true);
    connect(&m_checkpoint, &QTimer::timeout, this, &Run::checkpoint);
    m_clock.start();
}

Run::~Run() = default;

RunEvent Run::event() const
{
    return {.runId = m_record.runId, .sessionId = m_record.sessionId, .botId = m_record.botId, .clientMessageId = m_record.clientMessageId,
            .state = m_record.state, .error = m_record.error, .firstTokenMs = m_firstTokenMs};
}

void Run::start(const Message &question)
{
    m_question = {.runId = m_record.runId, .userId = userOf(question), .message = question};
    setState(RunState::Streaming);
    begin();
}

void Run::resume()
{
    if (!m_bot || !m_bot->info().polls || !m_record.provider.value(u"asked").toBool()) {
        end(RunState::Interrupted, u"The node that was asked has ended in the middle of the answer."_s);
        return;
    }
    setState(RunState::Polling);
    if (!m_answer.isEmpty())
        m_dispatcher.publish(DeltaEvent{.runId = m_record.runId, .clientMessageId = m_record.clientMessageId, .sessionId = m_record.sessionId, .offset = 0, .text = m_answer});
    findQuestion();
}

QCoro::Task<void> Run::findQuestion()
{
    const QPointer<Run> self(this);
    const store::HistoryQuery query{.sessionId = m_record.sessionId, .before = m_record.questionId + 1, .limit = 1};
    const auto found = co_await m_store.history(query);
    if (!self || m_ending)
        co_return;
    if (!found) {
        // The lease goes on, and so does this.
        QTimer::singleShot(checkpointTime, this, [this] { findQuestion(); });
        co_return;
    }
    if (found->messages.isEmpty() || found->messages.first().id != m_record.questionId) {
        end(RunState::Interrupted, u"The question of this answer is gone."_s);
        co_return;
    }
    const Message &question = found->messages.first();
    m_question = {.runId = m_record.runId, .userId = userOf(question), .message = question, .place = m_record.provider};
    attempt(true);
}

// What the bot has to know beside the question.
QCoro::Task<void> Run::begin()
{
    const QPointer<Run> self(this);
    if (m_bot->info().contextTokens > 0) {
        store::HistoryQuery query{.sessionId = m_record.sessionId, .before = m_question.message.id, .limit = historyMessages};
        auto history = co_await m_store.history(query);
        if (!self || m_ending)
            co_return;
        // An edit of something long ago is asked where that stood.
        const auto replaced = m_question.message.replaces;
        if (history && replaced && !history->messages.isEmpty() && *replaced < history->messages.first().id) {
            query.before = *replaced + 1;
            history = co_await m_store.history(query);
            if (!self || m_ending)
                co_return;
        }
        if (history)
            m_question.history = conversationBefore(m_question.message, history->messages); // without it, the bot answers what it is asked
    }
    if (m_bot->info().polls) {
        const auto conversation = co_await m_store.conversation(m_record.sessionId, m_record.botId);
        if (!self || m_ending)
            co_return;
        if (conversation && *conversation)
            m_question.place.insert(u"conversationId"_s, **conversation);
    }
    attempt(m_streaming == Streaming::Poll || (m_streaming == Streaming::Auto && m_bot->info().polls && !m_health.isTrusted()));
}

bool Run::mayFetch() const
{
    return m_streaming != Streaming::Stream && m_bot->info().polls && !m_fetching && m_question.place.value(u"asked").toBool();
}

void Run::attempt(bool fetch)
{
    m_fetching = fetch;
    ++m_attempts;
    setState(fetch && m_bot->info().polls ? RunState::Polling : RunState::Streaming);
    const bool isLost = m_question.place.value(u"asked").toBool() && !m_question.place.contains(u"chatId");
    if (fetch && isLost)
        lookThenFetch();
    else
        call(fetch);
}

// The answer is somewhere among those of its session: the others are known by their runs.
QCoro::Task<void> Run::lookThenFetch()
{
    const QPointer<Run> self(this);
    const auto runs = co_await m_store.runsOf(m_record.sessionId, othersAtMost);
    if (!self || m_ending)
        co_return;
    m_question.otherPlaces.clear();
    if (runs) {
        for (const store::RunRecord &other : *runs) {
            if (other.runId != m_record.runId && other.botId == m_record.botId)
                m_question.otherPlaces << other.provider;
        }
    }
    call(true);
}

void Run::call(bool fetch)
{
    m_call = fetch ? m_bot->fetch(m_question) : m_bot->stream(m_question);
    connect(m_call.get(), &BotCall::piece, this, &Run::onPiece);
    connect(m_call.get(), &BotCall::placed, this, &Run::onPlaced);
    connect(m_call.get(), &BotCall::ended, this, &Run::onCallEnded);
}

void Run::attemptLater(bool fetch, milliseconds wait)
{
    m_again.disconnect(this);
    connect(&m_again, &QTimer::timeout, this, [this, fetch] { attempt(fetch); });
    m_again.start(wait);
}

void Run::onPiece(const QString &text, bool reasoning)
{
    const QString clean = withoutFaults(text);
    if (m_ending || clean.isEmpty())
        return;
    m_bytes += utf8Size(clean);
    if (m_bytes > maxAnswerBytes) {
        end(RunState::Failed, u"The answer is longer than %1 bytes; what came before is kept."_s.arg(maxAnswerBytes));
        return;
    }
    const qint64 now = m_clock.elapsed();
    if (!m_firstTokenMs) {
        m_firstTokenMs = now;
        setState(m_record.state); // tells of it
    }
    m_timings.insert(u"lastTokenMs"_s, now);
    QString &sofar = reasoning ? m_reasoning : m_answer;
    const qint64 offset = sofar.size();
    sofar += clean;
    m_dispatcher.publish(DeltaEvent{.runId = m_record.runId, .clientMessageId = m_record.clientMessageId, .sessionId = m_record.sessionId, .offset = offset, .text = clean, .reasoning = reasoning});
    if (!reasoning)
        Q_EMIT said(clean);
    if (!m_checkpoint.isActive())
        m_checkpoint.start(checkpointTime * (1 + m_bytes / checkpointBytes));
}

void Run::onPlaced(const QJsonObject &place)
{
    const bool isNewConversation = place.value(u"conversationId") != m_question.place.value(u"conversationId");
    m_question.place = place;
    keepPlace(place);
    if (const QString id = place.value(u"conversationId").toString(); isNewConversation && !id.isEmpty())
        m_store.setConversation(m_record.sessionId, m_record.botId, id);
}

void Run::onCallEnded(const CallOutcome &outcome)
{
    if (m_ending)
        return;
    dropCall();
    keep(outcome);
    adoptText(outcome);
    if (m_ending) // the text was too long
        return;
    switch (outcome.end) {
    case CallOutcome::End::Whole:
        if (!m_answer.isEmpty()) {
            if (!m_fetching)
                m_health.good();
            end(RunState::Completed, {});
        } else if (mayFetch()) {
            m_health.bad();
            attempt(true);
        } else {
            end(RunState::Failed, u"The bot gave an empty answer."_s);
        }
        break;
    case CallOutcome::End::Broken:
        onBroken(outcome);
        break;
    case CallOutcome::End::Failed:
        onFailed(outcome);
    }
}

void Run::onBroken(const CallOutcome &outcome)
{
    if (!m_fetching)
        m_health.bad();
    if (mayFetch())
        attempt(true);
    else if (m_answer.isEmpty() && m_reasoning.isEmpty() && !outcome.wasSent && m_attempts < attemptsAtMost)
        attemptLater(m_fetching, Backoff(milliseconds(500), milliseconds(4'000)).next() * m_attempts); // it never went out, so it cannot be asked twice
    else
        end(RunState::Failed, outcome.error.message);
}

void Run::onFailed(const CallOutcome &outcome)
{
    const ProviderError &error = outcome.error;
    // The provider has dropped the conversation that this session had with it.
    if (error.code == u"4002" && m_question.place.contains(u"conversationId") && m_attempts < attemptsAtMost) {
        forgetConversation();
        attempt(m_fetching);
    } else if (error.passes && m_question.place.contains(u"chatId") && mayFetch()) {
        attempt(true); // the answer may come to its end all the same
    } else if (error.passes && m_answer.isEmpty() && m_attempts < attemptsAtMost && error.retryAfter.value_or(milliseconds(0)) <= longestWait) {
        attemptLater(m_fetching, std::max(error.retryAfter.value_or(milliseconds(0)), Backoff(milliseconds(1'000), milliseconds(8'000)).next() * m_attempts));
    } else {
        end(RunState::Failed, error.message);
    }
}

void Run::forgetConversation()
{
    m_store.clearConversation(m_record.sessionId, m_record.botId, m_question.place.value(u"conversationId").toString());
    m_question.place = {};
}

void Run::keep(const CallOutcome &outcome)
{
    m_facts = outcome.facts;
    if (outcome.acceptedMs && !m_timings.contains(u"acceptedMs"))
        m_timings.insert(u"acceptedMs"_s, *outcome.acceptedMs);
    if (outcome.firstByteMs && !m_timings.contains(u"firstByteMs"))
        m_timings.insert(u"firstByteMs"_s, *outcome.firstByteMs);
}

// What was fetched, or corrected at the end of a stream, counts for more than the pieces.
void Run::adoptText(const CallOutcome &outcome)
{
    const QString answer = withoutFaults(outcome.answer);
    if (answer.isEmpty() || answer == m_answer || outcome.end == CallOutcome::End::Broken)
        return;
    if (answer.startsWith(m_answer)) {
        onPiece(answer.sliced(m_answer.size()), false);
    } else if (outcome.end == CallOutcome::End::Whole && utf8Size(answer) <= maxAnswerBytes) {
        m_answer = answer;
        m_isReplaced = true;
    }
    if (!outcome.reasoning.isEmpty() && m_reasoning.isEmpty())
        m_reasoning = leftOfText(withoutFaults(outcome.reasoning), reasoningUnits);
}

void Run::cancel()
{
    if (m_ending)
        return;
    end(RunState::Cancelled, {});
    if (m_bot)
        m_bot->abandon(m_question);
}

void Run::interrupt()
{
    if (m_ending)
        return;
    m_hurried = true;
    if (m_bot && m_bot->info().polls && m_question.place.value(u"asked").toBool()) {
        checkpoint();
        leave();
        return;
    }
    end(RunState::Interrupted, u"The node was stopped in the middle of the answer."_s);
}

void Run::dropCall()
{
    if (!m_call)
        return;
    // Not deleted here: this may be called from one of its signals.
    m_call->disconnect(this);
    m_call.release()->deleteLater();
}

void Run::leave()
{
    m_ending = true;
    dropCall();
    m_again.stop();
    m_checkpoint.stop();
    QMetaObject::invokeMethod(this, &Run::ended, Qt::QueuedConnection);
}

void Run::end(RunState state, const QString &error)
{
    if (m_ending)
        return;
    m_ending = true;
    m_record.error = error;
    dropCall();
    m_again.stop();
    m_checkpoint.stop();
    storeAnswer(state);
}

QJsonObject Run::figures() const
{
    QJsonObject figures{{u"durationMs"_s, m_clock.elapsed()}};
    for (auto it = m_timings.begin(); it != m_timings.end(); ++it)
        figures.insert(it.key(), it.value());
    if (m_firstTokenMs)
        figures.insert(u"firstTokenMs"_s, *m_firstTokenMs);
    if (m_facts.usage) {
        figures.insert(u"inputTokens"_s, m_facts.usage->inputTokens);
        figures.insert(u"outputTokens"_s, m_facts.usage->outputTokens);
        const qint64 writing = m_timings.value(u"lastTokenMs").toInteger() - m_firstTokenMs.value_or(0);
        if (m_firstTokenMs && writing > 0)
            figures.insert(u"tokensPerSecond"_s, qRound64(double(m_facts.usage->outputTokens) * 10'000 / double(writing)) / 10.0);
    }
    return figures;
}

QJsonObject Run::metadata(RunState state) const
{
    QJsonObject metadata = figures();
    metadata.insert(u"runId"_s, m_record.runId);
    if (!m_reasoning.isEmpty())
        metadata.insert(u"reasoning"_s, leftOfText(m_reasoning, reasoningUnits));
    if (!m_facts.suggestions.isEmpty())
        metadata.insert(u"suggestions"_s, QJsonArray::fromStringList(m_facts.suggestions));
    if (!m_facts.model.isEmpty())
        metadata.insert(u"model"_s, m_facts.model);
    if (!m_facts.finishReason.isEmpty())
        metadata.insert(u"finishReason"_s, m_facts.finishReason);
    if (state != RunState::Completed)
        metadata.insert(u"runState"_s, runStateName(state));
    if (!m_record.error.isEmpty())
        metadata.insert(u"error"_s, leftOfText(m_record.error, errorUnits));
    return metadata;
}

QCoro::Task<void> Run::storeAnswer(RunState state)
{
    const QPointer<Run> self(this); // the node may have ended while this waited
    if (!m_answer.isEmpty()) {
        const MessageDraft draft{.sessionId = m_record.sessionId,
                                 .clientMessageId = m_record.clientMessageId,
                                 .senderType = SenderType::Bot,
                                 .senderId = m_record.botId,
                                 .senderName = m_bot ? m_bot->info().name : m_record.botId,
                                 .contentType = u"markdown"_s,
                                 .content = m_answer,
                                 .metadata = metadata(state),
                                 .replyTo = m_record.questionId,
                                 .replaces = m_record.replaces};
        Backoff backoff(milliseconds(200), milliseconds(2'000));
        const QDeadlineTimer deadline(storePatience);
        while (true) {
            const auto stored = co_await m_store.append(draft);
            if (!self)
                co_return;
            if (stored) {
                m_answerId = stored->message.id;
                break;
            }
            // Another node has finished it first.
            if (stored.error().code == ErrorCode::Conflict)
                break;
            const bool passes = stored.error().code == ErrorCode::NotStored || stored.error().code == ErrorCode::InDoubt || stored.error().code == ErrorCode::Unavailable;
            if (!passes || m_hurried || deadline.hasExpired()) {
                m_record.error = u"The answer could not be stored: %1"_s.arg(stored.error().message);
                state = RunState::Failed;
                break;
            }
            const auto wait = backoff.next();
            co_await QCoro::sleepFor(wait);
            if (!self)
                co_return;
        }
    }
    m_record.state = state;
    QJsonObject kept = figures();
    if (m_bot && !m_bot->info().rawLog.isEmpty())
        kept.insert(u"rawLog"_s, m_bot->info().rawLog);
    const store::RunChange change{.state = state, .error = m_record.error, .figures = kept};
    const auto written = co_await m_store.updateRun(m_record.runId, change);
    if (!self)
        co_return;
    Q_UNUSED(written) // whoever owns the run now, or claims it later, finds the answer stored
    m_dispatcher.publish(event());
    Q_EMIT ended();
}

void Run::setState(RunState state)
{
    if (m_record.state != state)
        write({.state = state});
    m_record.state = state;
    m_dispatcher.publish(event());
}

QCoro::Task<void> Run::write(store::RunChange change)
{
    const QPointer<Run> self(this);
    const auto written = co_await m_store.updateRun(m_record.runId, change);
    const bool isLost = !written && (written.error().code == ErrorCode::Conflict || written.error().code == ErrorCode::NotFound);
    if (self && isLost && !m_ending)
        leave(); // another node goes on with it
}

QCoro::Task<void> Run::keepPlace(QJsonObject place)
{
    const QPointer<Run> self(this);
    const QPointer<BotCall> call(m_call.get());
    const store::RunChange change{.provider = place};
    co_await write(change);
    if (self && call && !m_ending)
        call->onKept(place);
}

void Run::checkpoint()
{
    write({.answer = m_answer, .reasoning = leftOfText(m_reasoning, reasoningUnits), .figures = figures()});
}

} // namespace pipit::bots
