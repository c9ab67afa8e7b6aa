// SPDX-License-Identifier: GPL-3.0-or-later
// One answer under way: from the question to the message that is stored at its end.
//
// The run belongs to the node: whoever asked may leave. It is kept in the store, with its text so far, so that another node (or
// this one in its next life) goes on with it where the bot's provider keeps answers, and else stores what had come. It streams
// first; a stream that breaks, is silent or comes back empty is gone on with by fetching the answer, where the provider keeps
// it. A refusal that may pass is tried again up to three times, as long as nothing has come. Where the run ends before its
// provider does, that one is told. What has come before a cancel or a
// failure is stored as the answer, marked so. The answer's clientMessageId is fixed by the question, so two finishers would
// store one answer.
// Thread rule: the node's thread. Memory: at most maxAnswerBytes of text for each run.
#pragma once

#include "core/backoff.h"
#include "core/event.h"
#include "core/message.h"
#include "server/bots/bot_registry.h"
#include "server/bots/run_figures.h"
#include "server/bots/stream_health.h"
#include "server/store/run_store.h"

#include <QCoroTask>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

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
    // `bot` may be null for a run of an earlier life, whose bot is no longer configured.
    Run(store::RunRecord record, Bot *bot, AnswerRules rules, StreamHealth &health, store::Store &store, log::Dispatcher &dispatcher);
    ~Run() override;

    RunEvent event() const;
    bool isEnding() const { return m_ending; }
    const QString &answer() const { return m_answer; } // so far
    bool isCorrected() const { return m_isCorrected; } // it is not what said() told, because the provider took that back
    QJsonObject figures() const { return m_figures.json(m_facts.usage, !m_fetching); } // as RunFigures
    // For operators, without a word of what was said: as the event, and `provider`, `askedAt`, `attempts`, `figures`; `errorCode` and `logId`
    // where its provider gave some.
    QJsonObject story() const;
    std::optional<qint64> answerId() const { return m_answerId; } // once it is stored

    // A new one; `question` is stored.
    void start(const Message &question);
    // One that was begun by another node, or in an earlier life. What was not asked yet is asked now.
    void resume();
    void cancel();
    // The node is stopping. An answer that can be fetched or asked for later stays open for whoever takes it over; of another
    // one, what is there is stored, and the run says that it did not come to its end.
    void interrupt();

Q_SIGNALS:
    // The next piece of the answer.
    void said(const QString &text);
    // The answer is stored (or cannot be, or is another node's business now), and the last event is out.
    void ended();
    // A call of its provider was refused, or broke; the run may go on. `code`: the provider's own, `broken`, or empty.
    void callFailed(const QString &code);
    // Nothing of it goes on: its provider is told that it is unwanted, if it is. Once, after ended().
    void left();

private:
    static constexpr qsizetype reasoningUnits = 16 * 1024; // are kept

    void arm();
    QCoro::Task<void> begin();
    QCoro::Task<void> findQuestion();
    bool wasAsked() const;
    bool isLost() const;
    bool mayFetch() const;
    void attempt(bool fetch);
    QCoro::Task<bool> findOthers();
    QCoro::Task<void> lookThenFetch();
    void call(bool fetch);
    void attemptLater(bool fetch, std::chrono::milliseconds wait);
    void later(std::chrono::milliseconds wait, std::function<void()> next);
    void onPiece(const QString &text, bool reasoning);
    void onPlaced(const QJsonObject &place);
    void onCallEnded(const CallOutcome &outcome);
    void fail(const QString &reason, const CallOutcome &outcome);
    void onBroken(const CallOutcome &outcome);
    void onFailed(const CallOutcome &outcome);
    void noteCall();
    void adoptText(const CallOutcome &outcome);
    void forgetConversation();

    void end(RunState state, const QString &error);
    void endUnwanted(RunState state, const QString &error);
    QCoro::Task<void> abandon();
    void onAbandoned();
    QCoro::Task<void> storeAnswer(RunState state);
    QJsonObject metadata(RunState state) const;
    void setState(RunState state);
    QCoro::Task<void> write(store::RunChange change);
    QCoro::Task<void> writeEnd(store::RunChange change);
    void onLost(const Error &conflict);
    QCoro::Task<void> keepPlace(QJsonObject place);
    void checkpoint();
    void leave();
    void finish();
    void dropCall();
    void stopTimers();

    store::RunRecord m_record;
    Bot *const m_bot;
    const AnswerRules m_rules;
    StreamHealth &m_health;
    store::Store &m_store;
    log::Dispatcher &m_dispatcher;
    Question m_question;
    std::unique_ptr<BotCall> m_call;
    QElapsedTimer m_clock; // since its turn has come
    QTimer m_limit;        // of the answer as a whole
    QTimer m_again;        // what is tried again
    QTimer m_checkpoint;
    QString m_answer;
    QString m_reasoning;
    qsizetype m_bytes = 0;
    ReplyFacts m_facts;
    QString m_logId; // the newest that the provider gave
    QString m_errorCode; // of the last call that failed: the provider's own, or `broken`
    RunFigures m_figures;
    std::optional<qint64> m_answerId;
    int m_attempts = 0;
    Backoff m_backoff{std::chrono::milliseconds(1'000), std::chrono::milliseconds(15'000)}; // between them
    bool m_fetching = false;
    bool m_isCorrected = false;
    bool m_isLooking = false;  // for the question
    bool m_isAbandoning = false; // the provider is told
    bool m_ending = false;
    bool m_hasEnded = false;
    bool m_hurried = false;    // an answer that cannot be stored now is given up
};

} // namespace pipit::bots
