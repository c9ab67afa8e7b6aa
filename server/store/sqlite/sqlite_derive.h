// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from the log, the search index and the list of sessions, kept a little behind it: many messages at once cost a
// tenth of what each alone would.
//
// `kept` has `derived_to`, the last message that both know, and `derive_turn`, which grows whenever a message beyond it
// is erased: what was read of it before must not be written after.
// Thread rule: that of the connection given. Errors: SqlFault.
#pragma once

#include "server/store/sqlite/sqlite_database.h"

#include <QList>
#include <QString>

#include <utility>

namespace pipit::store {

// Of a piece of the log.
struct Derived {
    qint64 from = 0; // what `derived_to` was
    qint64 to = 0;   // what it is when these are written; the same: there is nothing to do
    QString turn = {};
    QList<std::pair<qint64, QString>> terms = {};
};

qint64 derivedTo(SqliteDatabase &database);

// Of the next messages of the log; outside of a transaction.
Derived readDerived(SqliteDatabase &database, int atMost);

// Inside the writer's transaction. Does nothing where something came between, so that they have to be read again.
void writeDerived(SqliteDatabase &database, const Derived &derived);

// Inside the writer's transaction: one session, with what it got a moment ago.
void deriveSession(SqliteDatabase &database, const QString &id);

// Inside the writer's transaction, before the message's content is erased.
void eraseTerms(SqliteDatabase &database, qint64 id, const QString &terms);

} // namespace pipit::store
