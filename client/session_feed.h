// SPDX-License-Identifier: GPL-3.0-or-later
// One session as a window shows it: history joined with the live flow, without a gap, a double or a wrong order.
//
// Messages have ascending ids and no holes between the oldest loaded one and the newest. Answers under way stand apart
// (runs()) until their message has come. What this client has sent and the node has not yet confirmed is pending().
// A message that was redacted has lost its text here as soon as the log tells of it, on whatever page it stands.
// Until the node has answered, what the local copy has stands here (isLocal()); the node's page then takes its place or, where
// the two meet, goes on from it.
// Bounded: while nobody is connected to messagesAppended(), the newest 500 messages are kept; else 20,000.
// Thread rule: the client's thread (a window's main thread). Owned by Connection.
#pragma once

#include "client/erasures.h"
#include "client/pending_file.h"
#include "client/run_views.h"
#include "core/event.h"
#include "core/message.h"

#include <QCoroTask>
#include <QList>
#include <QObject>

#include <optional>

namespace pipit {

class ApiClient;
class LocalStore;

// A message of this client that the node has not confirmed yet.
struct PendingMessage {
    enum class State { Waiting, Sending, Failed };
    MessageDraft draft;         // clientMessageId is always set
    QString askBotId = {};      // non-empty: this message asks that bot
    State state = State::Waiting;
    QString reason = {};        // of Failed: what the node said; it is kept until retried or discarded
    qint64 createdAtMs = 0;
    std::optional<PendingFile> file = {}; // goes up before it
};

class SessionFeed : public QObject
{
    Q_OBJECT

public:
    const QString &sessionId() const { return m_sessionId; }
    const QList<Message> &messages() const { return m_messages; }
    const QList<RunView> &runs() const { return m_runs.list(); }
    const QList<PendingMessage> &pending() const { return m_pending; }

    bool isLoading() const { return m_loading; }   // the first page, or an older one
    bool isLoaded() const { return m_loaded; }     // the first page is there (or the session is new and empty)
    bool isLocal() const { return m_isLocal; }     // from the local copy, not joined with the node yet
    bool hasOlder() const { return m_hasOlder; }
    void loadOlder();                              // from the local copy, else from the node; nothing while loading or where there is none
    // A stretch of this session's history that meets what is loaded, or reaches over it: its older messages are taken over.
    // False: there is a gap between, or nothing is loaded.
    bool joinOlder(const QList<Message> &stretch, bool hasOlder);

Q_SIGNALS:
    void reloaded();                               // everything may be different
    void messagesAppended(int count);              // at the end of messages()
    void messagesPrepended(int count);             // at the beginning; 0: there were none, after all
    void runChanged(const QString &runId);         // appeared, has more text, or another state
    void runRemoved(const QString &runId);         // its message has just been appended, or it was dismissed
    void pendingChanged();
    void loadingChanged();
    void loadFailed(const pipit::Error &error);
    void localEnded();                             // older ones were asked for: the copy ends here, and the node is not there

private:
    friend class Connection;
    SessionFeed(const QString &sessionId, ApiClient &api, LocalStore &local, QObject *parent);

    // What Connection tells. A feed that only follows runs is not wanted, and loads nothing.
    void setWanted();
    bool isWanted() const { return m_wanted; }
    void load();                                   // the first page, unless it is there or under way
    void reload();                                 // what was loaded no longer holds
    void failLoading(const Error &error);          // the node cannot be reached at all
    void take(const Message &message);
    void purge(qint64 position);                   // the messages up to there are gone
    void endSession();                             // it was deleted: nothing of it is kept
    void take(const RunEvent &event);
    bool take(const DeltaEvent &event);            // false: there is a gap before it
    void setPending(const QList<PendingMessage> &outbox);
    void expect(const Message &message);           // the node has it, the stream has not brought it yet
    void dismissRun(const QString &runId);
    void suspectRuns() { m_runs.suspectAll(); }
    void interruptSuspectRuns();

    QCoro::Task<> loadFirstPage();
    QCoro::Task<> loadOlderPage();
    void showLocal();
    void forget();
    void loadOlderHere();
    void prepend(QList<Message> older, bool hasOlder);
    void merge(QList<Message> page, bool hasOlder);
    void redact(const QList<qint64> &ids);
    void keepEarly(const Message &message);
    void append(const Message &message);
    void insert(const Message &message);
    bool trim();
    void answered(const Message &message);
    void arrived(const Message &message);
    void setLoading(bool loading);

    struct Expected {
        PendingMessage pending;
        qint64 id = 0;
    };

    QString m_sessionId;
    ApiClient &m_api;
    LocalStore &m_local;
    QList<Message> m_messages;
    RunViews m_runs;
    QList<PendingMessage> m_pending;
    QList<PendingMessage> m_outbox;
    QList<Expected> m_expected;    // confirmed, and still shown as pending
    QList<Message> m_early;        // live, while the first page is under way
    qsizetype m_earlyBytes = 0;
    Erasures m_erasures;
    bool m_earlyIsFull = false;
    int m_generation = 0;          // of what is loaded: an answer to an older question is dropped
    bool m_wanted = false;
    bool m_isFirstPageUnderWay = false;
    bool m_loading = false;
    bool m_loaded = false;
    bool m_isLocal = false;
    bool m_hasOlder = false;
};

} // namespace pipit
