// SPDX-License-Identifier: GPL-3.0-or-later
// The statements of the message log on PostgreSQL.
// Thread rule: that of the connection given. Errors: a Result for what the caller can mend; SqlFault for the rest.
#pragma once

#include "server/store/postgres/postgres_database.h"
#include "server/store/store.h"

#include <span>

namespace pipit::store {

// What one transaction of append_messages() did.
struct AppendAnswer {
    qint64 before = 0;                // the head that the first message follows
    QList<Message> committed = {};    // ascending
    std::vector<Result<Stored>> results = {}; // one for each draft
};

// One statement is one transaction: on disk when this returns. Where it throws with connectionLost(), nobody knows.
AppendAnswer appendMessages(PostgresDatabase &database, std::span<const MessageDraft *const> drafts);

qint64 selectHead(PostgresDatabase &database);
std::optional<Message> selectMessage(PostgresDatabase &database, const QString &sessionId, qint64 id);
std::optional<Message> selectByClientId(PostgresDatabase &database, const QString &sessionId, const QString &clientMessageId);
Result<History> selectHistory(PostgresDatabase &database, const HistoryQuery &query);
// The newest note, and the newest comments on it.
NoteRecord selectNote(PostgresDatabase &database, const QString &sessionId, int comments);
Result<History> selectMatches(PostgresDatabase &database, const SearchQuery &query);
ReplayPage selectReplay(PostgresDatabase &database, const stream::Subscription &subscription, qint64 after);

struct LogPage {
    QList<Message> messages = {};
    bool isLast = true; // nothing came after it when it was read
};

// Every message after a position, whatever its session; a few megabytes at most.
LogPage selectLog(PostgresDatabase &database, qint64 after);

} // namespace pipit::store
