// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of a run: its state and its text while it goes on, the message that it becomes, its end.
#include "server/bots/run.h"

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

constexpr qsizetype errorUnits = 2'000;
constexpr std::chrono::minutes storePatience{10}; // as long as a database may take to recover from a crash

// It was not done, or it is not known; doing it again is safe.
bool mayDoAgain(const Error &error)
{
    return error.code == ErrorCode::NotStored || error.code == ErrorCode::InDoubt || error.code == ErrorCode::Unavailable;
}

} // namespace

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
    bool isUnstored = false;
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
            // Another node has finished it first; or somebody has written under the answer's name, which everybody could read.
            if (stored.error().code == ErrorCode::Conflict) {
                const auto current = Message::fromJson(stored.error().details.value(u"current").toObject());
                if (current && current->senderType == SenderType::Bot && current->senderId == m_record.botId) {
                    m_answerId = current->id;
                    state = runStateFromName(current->metadata.value(u"runState").toString()).value_or(RunState::Completed);
                    break;
                }
            }
            if (!mayDoAgain(stored.error()) || m_hurried || deadline.hasExpired()) {
                m_record.error = u"The answer could not be stored: %1"_s.arg(stored.error().message);
                state = RunState::Failed;
                isUnstored = true;
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
    store::RunChange change{.state = state, .error = m_record.error, .figures = kept};
    if (isUnstored)
        change.answer = m_answer; // whoever looks for it finds it with the run
    m_dispatcher.publish(event());
    co_await writeEnd(change);
    if (self)
        finish();
}

// Until it is written: an open run of this node's is claimed by nobody while the node lives.
QCoro::Task<void> Run::writeEnd(store::RunChange change)
{
    const QPointer<Run> self(this);
    Backoff backoff(milliseconds(200), milliseconds(30'000));
    while (true) {
        const auto written = co_await m_store.updateRun(m_record.runId, change);
        if (!self)
            co_return;
        if (written || !mayDoAgain(written.error()) || m_hurried)
            co_return; // else whoever owns the run now finds the answer stored
        const auto wait = backoff.next();
        co_await QCoro::sleepFor(wait);
        if (!self)
            co_return;
    }
}

QCoro::Task<void> Run::write(store::RunChange change)
{
    const QPointer<Run> self(this);
    const auto written = co_await m_store.updateRun(m_record.runId, change);
    const bool isLost = !written && (written.error().code == ErrorCode::Conflict || written.error().code == ErrorCode::NotFound);
    if (self && isLost && !m_ending)
        onLost(written.error());
}

// Another node goes on with it, or has brought it to its end.
void Run::onLost(const Error &conflict)
{
    const auto state = runStateFromName(conflict.details.value(u"state").toString());
    if (state && isFinal(*state)) {
        m_record.state = *state;
        m_dispatcher.publish(event());
    } else {
        m_dispatcher.giveUp(m_record.runId, conflict.details.value(u"node").toString());
    }
    leave();
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
    write({.answer = m_answer, .reasoning = leftOfText(m_reasoning, reasoningUnits)});
}

} // namespace pipit::bots
