// SPDX-License-Identifier: GPL-3.0-or-later
// One answer under way: from the question to the message that is stored at its end.
//
// The run belongs to the node: whoever asked may leave. What has come before a cancel or a failure is stored as the
// answer, marked so. The answer's clientMessageId is fixed by the question, so two finishers would store one answer.
// Thread rule: the node's thread. Memory: at most maxAnswerBytes of text for each run.
#pragma once

#include "core/event.h"
#include "core/message.h"
#include "server/bots/bot.h"

#include <QCoroTask>
#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace pipit::log {
class Dispatcher;
}
namespace pipit::store {
class Store;
}

namespace pipit::bots {

class Run : public QObject
{
    Q_OBJECT

public:
    Run(RunEvent event, Bot &bot, const Message &question, store::Store &store, log::Dispatcher &dispatcher);
    ~Run() override;

    const RunEvent &event() const { return m_event; }
    bool isEnding() const { return m_ending; }

    void start();
    void cancel() { end(RunState::Cancelled, {}); }
    // The node is stopping: what is there is stored, and the run says that it did not come to its end.
    void interrupt()
    {
        m_hurried = true;
        end(RunState::Interrupted, {});
    }

Q_SIGNALS:
    // The answer is stored (or cannot be), and the last event is out.
    void ended();

private:
    void onPiece(const QString &text, bool reasoning);
    void end(RunState state, const QString &error);
    QCoro::Task<void> storeAnswer(RunState state);
    void setState(RunState state);

    RunEvent m_event;
    Bot &m_bot;
    const Message m_question;
    store::Store &m_store;
    log::Dispatcher &m_dispatcher;
    std::unique_ptr<BotReply> m_reply;
    QElapsedTimer m_clock;
    QString m_answer;
    QString m_reasoning;
    qsizetype m_bytes = 0;
    bool m_ending = false;
    bool m_hurried = false; // an answer that cannot be stored now is given up
};

} // namespace pipit::bots
