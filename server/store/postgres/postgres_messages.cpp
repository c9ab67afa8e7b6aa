// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_messages.h"

#include "core/json_text.h"
#include "core/text_limits.h"
#include "server/store/answers.h"
#include "server/store/message_rules.h"
#include "server/store/postgres/postgres_columns.h"
#include "server/store/postgres/postgres_erasure.h"
#include "server/store/search_text.h"
#include "server/store/stored_rows.h"

#include <QHash>

#include <algorithm>
#include <limits>
#include <string_view>

// The rows of `source` in the order of their ids, as long as those before a row are within so many bytes; the last column is
// the bytes down to and with the row.
#define WITHIN_BYTES(source, bytes)                                                                                                       \
    "SELECT " MESSAGE_COLUMNS ", m.bytes_to FROM (SELECT n.*, sum(n.bytes) OVER (ORDER BY n.id) AS bytes_to FROM (" source ") n) m WHERE m.bytes_to - m.bytes < " bytes " ORDER BY m.id"
#define REPLAY_BYTES "262144"
#define LOG_BYTES "4194304"

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

constexpr qint64 replayBytes = 262'144;
constexpr qint64 logBytes = 4'194'304;
constexpr int logRows = 2'000;

struct BytePage {
    QList<Message> messages = {};
    bool isCut = false; // it may have ended before its source did
};

// Of a statement with WITHIN_BYTES whose source ends after so many rows.
BytePage bytePageOf(QSqlQuery &rows, int rowsAtMost, qint64 bytesAtMost)
{
    constexpr int bytesColumn = 12;
    qint64 bytes = 0;
    BytePage page{.messages = SqlDatabase::all(rows, [&bytes](const QSqlQuery &row) {
        bytes = row.value(bytesColumn).toLongLong();
        return messageOfRow(row);
    })};
    page.isCut = page.messages.size() >= rowsAtMost || bytes >= bytesAtMost;
    return page;
}

std::optional<Message> selectMessage(PostgresDatabase &database, qint64 id)
{
    return SqlDatabase::first(database.run("SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.id = ?", id), messageOfRow);
}

void appendDraft(QByteArray &out, const MessageDraft &draft)
{
    out += '{';
    const QString type = senderTypeName(draft.senderType);
    for (const auto &[key, text] : {std::pair("s", &draft.sessionId), std::pair("t", &type), std::pair("i", &draft.senderId), std::pair("n", &draft.senderName), std::pair("k", &draft.contentType),
                                    std::pair("c", &draft.content), std::pair("u", &draft.clientMessageId)}) {
        if (key == std::string_view("u") && text->isEmpty())
            continue; // NULL, which is no UUID twice
        json_text::appendKey(out, key);
        json_text::appendString(out, *text);
    }
    if (!draft.metadata.isEmpty()) {
        json_text::appendKey(out, "m");
        json_text::appendObject(out, draft.metadata);
    }
    for (const auto &[key, id] : {std::pair("r", draft.replyTo), std::pair("p", draft.replaces), std::pair("l", draft.ifLatest)}) {
        if (id) {
            json_text::appendKey(out, key);
            json_text::appendNumber(out, *id);
        }
    }
    out += '}';
}

// What append_messages() answered for a draft that it did not store.
Result<Stored> refusal(PostgresDatabase &database, const MessageDraft &draft, qint64 code)
{
    // First of all, so that a draft sent again is recognised also where a state has come after it since.
    if (!draft.clientMessageId.isEmpty()) {
        if (const auto stored = selectByClientId(database, draft.sessionId, draft.clientMessageId)) {
            const auto again = sameAgain(*stored, draft);
            return again ? Result<Stored>(Stored{*again, false}) : again.error();
        }
    }
    switch (code) {
    case -1: return unknownReference("replyTo", *draft.replyTo);
    case -2: return unknownReference("replaces", *draft.replaces);
    case -3: {
        const auto latest = database.value("SELECT coalesce(max(id), ?) FROM messages WHERE replaces = ? AND content_type = 'state'", *draft.replaces, *draft.replaces);
        if (const auto current = selectMessage(database, latest->toLongLong()))
            return lostUpdate(*draft.ifLatest, *current);
        break;
    }
    default: break;
    }
    // What stood in the way is gone again by now.
    return notStored(QStringLiteral("the message that was in its way was removed at the same moment."));
}

Result<Stored> refusalOf(PostgresDatabase &database, const MessageDraft &draft, qint64 code)
{
    try {
        return refusal(database, draft, code);
    } catch (const SqlFault &fault) {
        // Others may be on disk all the same; and this one may be, from an earlier time that it was sent.
        return draft.clientMessageId.isEmpty() ? notStored(fault.text() + u'.') : inDoubt(fault.text() + u'.');
    }
}

bool refersToNone(const MessageDraft &draft)
{
    return !draft.replyTo && !draft.replaces && !draft.ifLatest;
}

// As a list of one, in a third of the time.
AppendAnswer appendOne(PostgresDatabase &database, const MessageDraft &draft)
{
    QByteArray metadata;
    json_text::appendObject(metadata, draft.metadata);
    const auto text = [](const QString &value) { return value.isEmpty() ? QByteArray("") : value.toUtf8(); };
    const auto row = database.askOnce("SELECT before, at_ms, new_id FROM append_message($1, $2, $3, $4, $5, $6, $7, $8)",
                                      {text(draft.sessionId), draft.clientMessageId.isEmpty() ? QByteArray() : draft.clientMessageId.toLatin1(), QString(senderTypeName(draft.senderType)).toLatin1(), text(draft.senderId),
                                       text(draft.senderName), text(draft.contentType), text(draft.content), metadata});
    AppendAnswer answer{.before = row[0].toLongLong()};
    const qint64 atMs = row[1].toLongLong(), id = row[2].toLongLong();
    if (id > 0) {
        answer.committed.append(messageOf(draft, id, atMs));
        answer.results.emplace_back(Stored{answer.committed.last(), true});
    } else {
        answer.results.push_back(refusalOf(database, draft, 0));
    }
    return answer;
}

// Session ids have no character that an array's text would have to escape; the quotes keep one called NULL.
QString arrayOf(const std::vector<std::string> &sessions)
{
    QStringList quoted;
    for (const std::string &session : sessions)
        quoted << u'"' + QString::fromStdString(session) + u'"';
    return u'{' + quoted.join(u',') + u'}';
}

void readReplay(PostgresDatabase &database, const stream::Subscription &subscription, qint64 after, ReplayPage &page)
{
    constexpr PageLimits limits;
    if (subscription.all) {
        const BytePage all = bytePageOf(database.run(WITHIN_BYTES("SELECT * FROM messages WHERE id > ? AND id <= ? ORDER BY id LIMIT ?", REPLAY_BYTES), after, page.coveredTo, limits.rows), limits.rows, replayBytes);
        if (all.isCut)
            page.coveredTo = all.messages.last().id;
        std::ranges::copy_if(all.messages, std::back_inserter(page.messages), [&subscription](const Message &message) { return subscription.covers(message.sessionId.toStdString()); });
        return;
    }
    // Each session is read by its own index, and merged by id. One that has more than its share ends the page for all: what
    // lies beyond is read next time.
    const int share = limits.sharedBy(int(subscription.sessions.size())).messages;
    const BytePage merged = bytePageOf(database.run(WITHIN_BYTES("SELECT r.* FROM unnest(?::text[]) s(id) CROSS JOIN LATERAL"
                                                         " (SELECT * FROM messages WHERE session_id BETWEEN s.id AND s.id AND id > ? AND id <= ? ORDER BY session_id, id LIMIT ?) r", REPLAY_BYTES),
                                            arrayOf(subscription.sessions), after, page.coveredTo, share), std::numeric_limits<int>::max(), replayBytes);
    page.messages = merged.messages;
    if (merged.isCut)
        page.coveredTo = page.messages.last().id;
    QHash<QString, int> counts;
    for (const Message &message : page.messages) {
        if (++counts[message.sessionId] == share)
            page.coveredTo = std::min(page.coveredTo, message.id);
    }
    page.messages.removeIf([&page](const Message &message) { return message.id > page.coveredTo; });
}

} // namespace

AppendAnswer appendMessages(PostgresDatabase &database, std::span<const MessageDraft *const> drafts)
{
    if (drafts.size() == 1 && refersToNone(*drafts.front()))
        return appendOne(database, *drafts.front());
    QByteArray json = "[";
    for (const MessageDraft *draft : drafts) {
        if (json.size() > 1)
            json += ',';
        appendDraft(json, *draft);
    }
    json += ']';
    const auto row = database.askOnce("SELECT before, at_ms, ids FROM append_messages($1)", {json});
    AppendAnswer answer{.before = row[0].toLongLong()};
    const qint64 atMs = row[1].toLongLong();
    const QList<QByteArray> ids = row[2].split(',');
    if (std::size_t(ids.size()) != drafts.size())
        throw SqlFault("append_messages() answered for another number of messages");

    for (std::size_t i = 0; i < drafts.size(); ++i) {
        const qint64 id = ids[qsizetype(i)].toLongLong();
        if (id > 0) {
            answer.committed.append(messageOf(*drafts[i], id, atMs));
            answer.results.emplace_back(Stored{answer.committed.last(), true});
            continue;
        }
        answer.results.push_back(refusalOf(database, *drafts[i], id));
    }
    return answer;
}

qint64 selectHead(PostgresDatabase &database)
{
    // `floor` outlives the newest message where that one is purged: its position must not come again.
    return database.value("SELECT greatest((SELECT max(id) FROM messages), (SELECT value::bigint FROM kept WHERE key = 'floor'), 0)")->toLongLong();
}

std::optional<Message> selectMessage(PostgresDatabase &database, const QString &sessionId, qint64 id)
{
    auto message = selectMessage(database, id);
    return message && message->sessionId == sessionId ? message : std::nullopt;
}

std::optional<Message> selectByClientId(PostgresDatabase &database, const QString &sessionId, const QString &clientMessageId)
{
    return SqlDatabase::first(database.run("SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.session_id = ? AND m.client_message_id = ? AND m.id > 0", sessionId, clientMessageId), messageOfRow);
}

Result<History> selectHistory(PostgresDatabase &database, const HistoryQuery &query)
{
    const auto read = [&] {
        return SqlDatabase::all(query.after
            ? database.run("SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.session_id BETWEEN ? AND ? AND m.id > ? ORDER BY m.session_id, m.id LIMIT ?", query.sessionId, query.sessionId, *query.after, query.limit + 1)
            : database.run("SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.session_id BETWEEN ? AND ? AND m.id > 0 AND m.id < ? ORDER BY m.session_id DESC, m.id DESC LIMIT ?", query.sessionId, query.sessionId,
                           query.before.value_or(std::numeric_limits<qint64>::max()), query.limit + 1), messageOfRow);
    };
    return historyPage(query, selectHead(database), read, [&](qint64 after) { return wasPurgedAfter(database, {.sessions = {query.sessionId.toStdString()}}, after); });
}

NoteRecord selectNote(PostgresDatabase &database, const QString &sessionId, int comments)
{
    NoteRecord note{.latest = SqlDatabase::first(database.run("SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.session_id BETWEEN ? AND ? AND m.id > 0 AND m.content_type = 'state' AND m.metadata ->> 'name' = 'note'"
                                                              " ORDER BY m.session_id DESC, m.id DESC LIMIT 1", sessionId, sessionId), messageOfRow)};
    if (note.latest) {
        note.comments = SqlDatabase::all(database.run("SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.reply_to = ? AND m.id > 0 AND m.content_type = 'comment' AND m.session_id = ? ORDER BY m.id DESC LIMIT ?",
                                                      note.latest->replaces.value_or(note.latest->id), sessionId, comments), messageOfRow);
        std::ranges::reverse(note.comments);
    }
    return note;
}

Result<History> selectMatches(PostgresDatabase &database, const SearchQuery &query)
{
    const QString expression = searchVectorQuery(query.text);
    if (expression.isEmpty())
        return emptySearch();
    const auto find = [&](qint64 before, qsizetype rows) {
        return SqlDatabase::all(database.run("SELECT m.session_id, m.id FROM message_terms t JOIN messages m ON m.id = t.message_id"
                                             " WHERE t.terms @@ ?::tsquery AND t.message_id < ? AND (? = '' OR m.session_id = ?) ORDER BY t.message_id DESC LIMIT ?",
                                             expression, before, orEmpty(query.sessionId), orEmpty(query.sessionId), rows), keyOfRow);
    };
    return matchesPage(query, selectHead(database), find, [&](const QString &ids) {
        return SqlDatabase::all(database.run("SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.id IN (SELECT json_array_elements_text(?)::bigint) ORDER BY m.id DESC", ids), messageOfRow);
    });
}

ReplayPage selectReplay(PostgresDatabase &database, const stream::Subscription &subscription, qint64 after)
{
    return replayPage(after, selectHead(database), [&](ReplayPage &page) { readReplay(database, subscription, after, page); }, [&] { return wasPurgedAfter(database, subscription, after); });
}

LogPage selectLog(PostgresDatabase &database, qint64 after)
{
    const BytePage page = bytePageOf(database.run(WITHIN_BYTES("SELECT * FROM messages WHERE id > ? ORDER BY id LIMIT ?", LOG_BYTES), after, logRows), logRows, logBytes);
    return {.messages = page.messages, .isLast = !page.isCut};
}

} // namespace pipit::store
