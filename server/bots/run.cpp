// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/run.h"

#include "core/conversation.h"
#include "core/text_limits.h"
#include "server/log/dispatcher.h"
#include "server/store/store.h"

#include <QCoroFuture>

#include <QPointer>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace pipit::bots {

namespace {

constexpr qsizetype maxAnswerBytes = 1 << 20;
constexpr qsizetype reasoningUnits = 16 * 1024;
constexpr int attemptsAtMost = 3;
constexpr std::chrono::minutes busyPatience{2}; // with a conversation in which another answer is under way
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
    m_question = {.runId = m_record.runId, .userId = {}, .message = {}, .place = m_record.provider};
    if (!m_bot || !m_bot->info().polls || !m_record.provider.value(u"asked").toBool()) {
        end(RunState::Interrupted, u"The node that was asked has ended in the middle of the answer."_s);
        return;
    }
    setState(RunState::Polling);
    for (const bool reasoning : {true, false}) {
        if (const QString &sofar = reasoning ? m_reasoning : m_answer; !sofar.isEmpty())
            m_dispatcher.publish(DeltaEvent{.runId = m_record.runId, .clientMessageId = m_record.clientMessageId, .sessionId = m_record.sessionId, .offset = 0, .text = sofar, .reasoning = reasoning});
    }
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
        // An answer made anew goes on from what was edited and answered anew since, too.
        store::HistoryQuery query{.sessionId = m_record.sessionId, .limit = historyMessages};
        if (!m_record.replaces)
            query.before = m_question.message.id;
        auto history = co_await m_store.history(query);
        if (!self || m_ending)
            co_return;
        // What was asked long ago is asked where it stood.
        const qint64 place = m_question.message.replaces.value_or(m_question.message.id);
        if (history && !history->messages.isEmpty() && place < history->messages.first().id) {
            query.before = m_question.message.replaces ? place + 1 : place;
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
    QString clean = withoutFaults(text);
    if (m_ending || clean.isEmpty())
        return;
    const qsizetype room = maxAnswerBytes - m_bytes;
    const bool isTooLong = utf8Size(clean) > room;
    if (isTooLong)
        clean = leftOfText(clean, room / 4); // that much fits, whatever the letters are
    m_bytes += utf8Size(clean);
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
    if (isTooLong) {
        end(RunState::Failed, u"The answer is longer than %1 bytes; what came before is kept."_s.arg(maxAnswerBytes));
        if (m_bot)
            m_bot->abandon(m_question);
        return;
    }
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
            fail(u"The bot gave an empty answer."_s, outcome);
        }
        break;
    case CallOutcome::End::Broken:
        onBroken(outcome);
        break;
    case CallOutcome::End::Failed:
        onFailed(outcome);
    }
}

// The provider's support finds it by its log id, so that stands in every error.
void Run::fail(const QString &reason, const CallOutcome &outcome)
{
    const QString logId = outcome.error.logId.isEmpty() ? outcome.facts.logId : outcome.error.logId;
    end(RunState::Failed, logId.isEmpty() || reason.contains(logId) ? reason : QString(reason + u" (log id "_s + logId + u')'));
}

void Run::onBroken(const CallOutcome &outcome)
{
    if (!m_fetching)
        m_health.bad();
    if (mayFetch())
        attempt(true);
    else if (m_answer.isEmpty() && m_reasoning.isEmpty() && !outcome.wasSent && m_attempts < attemptsAtMost)
        attemptLater(m_fetching, m_backoff.next()); // it never went out, so it cannot be asked twice
    else
        fail(outcome.error.message, outcome);
}

void Run::onFailed(const CallOutcome &outcome)
{
    const ProviderError &error = outcome.error;
    // 4016: another answer is under way in the same conversation.
    const bool mayRepeat = error.code == u"4016" ? m_clock.elapsed() < milliseconds(busyPatience).count() : m_attempts < attemptsAtMost;
    // The provider has dropped the conversation that this session had with it.
    if (error.code == u"4002" && m_question.place.contains(u"conversationId") && m_attempts < attemptsAtMost) {
        forgetConversation();
        attempt(m_fetching);
    } else if (error.passes && m_question.place.contains(u"chatId") && mayFetch()) {
        attempt(true); // the answer may come to its end all the same
    } else if (error.passes && m_answer.isEmpty() && m_reasoning.isEmpty() && mayRepeat && error.retryAfter.value_or(milliseconds(0)) <= longestWait) {
        // A chat that has failed stays so: it is asked anew.
        if (m_fetching && !error.code.isEmpty()) {
            m_question.place.remove(u"chatId");
            m_question.place.remove(u"asked");
        }
        attemptLater(m_fetching, std::max(error.retryAfter.value_or(milliseconds(0)), m_backoff.next()));
    } else {
        fail(error.message, outcome);
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
    m_hurried = true;
    if (m_ending)
        return;
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

void Run::setState(RunState state)
{
    if (m_record.state != state)
        write({.state = state});
    m_record.state = state;
    m_dispatcher.publish(event());
}

} // namespace pipit::bots
