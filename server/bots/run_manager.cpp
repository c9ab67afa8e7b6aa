// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/run_manager.h"

#include "server/log/dispatcher.h"

#include <QCoroFuture>
#include <QCoroSignal>
#include <QUuid>

#include <algorithm>

namespace pipit::bots {

namespace {

constexpr int maxRuns = 1'000;
constexpr std::size_t endedRunsKept = 1'000;

// The same for the same question on every node.
QString derivedId(const MessageDraft &question, const QString &purpose)
{
    static const QUuid space(0x5f8c3e6a, 0x9a51, 0x4f0b, 0x8d, 0x27, 0x1c, 0x66, 0x0e, 0x2f, 0x93, 0x44);
    return QUuid::createUuidV5(space, question.sessionId + u' ' + question.clientMessageId + u' ' + purpose).toString(QUuid::WithoutBraces);
}

} // namespace

RunManager::RunManager(const BotRegistry &bots, store::Store &store, log::Dispatcher &dispatcher, QObject *parent)
    : QObject(parent), m_bots(bots), m_store(store), m_dispatcher(dispatcher)
{
}

RunManager::~RunManager() = default;

QCoro::Task<Result<Asked>> RunManager::ask(QString botId, MessageDraft draft)
{
    Bot *bot = m_bots.find(botId);
    if (!bot)
        co_return Error{ErrorCode::NotFound, QStringLiteral("This node has no bot %1; GET /api/bots lists them.").arg(botId), QStringLiteral("botId")};
    if (m_stopping || active() >= maxRuns)
        co_return Error{ErrorCode::Unavailable, QStringLiteral("The node is stopping, or %1 answers are under way already. Try again.").arg(maxRuns)};

    RunEvent event{.runId = derivedId(draft, QStringLiteral("run ") + botId), .sessionId = draft.sessionId, .botId = botId, .clientMessageId = derivedId(draft, QStringLiteral("answer ") + botId)};
    const auto stored = co_await m_store.append(draft);
    if (!stored)
        co_return stored.error();
    if (const Run *running = find(event.runId))
        co_return Asked{stored->message, running->event(), false};
    if (const RunEvent *ended = findEnded(event.runId))
        co_return Asked{stored->message, *ended, false};
    if (!stored->created) {
        const auto answer = co_await m_store.findByClientId(event.sessionId, event.clientMessageId);
        if (!answer)
            co_return answer.error();
        if (*answer && (*answer)->senderType == SenderType::Bot && (*answer)->senderId == botId) {
            event.state = runStateFromName((*answer)->metadata.value(u"runState").toString()).value_or(RunState::Completed);
            co_return Asked{stored->message, event, false};
        }
        if (const Run *running = find(event.runId)) // another asked the same while this one looked
            co_return Asked{stored->message, running->event(), false};
    }
    if (m_stopping)
        co_return Error{ErrorCode::Unavailable, QStringLiteral("The node is stopping. The question is stored; ask again with the same clientMessageId.")};

    Run &run = *(m_runs[event.runId] = std::make_unique<Run>(event, *bot, stored->message, m_store, m_dispatcher));
    connect(&run, &Run::ended, this, [this, id = event.runId] { onEnded(id); });
    m_active = int(m_runs.size());
    run.start();
    co_return Asked{stored->message, run.event(), true};
}

Run *RunManager::find(const QString &runId) const
{
    const auto found = m_runs.find(runId);
    return found == m_runs.end() ? nullptr : found->second.get();
}

const RunEvent *RunManager::findEnded(const QString &runId) const
{
    const auto found = std::ranges::find(m_ended, runId, &RunEvent::runId);
    return found == m_ended.end() ? nullptr : &*found;
}

void RunManager::onEnded(const QString &runId)
{
    const auto found = m_runs.find(runId);
    m_ended.push_back(found->second->event());
    if (m_ended.size() > endedRunsKept)
        m_ended.pop_front();
    found->second.release()->deleteLater(); // it is the sender
    m_runs.erase(found);
    m_active = int(m_runs.size());
    if (m_runs.empty())
        Q_EMIT idle();
}

QCoro::Task<void> RunManager::stop()
{
    m_stopping = true;
    std::vector<Run *> runs;
    for (const auto &[id, run] : m_runs)
        runs.push_back(run.get());
    for (Run *run : runs)
        run->interrupt();
    if (!m_runs.empty())
        co_await qCoro(this, &RunManager::idle);
}

} // namespace pipit::bots
