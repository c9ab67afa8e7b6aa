// SPDX-License-Identifier: GPL-3.0-or-later
// The statements of the message log on SQLite: what is written inside a transaction, what is read outside of one.
// Thread rule: that of the connection given. Errors: a Result for what the caller can mend; SqlFault for the rest.
#pragma once

#include "server/store/sqlite/sqlite_database.h"
#include "server/store/store.h"

// As messageOfRow() reads them.
#define MESSAGE_COLUMNS "id, session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata, reply_to, replaces, created_at"

namespace pipit::store {

// Inside the writer's transaction. A refusal leaves nothing behind.
Result<Stored> insertMessage(SqliteDatabase &database, const MessageDraft &draft, qint64 nowMs);

std::optional<Message> selectMessage(SqliteDatabase &database, const QString &sessionId, qint64 id);
std::optional<Message> selectByClientId(SqliteDatabase &database, const QString &sessionId, const QString &clientMessageId);
qint64 selectHead(SqliteDatabase &database);
Result<History> selectHistory(SqliteDatabase &database, const HistoryQuery &query);
// The newest note, and the newest comments on it.
NoteRecord selectNote(SqliteDatabase &database, const QString &sessionId, int comments);
Result<History> selectMatches(SqliteDatabase &database, const SearchQuery &query);
ReplayPage selectReplay(SqliteDatabase &database, const stream::Subscription &subscription, qint64 after);

} // namespace pipit::store
