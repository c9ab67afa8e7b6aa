// SPDX-License-Identifier: GPL-3.0-or-later
// Connection's inside: what comes by the stream, or by polling, and what it does, and what is asked for beside it.
//
// Thread rule: as Connection. Included by connection*.cpp only.
#pragma once

#include "client/api_client.h"
#include "client/connection.h"
#include "client/outbox.h"
#include "client/session_summaries.h"
#include "client/transport.h"

#include <QHash>
#include <QSet>
#include <QTimer>

namespace pipit {

BotInfo botIn(const QJsonObject &bot);

class Connection::Private : public QObject
{
    Q_OBJECT

public:
    Private(Connection *connection, const ConnectionOptions &connectionOptions);
    ~Private() override;

    // connection_stream.cpp: the stream's states and events; or polling's.
    void streamStateChanged();
    void takeEvent(const SseEvent &event);
    void takePosition(const PositionEvent &position);
    void endSession(const QString &sessionId);
    void takePurge(const QString &sessionId, qint64 position);
    void takeRead(const QString &sessionId, const QJsonObject &read);
    void takeMessage(const Message &message);
    void takeDelta(const DeltaEvent &delta);
    void mend();
    void setStatus(ConnectionStatus::State state, const QString &reason = {});
    void giveUp(ConnectionStatus::State state, const Error &error);
    void countCaughtUp(const Message &message, bool isOwn);

    // connection_return.cpp: how it comes back after it gave up, or had to sign in again.
    void retryWhenTheNetworkIsBack();
    void lookAgain();
    QCoro::Task<> look();
    void setToken(const QByteArray &token);
    void awaitEcho(const Message &sent);
    void checkEcho();

    // connection_polling.cpp: what a stream would tell by itself.
    bool isPolling() const { return transport.kind() == TransportKind::Poll; }
    void refreshByPolling();
    QCoro::Task<> loadRuns(QString sessionId);

    // connection_local.cpp: the local copy.
    void startFromLocal();
    void keepSummaries();
    void takeCursor(const PositionEvent &start, bool isReset);
    bool tellsOfNew(const Message &message); // rather than of what came while this program was not running
    void takeHead(qint64 head);
    void takeCaller(const QString &sub);
    void startAnew(const QString &reason);
    void endUnconfirmed();
    QCoro::Task<> checkCopies();
    QCoro::Task<> fetchCopies();
    void takeCheck(const QString &sessionId, const Error &error);

    // connection.cpp: what is asked for beside the stream.
    SessionFeed *feedOf(const QString &sessionId);
    void refresh();
    QCoro::Task<> loadCaller();
    QCoro::Task<> loadBots();
    QCoro::Task<> loadStats();
    QCoro::Task<> cancelRun(QString runId);

    // connection_sessions.cpp: which there are.
    QCoro::Task<> loadSessions();
    void takeSessions(const QJsonArray &sessions, qint64 asOf, const QSet<QString> &known);
    QSet<QString> knownSessions() const;
    void sessionsChangedSoon();
    QCoro::Task<Result<Done>> changeSession(QString sessionId, QJsonObject change);
    void changeMarks(const QString &sessionId, bool SessionMarks::*mark, bool isSet);

    // connection_files.cpp: files that wait.
    std::optional<PendingFile> pendingFile(const QString &address) const;
    QCoro::Task<Result<QByteArray>> readPending(QString address, qint64 mostBytes);

    Connection *const q;
    ConnectionOptions options;
    ApiClient api;
    LocalStore local;
    Outbox outbox;
    People people;
    Transport transport;
    ConnectionStatus status;
    QHash<QString, SessionFeed *> feeds;
    SessionSummaries summaries;
    QList<BotInfo> bots;
    NodeStats stats;
    QString ownSenderId;

    QTimer refreshTimer;
    QTimer mendTimer;
    QTimer runGraceTimer;
    QTimer sessionsTimer;      // many changes in one turn of the event loop are told once
    QTimer caughtUpTimer;
    QTimer echoTimer;          // to when the stream must have brought what was sent
    QTimer lookTimer;          // after giving up: to the next look whether the node is back
    Backoff lookPauses;
    QTimer summariesTimer;     // until the list's changes are kept
    int refreshes = 0;
    bool isPositioned = false; // some stream has said where it starts: from here on a page and the stream meet
    bool areSessionsKnown = false;
    bool tellsRead = true;
    bool isMending = false;    // resuming to fill a gap: not a break that anybody should hear of
    bool isAfterBreak = false;
    qint64 position = 0;       // of the newest message that the stream has brought
    qint64 echoId = 0;         // what was sent, as the node has it
    qint64 echoSince = 0;      // where the stream stood then
    std::optional<qint64> catchUpUntil; // the head of the log after a break; nothing: not known (yet)
    bool isCatchingUp = false;
    bool isFirstCatchUp = false;         // the stream brings what came while this program was not running
    std::optional<qint64> firstCatchUpUntil;
    bool isStartingAnew = false;         // too much of it: the copy is given up for the node's own pages
    QList<LocalExtent> unchecked;        // sessions of the copy that the node may have purged or ended meanwhile
    bool isChecking = false;
    bool hasFetchedCopies = false;
    int erasures = 0;                    // a page that was asked for before one of them is not kept
    QString closingReason;     // what the node said before it ended the stream
    QSet<QString> missing;     // sessions that the last list did not have
    std::chrono::steady_clock::time_point lastMend;
};

} // namespace pipit
