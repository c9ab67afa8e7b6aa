// SPDX-License-Identifier: GPL-3.0-or-later
// What bots are doing, kept so that an answer outlives the node that began it: runs, and the conversations that providers keep.
//
// An open run has one owner: a node in one of its lives, from start to end. On PostgreSQL the owner holds a lease of 15 s by the
// database's clock, which the store renews with the node's signs of life, and every update does; whose lease is over may lose
// the run to another node, and its later updates are refused. So two nodes never both believe for long that a run is theirs,
// and what they store in spite of it is one message, because the answer's clientMessageId is fixed when the run is created.
// A run that ended is kept for 30 days; others that are created take the older ones with them, a few each time.
//
// Texts, also those inside of objects, are such as a message may have (core/text_limits.h). Lists hold at most what was asked
// for, but each open run in them has its text.
// Thread rule: as Store. Errors: those of Store; for an update also NotFound (no such run) and Conflict.
#pragma once

#include "core/event.h"
#include "core/result.h"

#include <QFuture>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace pipit::store {

struct RunRecord {
    QString runId;
    QString sessionId;
    QString botId;
    QString clientMessageId;             // of the message that the answer will become: a UUID in lower case
    qint64 questionId = 0;
    std::optional<qint64> replaces = {}; // the answer that this one is made anew for
    RunState state = RunState::Queued;
    QString error = {};
    QString node = {};                   // the owner's id; the last one's where the run has ended
    QJsonObject provider = {};           // by what the provider knows it: its ids
    QString answer = {};                 // so far, when it was last written; empty once the run has ended
    QString reasoning = {};              // this too
    QJsonObject figures = {};            // timings (ms) and usage
    qint64 createdAtMs = 0;
    qint64 updatedAtMs = 0;
    bool cancelAsked = false;            // somebody wants it to end

    bool operator==(const RunRecord &) const = default;
};

struct CreatedRun {
    RunRecord run;
    bool created = true; // false: there is a run of this id, this one; whoever asked does not own it by that
};

// What is not given stays as it is.
struct RunChange {
    std::optional<RunState> state = {};
    std::optional<QString> error = {};
    std::optional<QJsonObject> provider = {}; // in place of what was there
    std::optional<QString> answer = {};       // the whole text so far
    std::optional<QString> reasoning = {};
    std::optional<QJsonObject> figures = {};
};

class RunStore
{
public:
    virtual ~RunStore() = default;

    // The record's state must be an open one; its owner and its times are the store's to say. Doing it again is safe: a run that
    // this node has made without hearing of it counts as created.
    virtual QFuture<Result<CreatedRun>> createRun(RunRecord record) = 0;

    // Only while this node owns the run. Conflict, with `state` and `node` in its details: another node has taken it over, or it
    // has ended; an end is never changed, but the same end by the same owner may be written again.
    //
    // An end drops the texts, because the log has the answer by then: store that first. Texts that come with it stay.
    //
    // What it costs: a text is written whole, on the thread that stores messages too. 1 MiB takes about 25 ms of it on
    // PostgreSQL (10 ms on SQLite, where every change of a run writes its texts again), and as many bytes of the database's
    // journal; a change without texts costs what a message costs. On PostgreSQL texts alone do not wait for the disk. So write
    // them once a second while they are short, and the seldomer the longer they are.
    virtual QFuture<Result<Done>> updateRun(QString runId, RunChange change) = 0;

    virtual QFuture<Result<std::optional<RunRecord>>> findRun(QString runId) = 0;
    // The newest first.
    virtual QFuture<Result<QList<RunRecord>>> runsOf(QString sessionId, int limit) = 0;

    // Takes over open runs that nobody owns any more, the oldest first: those of this node's earlier lives at once; on PostgreSQL
    // also those whose lease is over, once this node has given signs of life for 15 s without a gap (a database that nobody
    // could reach says nothing about anybody). Each of them goes to one node. Beside those, what this node owns and somebody
    // wants to end. To be asked at start and every few seconds: where
    // nobody has asked for 15 s, whoever had this node's runs in hand hangs, and their leases are renewed no more.
    virtual QFuture<Result<QList<RunRecord>>> claimRuns(int limit) = 0;

    // Keeps with an open run, whosever it is, that somebody wants it to end: claimRuns() says so to its owner, and to whoever
    // takes it over. Of a run that has ended, or never was, nothing is kept.
    virtual QFuture<Result<Done>> askToCancel(QString runId) = 0;

    // The provider's conversation for what this bot is told in this session.
    virtual QFuture<Result<std::optional<QString>>> conversation(QString sessionId, QString botId) = 0;
    // Keeps the first one, and gives the one that counts.
    virtual QFuture<Result<QString>> setConversation(QString sessionId, QString botId, QString conversationId) = 0;
    // Where it is still this one: another may have been set since the provider has refused it.
    virtual QFuture<Result<Done>> clearConversation(QString sessionId, QString botId, QString conversationId) = 0;
};

} // namespace pipit::store
