// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/run_manager.h"

#include "core/redaction.h"
#include "server/log/dispatcher.h"

#include <QCoroFuture>
#include <QCoroSignal>
#include <QDateTime>
#include <QLoggingCategory>
#include <QPointer>
#include <QUuid>

#include <algorithm>

namespace pipit::bots {

namespace {

Q_LOGGING_CATEGORY(lcRuns, "pipit.bots.runs")

constexpr int maxRuns = 1'000;
constexpr int maxWaiting = 20; // for their turn in one conversation
constexpr int takenOverAtOnce = 50;
constexpr std::size_t endedStories = 200;
constexpr std::chrono::seconds takeOverTime{5};

// The same for the same question on every node.
QString derivedId(const MessageDraft &question, const QString &purpose)
{
    static const QUuid space(0x5f8c3e6a, 0x9a51, 0x4f0b, 0x8d, 0x27, 0x1c, 0x66, 0x0e, 0x2f, 0x93, 0x44);
    return QUuid::createUuidV5(space, question.sessionId + u' ' + question.clientMessageId + u' ' + purpose).toString(QUuid::WithoutBraces);
}

// Where a provider takes one question at a time.
QString conversationOf(const QString &sessionId, const QString &botId)
{
    return sessionId + u' ' + botId;
}

RunEvent eventOf(const store::RunRecord &record)
{
    RunEvent event{.runId = record.runId, .sessionId = record.sessionId, .botId = record.botId, .clientMessageId = record.clientMessageId, .state = record.state, .error = record.error, .replaces = record.replaces};
    if (record.questionId > 0)
        event.replyTo = record.questionId;
    if (const QJsonValue ms = record.figures.value(u"firstTokenMs"); ms.isDouble())
        event.firstTokenMs = ms.toInteger();
    return event;
}

} // namespace

RunManager::RunManager(const BotRegistry &bots, store::Store &store, log::Dispatcher &dispatcher, QObject *parent)
    : QObject(parent), m_bots(bots), m_store(store), m_dispatcher(dispatcher)
{
    connect(&m_dispatcher, &log::Dispatcher::cancelAsked, this, [this](const QString &runId) {
        if (Run *run = find(runId))
            run->cancel();
    });
    m_takeOverTimer.setInterval(takeOverTime);
    connect(&m_takeOverTimer, &QTimer::timeout, this, &RunManager::takeOver);
    m_takeOverTimer.start();
}

RunManager::~RunManager() = default;

Result<Bot *> RunManager::botFor(const QString &botId, const QString &sessionId) const
{
    Bot *bot = m_bots.find(botId);
    if (!bot)
        return Error{ErrorCode::NotFound, QStringLiteral("This node has no bot %1; GET /api/bots lists them.").arg(botId), QStringLiteral("botId")};
    if (m_stopping || active() >= maxRuns)
        return Error{ErrorCode::Unavailable, QStringLiteral("The node is stopping, or %1 answers are under way already. Try again.").arg(maxRuns)};
    if (bot->info().polls && m_turns.size(conversationOf(sessionId, botId)) > maxWaiting)
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 questions of this session wait for bot %2 already. Wait for an answer, or cancel one.").arg(maxWaiting).arg(botId)};
    return bot;
}

QCoro::Task<Result<Asked>> RunManager::ask(QString botId, MessageDraft draft)
{
    const auto bot = botFor(botId, draft.sessionId);
    if (!bot)
        co_return bot.error();
    const auto stored = co_await m_store.append(draft);
    if (!stored)
        co_return stored.error();
    const Message question = stored->message;
    if (!stored->created) {
        // Also where the run is so old that it is no longer kept.
        const auto answer = co_await m_store.findByClientId(draft.sessionId, derivedId(draft, QStringLiteral("answer ") + botId));
        if (!answer)
            co_return answer.error();
        if (*answer) {
            const RunEvent ended{.runId = derivedId(draft, QStringLiteral("run ") + botId), .sessionId = draft.sessionId, .botId = botId, .clientMessageId = (*answer)->clientMessageId,
                                 .state = runStateFromName((*answer)->metadata.value(QStringLiteral("runState")).toString()).value_or(RunState::Completed)};
            co_return Asked{question, ended, false};
        }
    }
    co_return co_await begin(*bot, question, draft, std::nullopt);
}

QCoro::Task<Result<Asked>> RunManager::askAgain(QString botId, QString sessionId, qint64 messageId, QString clientMessageId)
{
    const auto bot = botFor(botId, sessionId);
    if (!bot)
        co_return bot.error();
    const Error noAnswer{ErrorCode::InvalidRequest, QStringLiteral("regenerates is %1, and this session has no such question, and no such answer of a bot to one.").arg(messageId), QStringLiteral("regenerates")};
    auto named = co_await m_store.message(sessionId, messageId);
    if (!named)
        co_return named.error();
    std::optional<qint64> replaces;
    if (*named && (*named)->senderType == SenderType::Bot && (*named)->replyTo) {
        replaces = messageId;
        named = co_await m_store.message(sessionId, *(*named)->replyTo);
        if (!named)
            co_return named.error();
    }
    if (!*named || (*named)->senderType != SenderType::User || isTombstone(**named))
        co_return noAnswer;
    const MessageDraft asked{.sessionId = sessionId, .clientMessageId = clientMessageId, .content = {}};
    co_return co_await begin(*bot, **named, asked, replaces);
}

QCoro::Task<Result<Asked>> RunManager::begin(Bot *bot, Message question, MessageDraft asked, std::optional<qint64> replaces)
{
    const QString botId = bot->info().id;
    const store::RunRecord record{.runId = derivedId(asked, QStringLiteral("run ") + botId), .sessionId = asked.sessionId, .botId = botId,
                                  .clientMessageId = derivedId(asked, QStringLiteral("answer ") + botId), .questionId = question.id, .replaces = replaces};
    const auto created = co_await m_store.createRun(record);
    if (!created)
        co_return created.error();
    // Under way here, on another node, or ended: it is told, and asked of nobody. (The store calls a run of this node's created
    // also where it is asked the same while the first is under way.)
    if (const Run *running = find(record.runId))
        co_return Asked{question, running->event(), false};
    if (!created->created)
        co_return Asked{question, eventOf(created->run), false};
    if (m_stopping)
        co_return Asked{question, eventOf(created->run), true};
    const Run &run = add(created->run, bot, [question](Run &begun) { begun.start(question); });
    co_return Asked{question, run.event(), true};
}

Run &RunManager::add(store::RunRecord record, Bot *bot, std::function<void(Run &)> go)
{
    const QString id = record.runId, botId = record.botId;
    Run &run = *(m_runs[id] = std::make_unique<Run>(std::move(record), bot, m_bots.rulesOf(botId), m_health[botId], m_store, m_dispatcher));
    connect(&run, &Run::left, this, [this, id] { onLeft(id); });
    if (bot)
        connect(&run, &Run::callFailed, this, [this, provider = bot->info().provider](const QString &code) { m_counts.countFault(provider, code); });
    m_active = int(m_runs.size());
    if (!bot || !bot->info().polls)
        go(run);
    else if (!m_turns.enter(conversationOf(run.event().sessionId, botId), id, [&run, go = std::move(go)] { go(run); }))
        m_dispatcher.publish(run.event());
    return run;
}

QCoro::Task<Result<RunEvent>> RunManager::cancel(QString runId, std::function<bool(QStringView)> maySee)
{
    const Error notFound{ErrorCode::NotFound, QStringLiteral("No such answer is under way; it may have ended."), QStringLiteral("id")};
    if (Run *run = find(runId)) {
        // One of another session is not told apart from one that is not there.
        if (run->isEnding() || (maySee && !maySee(run->event().sessionId)))
            co_return notFound;
        run->cancel();
        RunEvent event = run->event();
        event.state = RunState::Cancelled;
        co_return event;
    }
    const auto record = co_await m_store.findRun(runId);
    if (!record)
        co_return record.error();
    if (!*record || isFinal((*record)->state) || (maySee && !maySee((*record)->sessionId)))
        co_return notFound;
    // Its owner may not hear it, or be gone: then whoever takes the run over finds it with the run.
    const auto kept = co_await m_store.askToCancel(runId);
    if (!kept)
        co_return kept.error();
    if ((*record)->node == m_store.nodeId())
        takeOver();
    else
        m_dispatcher.askToCancel(runId, (*record)->sessionId, (*record)->node);
    RunEvent event = eventOf(**record);
    event.state = RunState::Cancelled;
    co_return event;
}

QCoro::Task<Result<QList<RunEvent>>> RunManager::runsOf(QString sessionId, int limit)
{
    const QPointer<RunManager> self(this);
    const auto records = co_await m_store.runsOf(sessionId, limit);
    if (!records)
        co_return records.error();
    QList<RunEvent> events;
    for (const store::RunRecord &record : *records) {
        const Run *run = self ? find(record.runId) : nullptr;
        events << (run ? run->event() : eventOf(record));
    }
    co_return events;
}

QList<QJsonObject> RunManager::stories() const
{
    QList<QJsonObject> stories;
    for (const auto &[id, run] : m_runs)
        stories << run->story();
    std::ranges::sort(stories, [](const QJsonObject &a, const QJsonObject &b) { return a.value(u"askedAt").toString() > b.value(u"askedAt").toString(); });
    for (const QJsonObject &story : m_endedStories)
        stories << story;
    return stories;
}

QCoro::Task<void> RunManager::takeOver()
{
    if (m_stopping)
        co_return;
    const QPointer<RunManager> self(this);
    const auto claimed = co_await m_store.claimRuns(takenOverAtOnce);
    if (!self || !claimed) // the next time
        co_return;
    for (const store::RunRecord &record : *claimed) {
        if (Run *run = find(record.runId)) {
            if (record.cancelAsked)
                run->cancel();
            continue;
        }
        if (m_stopping)
            continue;
        qCInfo(lcRuns).noquote() << "Run" << record.runId << "of bot" << record.botId << "was left open and is taken over.";
        add(record, m_bots.find(record.botId), [](Run &left) { left.resume(); });
    }
}

Run *RunManager::find(const QString &runId) const
{
    const auto found = m_runs.find(runId);
    return found == m_runs.end() ? nullptr : found->second.get();
}

void RunManager::onLeft(const QString &runId)
{
    const auto found = m_runs.find(runId);
    if (found == m_runs.end())
        return;
    const RunEvent last = found->second->event();
    if (const Bot *bot = m_bots.find(last.botId); bot && isFinal(last.state))
        m_counts.count(bot->info().provider, last, found->second->figures());
    QJsonObject story = found->second->story();
    story.insert(u"endedAt", isoTime(QDateTime::currentMSecsSinceEpoch()));
    m_endedStories.push_front(std::move(story));
    if (m_endedStories.size() > endedStories)
        m_endedStories.pop_back();
    found->second.release()->deleteLater(); // it is the sender
    m_runs.erase(found);
    m_active = int(m_runs.size());
    m_turns.leave(conversationOf(last.sessionId, last.botId), runId);
    if (m_runs.empty())
        Q_EMIT idle();
}

QCoro::Task<void> RunManager::stop()
{
    m_stopping = true;
    m_takeOverTimer.stop();
    std::vector<Run *> runs;
    for (const auto &[id, run] : m_runs)
        runs.push_back(run.get());
    for (Run *run : runs)
        run->interrupt();
    if (!m_runs.empty())
        co_await qCoro(this, &RunManager::idle);
}

} // namespace pipit::bots
