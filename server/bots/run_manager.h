// SPDX-License-Identifier: GPL-3.0-or-later
// Asks bots and keeps the runs under way.
//
// A question has a clientMessageId; the run's id and the answer's follow from it. So asking again with the same one, as an
// outbox does that lost the node's reply, finds the same run, or its answer, and never asks a bot twice.
// Thread rule: the node's thread. Errors: NotFound for a bot, Unavailable where too many runs are under way.
#pragma once

#include "core/event.h"
#include "core/result.h"
#include "server/bots/bot_registry.h"
#include "server/bots/run.h"
#include "server/store/store.h"

#include <QCoroTask>
#include <QObject>

#include <atomic>
#include <deque>
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

    // Stores the question (its clientMessageId must be set) and starts the run.
    QCoro::Task<Result<Asked>> ask(QString botId, MessageDraft question);

    // Null: no such run is under way.
    Run *find(const QString &runId) const;
    int active() const { return m_active; } // on any thread

    // Interrupts every run and waits until the answers so far are stored.
    QCoro::Task<void> stop();

Q_SIGNALS:
    void idle();

private:
    void onEnded(const QString &runId);
    const RunEvent *findEnded(const QString &runId) const;

    const BotRegistry &m_bots;
    store::Store &m_store;
    log::Dispatcher &m_dispatcher;
    std::unordered_map<QString, std::unique_ptr<Run>> m_runs;
    std::deque<RunEvent> m_ended; // the latest: one that ended without an answer must not be asked again unawares
    std::atomic<int> m_active = 0;
    bool m_stopping = false;
};

} // namespace pipit::bots
