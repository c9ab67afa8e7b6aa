// SPDX-License-Identifier: GPL-3.0-or-later
// Up to where each caller has read, and who is in a session.
//
// A read position is of one caller (`sub`) in one session and never goes back. Who has never read a session has read what was
// said in it before it first asked for its sessions at all (noteReader()): so nobody starts with the whole log unread, and what
// is said in a new session meanwhile counts. A position goes with its session.
// Thread rule and errors: as Store.
#pragma once

#include "core/result.h"
#include "server/auth/caller.h"

#include <QFuture>
#include <QHash>
#include <QList>
#include <QStringList>

#include <optional>

namespace pipit::store {

// The most that is counted as unread: what is looked at behind a read position.
inline constexpr int unreadAtMost = 1'000;
// The most members of a session: the last ones that read, and the last ones that wrote.
inline constexpr int membersAtMost = 200;

struct ReadPosition {
    qint64 position = 0;  // the one that counts
    bool isNew = false;   // it was an earlier one before
};

struct ReadState {
    qint64 readTo = 0;
    int unread = 0;         // messages of others after it that replace nothing, of the next thousand messages
    qint64 firstUnread = 0; // the oldest of them; 0: there is none
};

struct ReadStates {
    bool isNoted = false;   // false: nobody knows since when this caller reads; noteReader() first
    qint64 head = 0;        // what came later is not counted
    QHash<QString, ReadState> ofSession = {}; // of each session that was asked for
};

struct MemberRecord {
    QString sub;
    QString name;
    QString role;           // "bot" of who writes as one; empty: not known
    qint64 readTo = 0;      // 0: nothing
    std::optional<qint64> lastMessageAtMs = {}; // among the last thousand messages
    qint64 seenAtMs = 0;    // wrote or read last
};

class PeopleStore
{
public:
    virtual ~PeopleStore() = default;

    // Without a position: the session's newest message; one beyond that is taken for it. Nothing where the session was never used.
    virtual QFuture<Result<std::optional<ReadPosition>>> markRead(auth::Caller reader, QString sessionId, std::optional<qint64> position) = 0;
    // From now on this caller reads. Again, it changes nothing.
    virtual QFuture<Result<Done>> noteReader(auth::Caller reader) = 0;
    virtual QFuture<Result<ReadStates>> readStates(QString sub, QStringList sessionIds) = 0;
    // Who wrote or read in it, the last one first.
    virtual QFuture<Result<QList<MemberRecord>>> members(QString sessionId) = 0;
    // The sessions that this caller has read, the last one first.
    virtual QFuture<Result<QStringList>> sessionsReadBy(QString sub, int limit) = 0;
};

} // namespace pipit::store
