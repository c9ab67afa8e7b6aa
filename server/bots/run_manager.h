// SPDX-License-Identifier: GPL-3.0-or-later
// Asks bots, keeps the runs under way, and takes over those that other nodes have left.
//
// A question has a clientMessageId; the run's id and the answer's follow from it. So asking again with the same one, as an
// outbox does that lost the node's reply, finds the same run, on any node, and never asks a bot twice. Where a provider keeps
// the conversation, its questions go one at a time: the others wait as `queued`.
// Thread rule: the node's thread. Errors: NotFound for a bot, Unavailable where too many runs are under way, or wait
// for their turn in this conversation.
#pragma once

#include "core/event.h"
#include "core/result.h"
#include "server/bots/bot_counts.h"
#include "server/bots/bot_registry.h"
#include "server/bots/run.h"
#include "server/bots/turns.h"
#include "server/store/store.h"

#include <QCoroTask>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

namespace pipit::bots {

struct Asked {
    Message question;
    RunEvent run;
    bool created = true; // false: it was asked before
};

class RunManager : public QObject
{
    Q_OBJECT

public:
    RunManager(const BotRegistry &bots, store::Store &store, log::Dispatcher &dispatcher, QObject *parent = nullptr);
    ~RunManager() override;

    // Stores the question (its clientMessageId must be set) and starts the run, unless the node is stopping by then: then it is
    // asked by another node, or in the next life.
    QCoro::Task<Result<Asked>> ask(QString botId, MessageDraft question);
    // Has the question of this answer answered once more; the new answer replaces it. A question is answered beside what answers
    // it has. `clientMessageId` is of whoever asks.
    QCoro::Task<Result<Asked>> askAgain(QString botId, QString sessionId, qint64 messageId, QString clientMessageId);

    // Ends a run, of this node or of another one; the event is what it will be. Errors: NotFound where no such run is under way,
    // or it is of a session that may not be seen.
    QCoro::Task<Result<RunEvent>> cancel(QString runId, std::function<bool(QStringView)> maySee);

    // The latest runs of a session, the newest first: how those stand that are under way, on any node, and how the others ended.
    QCoro::Task<Result<QList<RunEvent>>> runsOf(QString sessionId, int limit);

    // This node's, as Run::story(): those under way, then the last that ended, with `endedAt`; each the newest first. Of 200 that have
    // ended it is known.
    QList<QJsonObject> stories() const;

    // Takes over what nobody owns, now and every few seconds.
    QCoro::Task<void> takeOver();

    // Null: no such run is under way on this node.
    Run *find(const QString &runId) const;
    int active() const { return m_active; } // on any thread
    const BotCounts &counts() const { return m_counts; }

    // Interrupts every run and waits until the answers so far are stored.
    QCoro::Task<void> stop();

Q_SIGNALS:
    void idle();

private:
    Result<Bot *> botFor(const QString &botId, const QString &sessionId) const;
    QCoro::Task<Result<Asked>> begin(Bot *bot, Message question, MessageDraft asked, std::optional<qint64> replaces);
    // `go` once it is its turn.
    Run &add(store::RunRecord record, Bot *bot, std::function<void(Run &)> go);
    void onLeft(const QString &runId);

    const BotRegistry &m_bots;
    store::Store &m_store;
    log::Dispatcher &m_dispatcher;
    std::unordered_map<QString, std::unique_ptr<Run>> m_runs;
    std::unordered_map<QString, StreamHealth> m_health; // of bots
    Turns m_turns;                                      // of the runs, in the conversations that providers keep
    QTimer m_takeOverTimer;
    BotCounts m_counts;
    std::deque<QJsonObject> m_endedStories; // the last one first
    std::atomic<int> m_active = 0;
    bool m_stopping = false;
};

} // namespace pipit::bots
