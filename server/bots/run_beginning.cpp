// SPDX-License-Identifier: GPL-3.0-or-later
// How a run begins, and begins again: what its bot has to know before it is asked.
#include "server/bots/run.h"

#include "core/conversation.h"
#include "core/redaction.h"
#include "server/log/dispatcher.h"
#include "server/store/store.h"

#include <QCoroFuture>

#include <QPointer>

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

constexpr int historyMessages = 100;
constexpr qint64 unitsOfToken = 8; // at most
constexpr std::chrono::milliseconds lookAgainTime{1'000};

// At most so many units of text, from the end; whole messages.
QList<Message> lastOf(const QList<Message> &messages, qint64 units)
{
    qsizetype first = messages.size();
    while (first > 0 && (units -= messages[first - 1].content.size()) >= 0)
        --first;
    return messages.sliced(first);
}

// Who asks, as the provider is told: a service that asks for its own users names them in the message.
QString userOf(const Message &question)
{
    return question.metadata.value(u"userId").toString(question.senderId);
}

} // namespace

void Run::arm()
{
    m_clock.start();
    m_limit.start(m_rules.timeout);
}

void Run::start(const Message &question)
{
    if (m_ending)
        return;
    arm();
    m_question = {.runId = m_record.runId, .userId = userOf(question), .message = question};
    begin();
}

void Run::resume()
{
    if (m_ending)
        return;
    arm();
    m_figures = RunFigures(m_record);
    if (m_record.cancelAsked) {
        cancel();
    } else if (!m_bot) {
        end(RunState::Interrupted, u"This node's configuration has no bot %1 any more, which was to answer."_s.arg(m_record.botId));
    } else if (wasAsked() && !m_bot->info().polls) {
        end(RunState::Interrupted, u"The node that was asked has ended in the middle of the answer."_s);
    } else {
        setState(wasAsked() ? RunState::Polling : RunState::Queued);
        for (const bool reasoning : {true, false}) {
            if (const QString &sofar = reasoning ? m_reasoning : m_answer; !sofar.isEmpty())
                m_dispatcher.publish(DeltaEvent{.runId = m_record.runId, .clientMessageId = m_record.clientMessageId, .sessionId = m_record.sessionId, .offset = 0, .text = sofar, .reasoning = reasoning});
        }
        findQuestion();
    }
}

QCoro::Task<void> Run::findQuestion()
{
    const QPointer<Run> self(this);
    m_isLooking = true;
    const store::HistoryQuery query{.sessionId = m_record.sessionId, .before = m_record.questionId + 1, .limit = 1};
    const auto found = co_await m_store.history(query);
    if (!self || m_ending)
        co_return;
    if (!found) {
        // The lease goes on, and so does this.
        later(lookAgainTime, [this] { findQuestion(); });
        co_return;
    }
    if (found->messages.isEmpty() || found->messages.first().id != m_record.questionId || isTombstone(found->messages.first())) {
        end(RunState::Interrupted, u"The question of this answer is gone."_s);
        co_return;
    }
    const Message &question = found->messages.first();
    m_question.userId = userOf(question);
    m_question.message = question;
    m_isLooking = false;
    if (m_record.cancelAsked)
        cancel();
    else if (wasAsked())
        attempt(true);
    else
        begin();
}

// What the bot has to know beside the question.
QCoro::Task<void> Run::begin()
{
    const QPointer<Run> self(this);
    m_record.state = RunState::Streaming;
    m_dispatcher.publish(event());
    const store::RunChange begun{.state = m_record.state};
    const auto isKept = write(begun);
    if (const qint64 tokens = m_bot->info().contextTokens; tokens > 0) {
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
            m_question.history = lastOf(conversationBefore(m_question.message, history->messages), tokens * unitsOfToken); // without it, the bot answers what it is asked
    }
    if (m_bot->info().polls) {
        const auto conversation = co_await m_store.conversation(m_record.sessionId, m_record.botId);
        if (!self || m_ending)
            co_return;
        if (conversation && *conversation)
            m_question.place.insert(u"conversationId"_s, **conversation);
    } else {
        // What the end of a node leaves behind must not look like a question that nobody has asked yet.
        co_await isKept;
        if (!self || m_ending)
            co_return;
    }
    attempt(m_rules.streaming == Streaming::Poll || (m_rules.streaming == Streaming::Auto && m_bot->info().polls && !m_health.isTrusted()));
}

} // namespace pipit::bots
