// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/run.h"

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
constexpr int attemptsAtMost = 3;
constexpr std::chrono::minutes busyPatience{2}; // with a conversation in which another answer is under way
constexpr int othersAtMost = 100;
constexpr milliseconds checkpointTime{1'000};
constexpr qsizetype checkpointBytes = 32 << 10; // the larger the text, the seldomer it is written

QString emptyAnswer(bool hasReasoning, const QString &finishReason)
{
    const QString what = hasReasoning ? u"The bot has thought, and given no answer."_s : u"The bot gave an empty answer."_s;
    return finishReason == u"length" ? QString(what + u" It came to its limit of tokens; raise that at the provider."_s) : what;
}

} // namespace

Run::Run(store::RunRecord record, Bot *bot, AnswerRules rules, StreamHealth &health, store::Store &store, log::Dispatcher &dispatcher)
    : m_record(std::move(record)), m_bot(bot), m_rules(rules), m_health(health), m_store(store), m_dispatcher(dispatcher), m_answer(m_record.answer), m_reasoning(m_record.reasoning),
      m_bytes(utf8Size(m_answer) + utf8Size(m_reasoning))
{
    m_question.runId = m_record.runId;
    m_question.place = m_record.provider;
    for (QTimer *timer : {&m_limit, &m_again, &m_checkpoint})
        timer->setSingleShot(true);
    connect(&m_checkpoint, &QTimer::timeout, this, &Run::checkpoint);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        endUnwanted(RunState::Failed, u"The answer was not whole after %1 s (answer_timeout_ms of this bot); what has come is kept."_s.arg(double(m_rules.timeout.count()) / 1000));
    });
}

Run::~Run() = default;

RunEvent Run::event() const
{
    return {.runId = m_record.runId, .sessionId = m_record.sessionId, .botId = m_record.botId, .clientMessageId = m_record.clientMessageId,
            .state = m_record.state, .error = m_record.error, .firstTokenMs = m_figures.firstTokenMs(), .replyTo = m_record.questionId, .replaces = m_record.replaces};
}

QJsonObject Run::story() const
{
    QJsonObject story = event().toJson();
    story.insert(u"askedAt", isoTime(m_record.createdAtMs));
    story.insert(u"attempts", m_attempts);
    story.insert(u"figures", figures());
    if (m_bot)
        story.insert(u"provider", m_bot->info().provider);
    if (!m_errorCode.isEmpty())
        story.insert(u"errorCode", m_errorCode);
    if (!m_logId.isEmpty())
        story.insert(u"logId", m_logId);
    return story;
}

// Whether the provider may know of the question. One that keeps answers has it written down before it is asked.
bool Run::wasAsked() const
{
    return m_bot->info().polls ? m_question.place.value(u"asked").toBool() : m_record.state != RunState::Queued;
}

// The provider was asked, and nobody knows where it has the answer.
bool Run::isLost() const
{
    return m_question.place.value(u"asked").toBool() && !m_question.place.contains(u"chatId");
}

bool Run::mayFetch() const
{
    return m_rules.streaming != Streaming::Stream && m_bot->info().polls && !m_fetching && m_question.place.value(u"asked").toBool();
}

void Run::attempt(bool fetch)
{
    m_fetching = fetch;
    ++m_attempts;
    setState(fetch && m_bot->info().polls ? RunState::Polling : RunState::Streaming);
    if (fetch && isLost())
        lookThenFetch();
    else
        call(fetch);
}

// The answer is somewhere among those of its session: the others are known by their runs. False: they are not known now.
QCoro::Task<bool> Run::findOthers()
{
    const QPointer<Run> self(this);
    const auto runs = co_await m_store.runsOf(m_record.sessionId, othersAtMost);
    if (!self || !runs)
        co_return false;
    m_question.otherPlaces.clear();
    for (const store::RunRecord &other : *runs) {
        if (other.runId != m_record.runId && other.botId == m_record.botId)
            m_question.otherPlaces << other.provider;
    }
    co_return true;
}

QCoro::Task<void> Run::lookThenFetch()
{
    const QPointer<Run> self(this);
    const bool areKnown = co_await findOthers();
    if (!self || m_ending)
        co_return;
    if (areKnown) {
        call(true);
        co_return;
    }
    later(checkpointTime, [this] { lookThenFetch(); });
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
    later(wait, [this, fetch] { attempt(fetch); });
}

void Run::later(milliseconds wait, std::function<void()> next)
{
    m_again.disconnect(this);
    connect(&m_again, &QTimer::timeout, this, std::move(next));
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
    const bool isFirst = !m_figures.firstTokenMs();
    if (isFirst)
        noteCall();
    m_figures.token();
    if (isFirst) {
        m_dispatcher.publish(event());
        write({.figures = figures()}); // for whoever takes it over
    }
    QString &sofar = reasoning ? m_reasoning : m_answer;
    const qint64 offset = sofar.size();
    sofar += clean;
    m_dispatcher.publish(DeltaEvent{.runId = m_record.runId, .clientMessageId = m_record.clientMessageId, .sessionId = m_record.sessionId, .offset = offset, .text = clean, .reasoning = reasoning});
    if (!reasoning)
        Q_EMIT said(clean);
    if (isTooLong) {
        endUnwanted(RunState::Failed, u"The answer is longer than %1 bytes; what came before is kept."_s.arg(maxAnswerBytes));
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
    noteCall();
    m_facts = outcome.facts;
    if (outcome.end != CallOutcome::End::Whole) {
        m_errorCode = outcome.error.code.isEmpty() && outcome.end == CallOutcome::End::Broken ? u"broken"_s : outcome.error.code;
        Q_EMIT callFailed(m_errorCode);
    }
    dropCall();
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
            fail(emptyAnswer(!m_reasoning.isEmpty(), outcome.facts.finishReason), outcome);
        }
        break;
    case CallOutcome::End::Broken:
        onBroken(outcome);
        break;
    case CallOutcome::End::Failed:
        onFailed(outcome);
    }
}

void Run::fail(const QString &reason, const CallOutcome &outcome)
{
    for (const QString &logId : {outcome.facts.logId, outcome.error.logId}) {
        if (!logId.isEmpty())
            m_logId = logId;
    }
    if (outcome.isOver)
        end(RunState::Failed, reason);
    else
        endUnwanted(RunState::Failed, reason);
}

void Run::onBroken(const CallOutcome &outcome)
{
    if (!m_fetching && !outcome.isOver)
        m_health.bad();
    if (outcome.isOver && m_answer.isEmpty() && m_reasoning.isEmpty() && m_attempts < attemptsAtMost)
        attemptLater(m_fetching, m_backoff.next()); // it never went out, so it cannot be asked twice
    else if (!outcome.isOver && mayFetch())
        attempt(true);
    else
        fail(outcome.error.message, outcome);
}

void Run::onFailed(const CallOutcome &outcome)
{
    const ProviderError &error = outcome.error;
    const milliseconds retryAfter = error.retryAfter.value_or(milliseconds(0));
    const bool isBusy = error.code == u"4016"; // another answer is under way in the same conversation
    if (isBusy)
        --m_attempts;
    // What has ended without an answer stays so: it is asked anew. (What a conversation is busy with may be this very answer.)
    if (outcome.isOver && !isBusy) {
        m_question.place.remove(u"chatId");
        m_question.place.remove(u"asked");
    }
    const bool isKnown = m_question.place.contains(u"chatId");
    // Only what the provider says itself tells that it does not have the question: a gateway's words may come behind it.
    const bool mayBeThere = isLost() && outcome.wasSent && error.code.isEmpty();
    const bool mayLook = m_fetching || mayFetch();
    const bool mayRepeat = isBusy ? m_clock.elapsed() < milliseconds(busyPatience).count() : m_attempts < attemptsAtMost;
    const bool saidNothing = m_answer.isEmpty() && m_reasoning.isEmpty();
    // The provider has dropped the conversation that this session had with it.
    if (error.code == u"4002" && m_question.place.contains(u"conversationId") && m_attempts < attemptsAtMost) {
        forgetConversation();
        attempt(m_fetching);
    } else if (error.passes && isKnown && mayLook) {
        // It may come to its end all the same; how long that is waited for, m_limit says.
        if (m_fetching)
            attemptLater(true, std::max(std::min(retryAfter, longestRetryAfter), m_backoff.next()));
        else
            attempt(true);
    } else if (error.passes && !isKnown && saidNothing && mayRepeat && retryAfter <= longestRetryAfter && (mayLook || !mayBeThere)) {
        if (isBusy)
            setState(RunState::Queued);
        attemptLater(m_fetching || mayBeThere, std::max(retryAfter, m_backoff.next()));
    } else {
        fail(error.message, outcome);
    }
}

void Run::forgetConversation()
{
    m_store.clearConversation(m_record.sessionId, m_record.botId, m_question.place.value(u"conversationId").toString());
    m_question.place = {};
}

void Run::noteCall()
{
    if (!m_call)
        return;
    m_figures.keep(m_call->times());
    if (const QString logId = m_call->logId(); !logId.isEmpty())
        m_logId = logId;
}

// What was fetched, or corrected at the end of a stream, counts for more than the pieces.
void Run::adoptText(const CallOutcome &outcome)
{
    if (outcome.end == CallOutcome::End::Broken)
        return;
    const QString reasoning = withoutFaults(outcome.reasoning), answer = withoutFaults(outcome.answer);
    if (reasoning.size() > m_reasoning.size()) {
        if (reasoning.startsWith(m_reasoning))
            onPiece(reasoning.sliced(m_reasoning.size()), true);
        else
            m_reasoning = leftOfText(reasoning, reasoningUnits);
    }
    if (answer.isEmpty() || answer == m_answer || m_ending)
        return;
    if (answer.startsWith(m_answer)) {
        onPiece(answer.sliced(m_answer.size()), false);
    } else if (outcome.end == CallOutcome::End::Whole && utf8Size(answer) <= maxAnswerBytes) {
        m_answer = answer;
        m_isCorrected = true;
    }
}

void Run::dropCall()
{
    if (!m_call)
        return;
    // Not deleted here: this may be called from one of its signals.
    m_call->disconnect(this);
    m_call.release()->deleteLater();
}

void Run::setState(RunState state)
{
    if (m_record.state != state)
        write({.state = state});
    m_record.state = state;
    m_dispatcher.publish(event());
}

} // namespace pipit::bots
