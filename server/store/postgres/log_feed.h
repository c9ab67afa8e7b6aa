// SPDX-License-Identifier: GPL-3.0-or-later
// Where this node has got to in the log: hands every message on once, in order, whoever brings it first.
//
// The writer brings what it has just committed, with the head that it follows; where that is where this node stands, nothing
// has to be read. The follower brings whatever else there is.
// Thread rule: any thread; the listener is called by one at a time. Errors: SqlFault where reading fails; then the position
// stays, and the follower reads again.
#pragma once

#include "server/store/postgres/postgres_link.h"
#include "server/store/postgres/postgres_messages.h"

#include <atomic>
#include <mutex>

namespace pipit::store {

class LogFeed
{
public:
    explicit LogFeed(LogPlace place) : m_position(place.position), m_place(std::move(place)) { }

    // Until there is one, the position stays: nothing is missed between opening the log and following it.
    void setListener(CommitListener listener);
    qint64 position() const { return m_position; }
    LogPlace place() const;

    // `committed` follows `before` in the log. False: too much lies between here and there; the follower should read it.
    bool bring(PostgresDatabase &database, qint64 before, const QList<Message> &committed);

    // Reads on to the end of the log. The number of messages that were new here.
    qint64 readOn(PostgresDatabase &database);

private:
    bool isHeard();
    // The number of those that are new here. Under the lock.
    qint64 handOn(const QList<Message> &messages);

    mutable std::mutex m_mutex;
    std::atomic<qint64> m_position;
    LogPlace m_place;
    CommitListener m_listener;
};

} // namespace pipit::store
