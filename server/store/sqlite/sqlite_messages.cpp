// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_messages.h"

#include "server/store/message_rules.h"
#include "server/store/search_text.h"
#include "server/store/sqlite/sqlite_erasure.h"
#include "server/store/stored_rows.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

std::optional<Message> selectMessage(SqliteDatabase &database, qint64 id)
{
    return SqlDatabase::first(database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE id = ?", id), messageOfRow);
}

// What can only be decided inside the transaction, where nothing can come between.
std::optional<Error> faultOf(SqliteDatabase &database, const MessageDraft &draft)
{
    for (const auto &[field, id] : {std::pair("replyTo", draft.replyTo), std::pair("replaces", draft.replaces)}) {
        if (!id)
            continue;
        if (!selectMessage(database, draft.sessionId, *id))
            return unknownReference(field, *id);
    }
    if (draft.ifLatest) {
        const qint64 latest = database.value("SELECT coalesce(max(id), ?) FROM messages WHERE replaces = ? AND content_type = 'state'", *draft.replaces, *draft.replaces)->toLongLong();
        if (latest != *draft.ifLatest)
            return lostUpdate(*draft.ifLatest, *selectMessage(database, latest));
    }
    return std::nullopt;
}

// Appends the rows that are wanted. Where a limit ended it early: the last id that was looked at.
std::optional<qint64> takeRows(QSqlQuery &rows, const PageLimits &limits, const std::function<bool(const QString &)> &wanted, QList<Message> &messages)
{
    int taken = 0;
    int seen = 0;
    qsizetype characters = 0;
    std::optional<qint64> stoppedAt;
    while (!stoppedAt && SqliteDatabase::next(rows)) {
        ++seen;
        if (wanted(rows.value(1).toString())) {
            messages.append(messageOfRow(rows));
            characters += messages.last().content.size() + rows.value(8).toString().size();
            ++taken;
        }
        if (taken >= limits.messages || seen >= limits.rows || characters >= limits.characters)
            stoppedAt = rows.value(0).toLongLong();
    }
    rows.finish();
    return stoppedAt;
}

void readReplay(SqliteDatabase &database, const stream::Subscription &subscription, qint64 after, ReplayPage &page)
{
    if (subscription.all) {
        const auto wanted = [&subscription](const QString &sessionId) { return subscription.covers(sessionId.toStdString()); };
        QSqlQuery &rows = database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE id > ? AND id <= ? ORDER BY id", after, page.coveredTo);
        page.coveredTo = takeRows(rows, {}, wanted, page.messages).value_or(page.coveredTo);
        return;
    }
    // Each session is read by its own index, the pieces are merged by id. A session that has more than its share ends the
    // page for all: what lies beyond is read next time.
    const auto share = PageLimits().sharedBy(int(subscription.sessions.size()));
    for (const std::string &session : subscription.sessions) {
        QSqlQuery &rows = database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE session_id = ? AND id > ? AND id <= ? ORDER BY id", QString::fromStdString(session), after, page.coveredTo);
        page.coveredTo = takeRows(rows, share, [](const QString &) { return true; }, page.messages).value_or(page.coveredTo);
        page.messages.removeIf([&page](const Message &message) { return message.id > page.coveredTo; });
    }
    std::ranges::sort(page.messages, {}, &Message::id);
}

} // namespace

std::optional<Message> selectMessage(SqliteDatabase &database, const QString &sessionId, qint64 id)
{
    auto message = selectMessage(database, id);
    return message && message->sessionId == sessionId ? message : std::nullopt;
}

std::optional<Message> selectByClientId(SqliteDatabase &database, const QString &sessionId, const QString &clientMessageId)
{
    return SqlDatabase::first(database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE session_id = ? AND client_message_id = ?", sessionId, clientMessageId), messageOfRow);
}

Result<Stored> insertMessage(SqliteDatabase &database, const MessageDraft &draft, qint64 nowMs)
{
    if (!draft.clientMessageId.isEmpty()) {
        if (const auto stored = selectByClientId(database, draft.sessionId, draft.clientMessageId)) {
            const auto again = sameAgain(*stored, draft);
            return again ? Result<Stored>(Stored{*again, false}) : again.error();
        }
    }
    if (auto fault = faultOf(database, draft))
        return *fault;

    Message message = messageOf(draft, 0, nowMs);
    QSqlQuery &insert = database.run("INSERT INTO messages (session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata,"
                                     " reply_to, replaces, created_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                                     message.sessionId, orNull(message.clientMessageId), int(message.senderType), orEmpty(message.senderId),
                                     orEmpty(message.senderName), message.contentType, orEmpty(message.content),
                                     compact(message.metadata), orNull(message.replyTo), orNull(message.replaces), message.createdAtMs);
    message.id = insert.lastInsertId().toLongLong();
    return Stored{message, true};
}

qint64 selectHead(SqliteDatabase &database)
{
    // Not max(id): the newest message may have been purged, and its position must not come again.
    const auto head = database.value("SELECT seq FROM sqlite_sequence WHERE name = 'messages'");
    return head ? head->toLongLong() : 0;
}

Result<History> selectHistory(SqliteDatabase &database, const HistoryQuery &query)
{
    const auto read = [&] {
        return SqlDatabase::all(query.after
            ? database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE session_id = ? AND id > ? ORDER BY id LIMIT ?", query.sessionId, *query.after, query.limit + 1)
            : database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE session_id = ? AND id < ? ORDER BY id DESC LIMIT ?", query.sessionId,
                           query.before.value_or(std::numeric_limits<qint64>::max()), query.limit + 1), messageOfRow);
    };
    return historyPage(query, selectHead(database), read, [&](qint64 after) { return wasPurgedAfter(database, {.sessions = {query.sessionId.toStdString()}}, after); });
}

NoteRecord selectNote(SqliteDatabase &database, const QString &sessionId, int comments)
{
    // By their indexes, or not at all: else a session's whole history would be read.
    NoteRecord note{.latest = SqlDatabase::first(database.run("SELECT " MESSAGE_COLUMNS " FROM messages INDEXED BY notes WHERE session_id = ? AND content_type = 'state'"
                                                              " AND CASE metadata WHEN '' THEN '' ELSE json_extract(metadata, '$.name') END = 'note' ORDER BY id DESC LIMIT 1", sessionId), messageOfRow)};
    if (note.latest) {
        note.comments = SqlDatabase::all(database.run("SELECT " MESSAGE_COLUMNS " FROM messages INDEXED BY comments WHERE reply_to = ? AND content_type = 'comment' AND session_id = ? ORDER BY id DESC LIMIT ?",
                                                      note.latest->replaces.value_or(note.latest->id), sessionId, comments), messageOfRow);
        std::ranges::reverse(note.comments);
    }
    return note;
}

Result<History> selectMatches(SqliteDatabase &database, const SearchQuery &query)
{
    const QString expression = searchExpression(query.text);
    if (expression.isEmpty())
        return emptySearch();
    const auto find = [&](qint64 before, qsizetype rows) {
        return SqlDatabase::all(database.run("SELECT session_id, id FROM message_terms JOIN messages ON messages.id = message_terms.rowid"
                                             " WHERE message_terms MATCH ? AND message_terms.rowid < ? AND session_id GLOB ? ORDER BY message_terms.rowid DESC LIMIT ?",
                                             expression, before, query.sessionId.isEmpty() ? QStringLiteral("*") : query.sessionId, rows), keyOfRow);
    };
    return matchesPage(query, selectHead(database), find, [&](const QString &ids) {
        return SqlDatabase::all(database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC", ids), messageOfRow);
    });
}

ReplayPage selectReplay(SqliteDatabase &database, const stream::Subscription &subscription, qint64 after)
{
    return replayPage(after, selectHead(database), [&](ReplayPage &page) { readReplay(database, subscription, after, page); }, [&] { return wasPurgedAfter(database, subscription, after); });
}

} // namespace pipit::store
