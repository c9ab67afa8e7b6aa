// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/run.h"

#include "core/backoff.h"
#include "core/text_limits.h"
#include "server/log/dispatcher.h"
#include "server/store/store.h"

#include <QCoroFuture>
#include <QCoroTimer>

#include <QDeadlineTimer>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

constexpr qsizetype maxAnswerBytes = 1 << 20;
constexpr qsizetype reasoningUnits = 16 * 1024;
constexpr std::chrono::minutes storePatience{10}; // as long as a database may take to recover from a crash

} // namespace

Run::Run(RunEvent event, Bot &bot, const Message &question, store::Store &store, log::Dispatcher &dispatcher)
    : m_event(std::move(event)), m_bot(bot), m_question(question), m_store(store), m_dispatcher(dispatcher)
{
}

Run::~Run() = default;

void Run::start()
{
    m_clock.start();
    m_reply = m_bot.ask({m_question.sessionId, m_question.content});
    connect(m_reply.get(), &BotReply::piece, this, &Run::onPiece);
    connect(m_reply.get(), &BotReply::finished, this, [this] { end(RunState::Completed, {}); });
    connect(m_reply.get(), &BotReply::failed, this, [this](const Error &error) { end(RunState::Failed, error.message); });
    setState(RunState::Streaming);
}

void Run::onPiece(const QString &text, bool reasoning)
{
    if (m_ending)
        return;
    const QString clean = withoutFaults(text);
    if (clean.isEmpty())
        return;
    m_bytes += utf8Size(clean);
    if (m_bytes > maxAnswerBytes) {
        end(RunState::Failed, QStringLiteral("The answer is longer than %1 bytes; what came before is kept.").arg(maxAnswerBytes));
        return;
    }
    if (!m_event.firstTokenMs) {
        m_event.firstTokenMs = m_clock.elapsed();
        setState(RunState::Streaming);
    }
    QString &sofar = reasoning ? m_reasoning : m_answer;
    const qint64 offset = sofar.size();
    sofar += clean;
    m_dispatcher.publish(DeltaEvent{.runId = m_event.runId, .clientMessageId = m_event.clientMessageId, .sessionId = m_event.sessionId, .offset = offset, .text = clean, .reasoning = reasoning});
}

void Run::end(RunState state, const QString &error)
{
    if (m_ending)
        return;
    m_ending = true;
    m_event.error = error;
    // Not deleted here: this may be called from one of its signals.
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply.release()->deleteLater();
    }
    storeAnswer(state);
}

QCoro::Task<void> Run::storeAnswer(RunState state)
{
    if (!m_answer.isEmpty()) {
        QJsonObject metadata{{u"runId"_s, m_event.runId}, {u"durationMs"_s, m_clock.elapsed()}};
        if (m_event.firstTokenMs)
            metadata.insert(u"firstTokenMs", *m_event.firstTokenMs);
        if (!m_reasoning.isEmpty())
            metadata.insert(u"reasoning", leftOfText(m_reasoning, reasoningUnits));
        if (state != RunState::Completed)
            metadata.insert(u"runState", runStateName(state));
        const MessageDraft draft{.sessionId = m_event.sessionId,
                                 .clientMessageId = m_event.clientMessageId,
                                 .senderType = SenderType::Bot,
                                 .senderId = m_bot.info().id,
                                 .senderName = m_bot.info().name,
                                 .contentType = QStringLiteral("markdown"),
                                 .content = m_answer,
                                 .metadata = metadata,
                                 .replyTo = m_question.id};
        const QPointer<Run> self(this); // the node may have ended while this waited
        Backoff backoff(std::chrono::milliseconds(200), std::chrono::seconds(2));
        const QDeadlineTimer deadline(storePatience);
        while (true) {
            const auto stored = co_await m_store.append(draft);
            if (!self)
                co_return;
            if (stored)
                break;
            const bool passes = stored.error().code == ErrorCode::NotStored || stored.error().code == ErrorCode::InDoubt || stored.error().code == ErrorCode::Unavailable;
            if (!passes || m_hurried || deadline.hasExpired()) {
                m_event.error = QStringLiteral("The answer could not be stored: %1").arg(stored.error().message);
                state = RunState::Failed;
                break;
            }
            const auto wait = backoff.next();
            co_await QCoro::sleepFor(wait);
            if (!self)
                co_return;
        }
    } else if (state == RunState::Completed) {
        m_event.error = QStringLiteral("The bot gave an empty answer.");
        state = RunState::Failed;
    }
    setState(state);
    Q_EMIT ended();
}

void Run::setState(RunState state)
{
    m_event.state = state;
    m_dispatcher.publish(m_event);
}

} // namespace pipit::bots
