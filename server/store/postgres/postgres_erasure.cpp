// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_erasure.h"

#include "core/redaction.h"
#include "server/store/file_rows.h"
#include "server/store/message_rules.h"
#include "server/store/postgres/postgres_columns.h"
#include "server/store/postgres/postgres_derive.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/session_rows.h"
#include "server/store/stored_rows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>

// A list of ids or names, given as a JSON array.
#define IDS "(SELECT json_array_elements_text(?)::bigint)"
#define NAMES "(SELECT json_array_elements_text(?))"
// Of the runs that asked or answered one of these messages: session, ids, ids.
#define RUNS_OF "session_id = ? AND (question_id IN " IDS " OR client_message_id IN (SELECT m.client_message_id FROM messages m WHERE m.id IN " IDS "))"
// What is read of a message that may have to go.
#define OLD_COLUMNS "m.id, m.session_id, CASE WHEN m.content_type IN ('image', 'audio', 'video', 'file') OR strpos(m.content, '/api/files/') > 0 THEN " WHOLE_TEXT("m.content") " END, " CREATED_AT_MS ", m.bytes"

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

constexpr int erasedRows = 500;

QString jsonOf(const QJsonArray &array)
{
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QString listOf(const QList<qint64> &ids)
{
    QJsonArray array;
    for (const qint64 id : ids)
        array.append(QString::number(id));
    return jsonOf(array);
}

void lockLog(PostgresDatabase &database)
{
    // Whoever derives may have taken much upon itself.
    database.execute(u"SET LOCAL pipit.writer TO 'on'; SET LOCAL lock_timeout TO '7s'"_s);
    for (const PostgresLock lock : {PostgresLock::Derive, PostgresLock::Order})
        database.run("SELECT pg_advisory_xact_lock(?, ?)", lockClass, int(lock));
}

// Every version of a message, ascending. One of them may have been purged: the others still name it.
QList<Message> selectVersions(PostgresDatabase &database, const Message &message)
{
    const auto first = database.value("WITH RECURSIVE up (id, replaces) AS (SELECT m.id, m.replaces FROM messages m WHERE m.id = ? UNION SELECT m.id, m.replaces FROM messages m JOIN up ON m.id = up.replaces)"
                                      " SELECT min(coalesce(replaces, id)) FROM up", message.id);
    return SqlDatabase::all(database.run("WITH RECURSIVE down (id) AS (SELECT ?::bigint UNION SELECT m.id FROM messages m JOIN down ON m.replaces = down.id WHERE m.session_id = ? AND m.id > 0)"
                                         " SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.id IN (SELECT id FROM down) AND m.session_id = ? ORDER BY m.id", first->toLongLong(), message.sessionId, message.sessionId), messageOfRow);
}

void eraseRuns(PostgresDatabase &database, const QString &sessionId, const QString &ids)
{
    database.run("DELETE FROM conversations WHERE session_id = ? AND bot_id IN (SELECT bot_id FROM runs WHERE " RUNS_OF ")", sessionId, sessionId, ids, ids);
    database.run("UPDATE runs SET answer = '', reasoning = '', error = '' WHERE ended_at IS NOT NULL AND " RUNS_OF, sessionId, ids, ids);
}

void notePurged(PostgresDatabase &database, const PurgedSession &purged)
{
    database.run("INSERT INTO purged (session_id, position, number) VALUES (?, ?, (SELECT coalesce(max(number), 0) + 1 FROM purged))"
                 " ON CONFLICT (session_id) DO UPDATE SET position = greatest(purged.position, excluded.position), number = excluded.number", purged.id, purged.position);
}

struct OldMessage {
    qint64 id = 0;
    QString sessionId;
    std::optional<QString> content; // where it may name a file
    qint64 createdAtMs = 0;
    qint64 bytes = 0;
};

OldMessage oldOfRow(const QSqlQuery &row)
{
    return {.id = row.value(0).toLongLong(), .sessionId = row.value(1).toString(), .content = row.value(2).isNull() ? std::nullopt : std::optional(row.value(2).toString()),
            .createdAtMs = row.value(3).toLongLong(), .bytes = row.value(4).toLongLong()};
}

void deleteMessages(PostgresDatabase &database, const QList<OldMessage> &messages, ErasureStep &step)
{
    QList<qint64> ids;
    QMap<QString, qint64> positions;
    for (const OldMessage &message : messages) {
        ids << message.id;
        positions[message.sessionId] = message.id;
        step.bytes += message.bytes;
        if (message.content)
            step.contents << *message.content;
    }
    // The newest may go: its position must not come again.
    database.run("INSERT INTO kept (key, value) VALUES ('floor', ?) ON CONFLICT (key) DO UPDATE SET value = greatest(kept.value::bigint, excluded.value::bigint)::text", QString::number(selectHead(database)));
    releaseFiles(database, step.contents);
    const QString list = listOf(ids);
    database.run("DELETE FROM runs WHERE ended_at IS NOT NULL AND question_id IN " IDS, list);
    database.run("DELETE FROM message_terms WHERE message_id IN " IDS, list);
    database.run("DELETE FROM messages WHERE id IN " IDS, list);
    step.messages = messages.size();
    for (auto it = positions.cbegin(); it != positions.cend(); ++it) {
        step.purged.append({it.key(), it.value()});
        notePurged(database, step.purged.last());
    }
}

} // namespace

std::optional<RedactionStep> redactMessage(PostgresDatabase &database, qint64 id, const QString &bySub, const std::function<bool(QStringView)> &maySee, AppendAnswer &appended)
{
    std::optional<RedactionStep> step;
    database.transaction([&] {
        lockLog(database);
        const auto named = SqlDatabase::first(database.run("SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.id = ? AND m.id > 0", id), messageOfRow);
        if (!named || (maySee && !maySee(named->sessionId)))
            return;
        const RedactionPlan plan = planRedaction(selectVersions(database, *named));
        step = RedactionStep{.redaction = {.tombstones = plan.tombstones, .notice = plan.notice.value_or(Message()), .contents = plan.contents}};
        if (plan.notice)
            return;
        releaseFiles(database, plan.contents);
        const QString ids = listOf(plan.ids());
        const Message sample = tombstoneOf({});
        database.run("UPDATE messages SET content_type = ?, content = '', metadata = ?::jsonb WHERE id IN " IDS, sample.contentType, objectText(sample.metadata), ids);
        database.run("DELETE FROM message_terms WHERE message_id IN " IDS, ids);
        eraseRuns(database, named->sessionId, ids);
        const MessageDraft draft = redactionNotice(plan.tombstones.first(), plan.ids(), bySub);
        const MessageDraft *const drafts[] = {&draft};
        appended = appendMessages(database, drafts);
        if (appended.committed.isEmpty())
            throw SqlFault("the notice could not be stored");
        step->redaction.notice = appended.committed.first();
        step->isNew = true;
    });
    return step;
}

std::optional<ErasureStep> deleteOfSession(PostgresDatabase &database, const QString &sessionId)
{
    std::optional<ErasureStep> step;
    database.transaction([&] {
        lockLog(database);
        deriveSession(database, sessionId); // it may have begun a moment ago
        if (!database.value("SELECT 1 FROM sessions WHERE id = ?", sessionId))
            return;
        QList<OldMessage> old = SqlDatabase::all(database.run("SELECT " OLD_COLUMNS " FROM messages m WHERE m.session_id BETWEEN ? AND ? AND m.id > 0 ORDER BY m.session_id, m.id LIMIT ?", sessionId, sessionId, erasedRows + 1), oldOfRow);
        step = ErasureStep{.isLast = old.size() <= erasedRows};
        if (!step->isLast)
            old.removeLast();
        deleteMessages(database, old, *step);
        if (step->isLast) {
            deleteSessionRows(database, sessionId);
            step->purged = {{sessionId, selectHead(database)}};
            notePurged(database, step->purged.last());
        }
    });
    return step;
}

std::optional<ErasureStep> purgeOldest(PostgresDatabase &database, qint64 after, PurgeMeter &meter)
{
    std::optional<ErasureStep> step;
    database.transaction([&] {
        if (!database.value("SELECT pg_try_advisory_xact_lock(?, ?)", lockClass, int(PostgresLock::Purge))->toBool())
            return;
        lockLog(database);
        QList<OldMessage> old = SqlDatabase::all(database.run("SELECT " OLD_COLUMNS " FROM messages m WHERE m.id > ? ORDER BY m.id LIMIT ?", std::max<qint64>(after, 0), erasedRows + 1), oldOfRow);
        step = ErasureStep{.isLast = old.size() <= erasedRows};
        if (!step->isLast)
            old.removeLast();
        if (!old.isEmpty())
            step->seenTo = old.last().id;
        old.removeIf([&meter](const OldMessage &message) { return !meter.takes(message.createdAtMs, message.bytes); });
        if (old.isEmpty()) {
            step = ErasureStep();
            return;
        }
        deleteMessages(database, old, *step);
        for (const PurgedSession &purged : std::as_const(step->purged)) {
            if (database.value("SELECT 1 FROM messages WHERE session_id = ? AND id > 0 LIMIT 1", purged.id))
                continue;
            deleteSessionRows(database, purged.id);
            step->endedSessions << purged;
        }
    });
    return step;
}

LogSize selectLogSize(PostgresDatabase &database)
{
    return SqlDatabase::first(database.run("SELECT count(*), coalesce(sum(bytes), 0)::bigint FROM messages WHERE id > 0"), [](const QSqlQuery &row) {
        return LogSize{row.value(0).toLongLong(), row.value(1).toLongLong()};
    }).value_or(LogSize());
}

bool vacuumTables(PostgresDatabase &database)
{
    if (!database.value("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'messages'::regclass")->toBool())
        return false;
    database.execute(u"VACUUM messages, message_terms, runs, conversations, sessions, read_positions"_s);
    return true;
}

bool wasPurgedAfter(PostgresDatabase &database, const stream::Subscription &subscription, qint64 after)
{
    if (!subscription.all) {
        QJsonArray sessions;
        for (const std::string &session : subscription.sessions)
            sessions.append(QString::fromStdString(session));
        return database.value("SELECT 1 FROM purged WHERE session_id IN " NAMES " AND position > ? LIMIT 1", jsonOf(sessions), after).has_value();
    }
    constexpr int page = 1'000;
    qint64 before = std::numeric_limits<qint64>::max();
    QString beforeId;
    while (true) {
        const auto rows = SqlDatabase::all(database.run("SELECT session_id, position FROM purged WHERE position > ? AND (position, session_id) < (?, ?) ORDER BY position DESC, session_id DESC LIMIT ?", after, before, orEmpty(beforeId), page),
                                           [](const QSqlQuery &row) { return PurgedSession{row.value(0).toString(), row.value(1).toLongLong()}; });
        for (const PurgedSession &purged : rows) {
            if (subscription.covers(purged.id.toStdString()))
                return true;
        }
        if (rows.size() < page)
            return false;
        before = rows.last().position;
        beforeId = rows.last().id;
    }
}

PurgeNews selectPurges(PostgresDatabase &database, qint64 number)
{
    PurgeNews news{.number = number};
    news.purged = SqlDatabase::all(database.run("SELECT session_id, position, number FROM purged WHERE number > ? ORDER BY number", number), [&news](const QSqlQuery &row) {
        news.number = row.value(2).toLongLong();
        return PurgedSession{row.value(0).toString(), row.value(1).toLongLong()};
    });
    return news;
}

} // namespace pipit::store
