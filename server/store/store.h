// SPDX-License-Identifier: GPL-3.0-or-later
// The message log and what belongs to it, behind one interface for every database.
//
// The log has one order: `id` grows in the order in which messages became visible. A future that says "stored" means on
// disk. The commit listener hears every message of the log once, in order: what this node writes before its future is ready
// (unless the log cannot be read just then), what other nodes and programs write as soon as it is seen.
// Thread rule: any thread may call; futures become ready, and listeners and callbacks run, on the store's own threads.
// Errors: NotStored (safe to send again), InDoubt (the commit's answer was lost), Conflict, InvalidRequest with a field,
// Unavailable (cannot be read now); for history after a position, Gone where messages of the session were purged after it.
#pragma once

#include "core/message.h"
#include "core/result.h"
#include "server/auth/tokens.h"
#include "server/store/disturbance.h"
#include "server/store/erasure.h"
#include "server/store/file_store.h"
#include "server/store/peers.h"
#include "server/store/people_store.h"
#include "server/store/run_store.h"
#include "server/store/store_figures.h"
#include "server/stream/subscription.h"

#include <QFuture>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace pipit::store {

struct Stored {
    Message message;
    bool created = true; // false: the same clientMessageId was stored before, this is that message
};

struct HistoryQuery {
    QString sessionId;
    std::optional<qint64> before = {}; // messages with smaller ids, the newest of them
    std::optional<qint64> after = {};  // messages with larger ids, the oldest of them
    int limit = 50;
};

struct History {
    QList<Message> messages = {}; // ascending
    bool hasMore = false;         // beyond the page, in the direction asked for
    qint64 position = 0;          // the log's head when it was read
};

struct SearchQuery {
    QString text;
    QString sessionId = {};           // empty: every one that maySee lets through
    std::function<bool(QStringView)> maySee = {};
    std::optional<qint64> before = {};
    int limit = 20;
};

// What a session shares as its note: the newest `state` message whose metadata has the name `note`, and the newest comments on what that
// one replaces, or on itself.
struct NoteRecord {
    std::optional<Message> latest = {};
    QList<Message> comments = {}; // ascending
};

struct SessionRecord {
    QString id;
    QString title = {};
    bool archived = false;
    qint64 createdAtMs = 0;
    qint64 updatedAtMs = 0;
    std::optional<Message> lastMessage = {};
    qint64 purgedTo = 0; // its messages up to there are gone; 0: all are there

    QJsonObject toJson() const;
};

struct SessionChange {
    std::optional<QString> title = {};
    std::optional<bool> archived = {};
};

// What a stream has missed: messages after a position, of its sessions only.
struct ReplayPage {
    enum class Status {
        Read,
        UnknownCursor, // the position lies beyond the log's head
        TooOld,        // messages of these sessions were purged after it
    };
    Status status = Status::Read;
    QList<Message> messages = {};
    qint64 coveredTo = 0;
};

// A node that was heard of within the last 15 s.
struct NodeRecord {
    QString id;
    qint64 startedAtMs = 0;
    qint64 seenAtMs = 0;
    QJsonObject stats = {}; // what it said of itself then
};

using CommitListener = std::function<void(const QList<Message> &)>;

class Store : public auth::TokenStore, public RunStore, public FileStore, public PeopleStore
{
public:
    virtual QString name() const = 0;   // "SQLite"
    virtual QString epoch() const = 0;
    virtual QString nodeId() const = 0; // of this node, kept for its life
    virtual qint64 head() const = 0;    // the last position that was committed

    // Before the first append. Hears what comes after head() as it is then.
    virtual void setCommitListener(CommitListener listener) = 0;

    // Why the log cannot be written or followed just now, and what to do; nothing where it can.
    virtual std::optional<QString> fault() const { return std::nullopt; }
    // What the store counts of its own work, for operators.
    virtual StoreFigures figures() const = 0;
    // The other nodes on this log; null where there can be none.
    virtual Peers *peers() { return nullptr; }
    // What can be tried on it; null where nobody else is on this log.
    virtual Disturbance *disturbance() { return nullptr; }
    // What this node tells the others of itself. Called on a thread of the store.
    virtual void setNodeStats(std::function<QJsonObject()> stats) = 0;
    // This one too.
    virtual QFuture<Result<QList<NodeRecord>>> nodes() = 0;

    virtual QFuture<Result<Stored>> append(MessageDraft draft) = 0;
    // Nothing, where there is none of this id in this session.
    virtual QFuture<Result<std::optional<Message>>> message(QString sessionId, qint64 id) = 0;
    // The stored message of this sender's UUID, if there is one.
    virtual QFuture<Result<std::optional<Message>>> findByClientId(QString sessionId, QString clientMessageId) = 0;
    virtual QFuture<Result<History>> history(HistoryQuery query) = 0;
    // However far back it was written.
    virtual QFuture<Result<NoteRecord>> note(QString sessionId, int comments) = 0;
    virtual QFuture<Result<History>> search(SearchQuery query) = 0;

    // Erases a message for good, with every version of it: what stood in its place, and what has come in its place. They become
    // tombstones, and one message more tells of it (core/redaction.h). Nothing where there is no such message, or none that may
    // be seen. The same again, once there is nothing left to erase. What is under way is left alone: it ends as another message.
    // On SQLite the bytes are gone from the files when the future is ready, and nobody else waits for that; on PostgreSQL the
    // tables are vacuumed soon after (docs/postgresql.md says what stays). Error: NotStored where the node stops meanwhile, though
    // the message may be erased by then: do it again.
    virtual QFuture<Result<std::optional<Redaction>>> redact(qint64 id, QString bySub, std::function<bool(QStringView)> maySee = {}) = 0;
    // The session with all that it has: messages, search, runs, conversations. In steps, the oldest messages first, so that others
    // can go on writing. Nothing where it was never used.
    virtual QFuture<Result<std::optional<Deletion>>> deleteSession(QString id) = 0;
    // Takes away what is beyond the limits, the oldest first, in steps; and sessions that are empty by that.
    virtual QFuture<Result<Purge>> purge(PurgeLimits limits) = 0;
    // Hears of messages that are gone, by this node before it is told to whoever had them deleted, by others within a few
    // seconds; never of redaction, which the log tells. Set before the first of them.
    virtual void setPurgeListener(PurgeListener listener) = 0;

    // At most about 256 KiB of content for each page. `done` is called once, on a thread of the store.
    virtual void replay(stream::SubscriptionPtr subscription, qint64 after, std::function<void(Result<ReplayPage>)> done) = 0;

    virtual QFuture<Result<QList<SessionRecord>>> sessions(int limit, std::function<bool(QStringView)> maySee) = 0;
    virtual QFuture<Result<std::optional<SessionRecord>>> session(QString id) = 0;
    // Stored.created tells whether it is new.
    virtual QFuture<Result<std::pair<SessionRecord, bool>>> createSession(QString id, QString title) = 0;
    virtual QFuture<Result<std::optional<SessionRecord>>> changeSession(QString id, SessionChange change) = 0;

    // Finishes what was accepted, refuses what comes later, ends the threads. A second call does nothing.
    virtual void close() = 0;
};

} // namespace pipit::store
