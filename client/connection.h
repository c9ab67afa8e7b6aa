// SPDX-License-Identifier: GPL-3.0-or-later
// One node as a window sees it: its stream, its sessions, its bots, and the outbox towards it.
//
// One stream carries every session (`sessionId=*`), because browsers and servers count connections. What is sent goes
// through the durable outbox, in order, once, also when the program ends before the node has confirmed it.
// Thread rule: the thread that made it; needs an event loop. Errors: never thrown; status() and signals say them.
#pragma once

#include "client/api_client.h"
#include "client/people.h"
#include "client/local_store.h"
#include "client/session_feed.h"
#include "client/session_summaries.h"
#include "client/session_transfer.h"
#include "client/transport_kind.h"
#include "core/clock.h"
#include "core/result.h"

#include <QCoroTask>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <memory>

namespace pipit {

struct ConnectionOptions {
    QUrl url;                 // http://127.0.0.1:5000; empty: setNode() tells it later
    QByteArray token;
    QString outboxFile;       // SQLite file of the outbox; its folder exists
    QString localFile = {};   // that of the local copy; empty: none is kept
    std::chrono::milliseconds connectionTimeout{10'000};
    std::chrono::milliseconds reconnectInterval{3'000};
    int maxReconnectAttempts = 10;
    std::chrono::milliseconds refreshInterval{5'000}; // of stats(), and of whatever could not be loaded
    std::chrono::milliseconds runGrace{10'000};       // after a reconnect, for the node to tell which answers are under way
    TransportMode transport = TransportMode::Auto;
    std::chrono::milliseconds streamAgainAfter{30'000}; // while polling: the first pause before a stream is tried; they grow
    std::chrono::milliseconds lookAgainAfter{30'000};   // after GaveUp: the first pause before it looks whether the node is back; too
    Clock *clock = &Clock::system();                  // of the waits between attempts; outlives the connection
};

struct ConnectionStatus {
    enum class State {
        Connecting, // a request is under way
        Live,       // events flow
        Waiting,    // broken; the next attempt starts at retryAt
        GaveUp,     // maxReconnectAttempts were in vain: retryNow(), or the network or the node comes back
        Refused,    // the node answers and says no (403, wrong content type): reason says why
        SignedOut,  // the token has expired, was taken back or is unknown: setToken()
    };
    State state = State::Connecting;
    int attempt = 0;          // of maxAttempts, while Connecting or Waiting after a break; 0 at the first start
    int maxAttempts = 10;
    std::chrono::steady_clock::time_point retryAt = {};
    QString reason = {};      // why the last connection ended, for the banner
    int caughtUp = 0;         // on becoming Live after a break: messages that came meanwhile
    TransportKind transport = TransportKind::Stream; // in use
    QString transportReason = {}; // polling: why no stream gets through; empty where polling is what was asked for
};

struct BotInfo {
    QString id;
    QString name;
    QString provider;
    bool available = true;
    QString reason = {};      // where not available
    bool takesFiles = false;  // a message that is a file can be a question
};

struct NodeStats {
    qint64 openStreams = 0;
    std::optional<double> p99Ms = {}; // commit to wire
    QString store;            // "SQLite"
};

class PastMessages;
class ApiClient;

class Connection : public QObject
{
    Q_OBJECT

public:
    explicit Connection(const ConnectionOptions &options, QObject *parent = nullptr);
    ~Connection() override;

    // Before start(): where a node is that was not there yet when its local copy was opened.
    void setNode(const QUrl &url, const QByteArray &token);
    void start();
    void retryNow();
    // Another token of the same caller, before or after the last one has ended: goes on with it, with all that is loaded and unsent.
    void setToken(const QByteArray &token);
    const ConnectionStatus &status() const;
    QUrl url() const;

    // Pinned ones first, then the newest; archived ones last. At first as the local copy has them.
    const QList<SessionSummary> &sessions() const;
    bool areSessionsKnown() const;    // the node has told them once
    const QList<BotInfo> &bots() const;
    QHash<QString, QString> botNames() const; // by id
    const NodeStats &stats() const;   // asked for every 5 s while live
    QString ownSenderId() const;      // the caller that the token names; empty until the node has said it

    // The session's feed, made and loaded at the first call; lives as long as the connection.
    SessionFeed *feed(const QString &sessionId);
    // All that there is in it, as far as this client knows; told to the node and to the caller's other windows.
    void markRead(const QString &sessionId);
    void setTellsRead(bool tells); // to the node; else what is read counts in this window only
    // History around a message; see PastMessages. It is loaded when it is told to.
    std::unique_ptr<PastMessages> past(const QString &sessionId, qint64 around);

    // See People. What the own windows do is not listed; after a break, `presenceChanged` tells when it is known again.
    void setTyping(const QString &sessionId, const QString &what, bool active);
    QList<Typist> typists(const QString &sessionId) const;
    QCoro::Task<Result<QList<Member>>> members(QString sessionId);
    std::optional<bool> isPresent(const QString &sub) const;

    // They take the text into the outbox at once (on disk when they return) and never fail visibly here: see pending().
    void send(const QString &sessionId, const QString &text, qint64 replyTo = 0);
    void ask(const QString &sessionId, const QString &botId, const QString &text, qint64 replyTo = 0);
    // A file: goes up, then the message that names it goes out, and with a bot's id that bot is asked about it. Error: nothing of it
    // was kept.
    Result<Done> attach(const QString &sessionId, const Attachment &attachment, const QString &askBotId = {}, qint64 replyTo = 0);
    // Whether an address is that of a file of pending() (see pendingAddress()); download() reads it.
    bool isPending(const QString &address) const;
    // Another version of the message that the draft `replaces`; with a bot's id that bot answers it. Kept as the others are.
    void edit(const MessageDraft &edited, const QString &askBotId = {});
    void retryPending(const QString &clientMessageId);
    void discardPending(const QString &clientMessageId);
    int pendingCount() const;

    void cancelRun(const QString &runId);
    void dismissRun(const QString &sessionId, const QString &runId); // hides a failed run
    // An answer is to be made anew, or a question (again): the message with this id. Not kept in the outbox: who waits sees it.
    QCoro::Task<Result<Done>> answerAnew(QString sessionId, qint64 messageId, QString botId);
    // What a message's address leads to (see ApiClient::download()), and whether that is on this node.
    QCoro::Task<Result<QByteArray>> download(QString address, qint64 mostBytes);
    QCoro::Task<Result<Done>> save(QString address, QString path, std::function<bool(qint64 received, qint64 total)> goesOn);
    QCoro::Task<Result<Done>> fetch(QString address, std::function<std::optional<Error>(const QByteArray &piece, qint64 announced)> take);
    bool isOwn(const QString &address) const;
    // See session_transfer.h.
    QCoro::Task<Result<QList<Message>>> wholeSession(QString sessionId, TransferGoesOn goesOn);
    QCoro::Task<Result<Imported>> importSession(SessionArchive archive, QString title, TransferGoesOn goesOn);
    // Full text, over every session; see ApiClient::search().
    QCoro::Task<Result<FoundPage>> search(QString text, std::optional<qint64> before);
    ApiClient &api(); // for what is asked for beside all this, such as a session's note
    QCoro::Task<Result<QString>> createSession(QString title); // the new session's id
    QCoro::Task<Result<Done>> renameSession(QString sessionId, QString title);
    QCoro::Task<Result<Done>> setArchived(QString sessionId, bool archived);
    QCoro::Task<Result<Done>> deleteSession(QString sessionId); // operators
    // Of this client only, and kept.
    void setPinned(const QString &sessionId, bool pinned);
    void setMuted(const QString &sessionId, bool muted);
    // What was being written in a session: on the disk soon, and there again after a crash.
    QString draft(const QString &sessionId) const;
    void saveDraft(const QString &sessionId, const QString &text);
    void forgetDrafts(); // of every session
    // Why nothing, or nothing old, is kept on this computer; nothing: all is well.
    std::optional<LocalFault> localFault() const;

Q_SIGNALS:
    void statusChanged();
    void sessionsChanged();
    void botsChanged();
    void statsChanged();
    void ownSenderIdChanged();
    void pendingCountChanged();
    void typingChanged(const QString &sessionId);
    void presenceChanged(const QString &sessionId);
    void localFaulted();
    // New in the log, of any session: each once, also what came during a break; never a page of history.
    void messageArrived(const pipit::Message &message);
    // The messages of a session up to there are gone.
    void purged(const QString &sessionId, qint64 position);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace pipit
