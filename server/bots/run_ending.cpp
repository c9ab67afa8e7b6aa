// SPDX-License-Identifier: GPL-3.0-or-later
// How a run ends: by itself, by a cancel, or with its node; and that its provider hears of it where it may still be at it.
#include "server/bots/run.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

// The provider's support finds it by its log id, so that stands in every error.
QString withLogId(const QString &error, const QString &logId)
{
    return logId.isEmpty() || error.contains(logId) ? error : QString(error + u" (log id "_s + logId + u')');
}

} // namespace

void Run::cancel()
{
    if (m_ending)
        return;
    // An answer that has to be looked for is found by its question.
    if (m_bot && isLost() && m_question.message.id == 0) {
        m_record.cancelAsked = true;
        if (!m_isLooking)
            findQuestion();
        return;
    }
    endUnwanted(RunState::Cancelled, {});
}

void Run::interrupt()
{
    m_hurried = true;
    if (m_ending) {
        onAbandoned(); // it is not waited for
        return;
    }
    if (m_bot && (m_bot->info().polls || !wasAsked())) {
        if (m_checkpoint.isActive())
            checkpoint();
        leave();
        return;
    }
    end(RunState::Interrupted, u"The node was stopped in the middle of the answer."_s);
}

void Run::leave()
{
    m_ending = true;
    dropCall();
    stopTimers();
    QMetaObject::invokeMethod(this, &Run::finish, Qt::QueuedConnection);
}

void Run::finish()
{
    m_hasEnded = true;
    Q_EMIT ended();
    if (!m_isAbandoning)
        Q_EMIT left();
}

void Run::end(RunState state, const QString &error)
{
    if (m_ending)
        return;
    m_ending = true;
    noteCall();
    m_record.error = state == RunState::Failed ? withLogId(error, m_logId) : error;
    dropCall();
    stopTimers();
    storeAnswer(state);
}

// The provider may still be at it.
void Run::endUnwanted(RunState state, const QString &error)
{
    if (m_ending)
        return;
    if (m_bot && wasAsked())
        abandon();
    end(state, error);
}

void Run::stopTimers()
{
    for (QTimer *timer : {&m_limit, &m_again, &m_checkpoint})
        timer->stop();
}

// Coze, most of all, goes on with an answer whose stream was closed, and takes no other question in its conversation meanwhile.
QCoro::Task<void> Run::abandon()
{
    const QPointer<Run> self(this);
    m_isAbandoning = true;
    QTimer::singleShot(abandonTime, this, &Run::onAbandoned);
    // Without the others, the answer of one of them might be taken for this one.
    bool isFound = !isLost();
    if (!isFound)
        isFound = co_await findOthers();
    if (!self)
        co_return;
    if (isFound)
        m_bot->abandon(m_question, this, [this] { onAbandoned(); });
    else
        onAbandoned();
}

void Run::onAbandoned()
{
    if (std::exchange(m_isAbandoning, false) && m_hasEnded)
        Q_EMIT left();
}

} // namespace pipit::bots
