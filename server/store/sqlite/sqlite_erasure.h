// SPDX-License-Identifier: GPL-3.0-or-later
// The statements that erase on SQLite.
//
// Search terms are taken out of the index with the terms that they were put in with, which follow from the content; its
// segments hold them until they are merged (mergeTerms). Rows and pages are overwritten, as every connection that writes has
// `secure_delete`; the write-ahead log holds them until it is emptied (emptyWriteAheadLog).
// Thread rule: that of the connection given; what writes, inside the writer's transaction. Errors: SqlFault.
#pragma once

#include "server/store/sqlite/sqlite_database.h"
#include "server/store/store.h"

namespace pipit::store {

// Nothing where there is no such message that may be seen.
std::optional<RedactionStep> redactMessage(SqliteDatabase &database, qint64 id, const QString &bySub, const std::function<bool(QStringView)> &maySee, qint64 nowMs);

// Nothing where it was never used. The last step takes the session itself.
std::optional<ErasureStep> deleteOfSession(SqliteDatabase &database, const QString &sessionId);
// The next messages behind `after` that the meter takes; none: there is nothing left to do.
ErasureStep purgeOldest(SqliteDatabase &database, qint64 after, PurgeMeter &meter);

LogSize selectLogSize(SqliteDatabase &database);

// Merges a part of the search index; false once it is one segment, which holds nothing that was taken out. `begin`: anew.
bool mergeTerms(SqliteDatabase &database, bool begin);
// Outside of any transaction. False: somebody else was using it.
bool emptyWriteAheadLog(SqliteDatabase &database);

// Whether messages of these sessions were purged after a position.
bool wasPurgedAfter(SqliteDatabase &database, const stream::Subscription &subscription, qint64 after);

} // namespace pipit::store
