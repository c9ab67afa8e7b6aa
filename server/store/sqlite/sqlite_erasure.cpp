// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_erasure.h"

#include "core/redaction.h"
#include "server/store/file_rows.h"
#include "server/store/message_rules.h"
#include "server/store/search_text.h"
#include "server/store/session_rows.h"
#include "server/store/sqlite/sqlite_derive.h"
#include "server/store/sqlite/sqlite_messages.h"
#include "server/store/stored_rows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>

// Of the runs that asked or answered one of these messages: session, ids.
#define RUNS_OF "session_id = ? AND (question_id IN (SELECT value FROM json_each(?)) OR client_message_id IN (SELECT client_message_id FROM messages WHERE id IN (SELECT value FROM json_each(?))))"

namespace pipit::store {

namespace {

constexpr int stepRows = 500;
constexpr qsizetype stepUnits = 2 << 20; // UTF-16
constexpr int mergePages = 500;

QString listOf(const QList<qint64> &ids)
{
    QStringList texts;
    for (const qint64 id : ids)
        texts << QString::number(id);
    return QString(u'[' + texts.join(u',') + u']');
}

void deleteTerms(SqliteDatabase &database, const Message &message)
{
    eraseTerms(database, message.id, searchTerms(searchableText(message.contentType, message.content, message.metadata)));
}

// Every version of a message, ascending. One of them may have been purged: the others still name it.
QList<Message> selectVersions(SqliteDatabase &database, const Message &message)
{
    const auto first = database.value("WITH RECURSIVE up (id, replaces) AS (SELECT id, replaces FROM messages WHERE id = ? UNION SELECT m.id, m.replaces FROM messages m JOIN up ON m.id = up.replaces)"
                                      " SELECT min(coalesce(replaces, id)) FROM up", message.id);
    return SqlDatabase::all(database.run("WITH RECURSIVE down (id) AS (SELECT ? UNION SELECT m.id FROM messages m JOIN down ON m.replaces = down.id WHERE m.session_id = ?)"
                                         " SELECT " MESSAGE_COLUMNS " FROM messages WHERE id IN (SELECT id FROM down) AND session_id = ? ORDER BY id", first->toLongLong(), message.sessionId, message.sessionId), messageOfRow);
}

void eraseRuns(SqliteDatabase &database, const QString &sessionId, const QString &ids)
{
    database.run("DELETE FROM conversations WHERE session_id = ? AND bot_id IN (SELECT bot_id FROM runs WHERE " RUNS_OF ")", sessionId, sessionId, ids, ids);
    database.run("UPDATE runs SET answer = '', reasoning = '', error = '' WHERE ended_at IS NOT NULL AND " RUNS_OF, sessionId, ids, ids);
}

void notePurged(SqliteDatabase &database, const PurgedSession &purged)
{
    database.run("INSERT INTO purged (session_id, position) VALUES (?, ?) ON CONFLICT (session_id) DO UPDATE SET position = max(position, excluded.position)", purged.id, purged.position);
}

struct OldMessages {
    QList<Message> messages = {};
    bool isEnd = true; // there was nothing behind them
};

OldMessages takeOld(QSqlQuery &rows)
{
    OldMessages old;
    qsizetype units = 0;
    while (SqliteDatabase::next(rows)) {
        if (old.messages.size() >= stepRows || units >= stepUnits) {
            old.isEnd = false;
            break;
        }
        old.messages.append(messageOfRow(rows));
        units += old.messages.last().content.size() + rows.value(8).toString().size();
    }
    rows.finish();
    return old;
}

qint64 sizeOf(const Message &message)
{
    return message.content.toUtf8().size() + compact(message.metadata).toUtf8().size() + 200;
}

void deleteMessages(SqliteDatabase &database, const QList<Message> &messages, ErasureStep &step)
{
    QList<qint64> ids;
    QMap<QString, qint64> positions;
    for (const Message &message : messages) {
        deleteTerms(database, message);
        ids << message.id;
        positions[message.sessionId] = message.id;
        step.bytes += sizeOf(message);
        if (mayNameFile(message.contentType, message.content))
            step.contents << message.content;
    }
    releaseFiles(database, step.contents);
    const QString list = listOf(ids);
    database.run("DELETE FROM runs WHERE ended_at IS NOT NULL AND question_id IN (SELECT value FROM json_each(?))", list);
    database.run("DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))", list);
    step.messages = messages.size();
    for (auto it = positions.cbegin(); it != positions.cend(); ++it) {
        step.purged.append({it.key(), it.value()});
        notePurged(database, step.purged.last());
    }
}

} // namespace

std::optional<RedactionStep> redactMessage(SqliteDatabase &database, qint64 id, const QString &bySub, const std::function<bool(QStringView)> &maySee, qint64 nowMs)
{
    const auto named = SqlDatabase::first(database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE id = ?", id), messageOfRow);
    if (!named || (maySee && !maySee(named->sessionId)))
        return std::nullopt;
    RedactionStep step;
    RedactionPlan plan = planRedaction(selectVersions(database, *named));
    step.redaction.contents = plan.contents;
    step.redaction.tombstones = plan.tombstones;
    if (plan.notice) {
        step.redaction.notice = *plan.notice;
        return step;
    }
    releaseFiles(database, plan.contents);
    for (const Message &message : std::as_const(plan.toErase)) {
        deleteTerms(database, message);
        const Message tombstone = tombstoneOf(message);
        database.run("UPDATE messages SET content_type = ?, content = '', metadata = ? WHERE id = ?", tombstone.contentType, compact(tombstone.metadata), message.id);
    }
    eraseRuns(database, named->sessionId, listOf(plan.ids()));
    const auto notice = insertMessage(database, redactionNotice(plan.tombstones.first(), plan.ids(), bySub), nowMs);
    if (!notice)
        throw SqlFault(notice.error().message.toStdString());
    step.redaction.notice = notice->message;
    step.isNew = true;
    return step;
}

std::optional<ErasureStep> deleteOfSession(SqliteDatabase &database, const QString &sessionId)
{
    deriveSession(database, sessionId);
    if (!database.value("SELECT 1 FROM sessions WHERE id = ?", sessionId))
        return std::nullopt;
    const OldMessages old = takeOld(database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE session_id = ? ORDER BY id", sessionId));
    ErasureStep step{.isLast = old.isEnd};
    deleteMessages(database, old.messages, step);
    if (step.isLast) {
        deleteSessionRows(database, sessionId);
        step.purged = {{sessionId, selectHead(database)}};
        notePurged(database, step.purged.last());
    }
    return step;
}

ErasureStep purgeOldest(SqliteDatabase &database, qint64 after, PurgeMeter &meter)
{
    const OldMessages old = takeOld(database.run("SELECT " MESSAGE_COLUMNS " FROM messages WHERE id > ? ORDER BY id", after));
    ErasureStep step{.isLast = old.isEnd};
    QList<Message> taken;
    for (const Message &message : old.messages) {
        step.seenTo = message.id;
        if (meter.takes(message.createdAtMs, sizeOf(message)))
            taken.append(message);
    }
    if (taken.isEmpty())
        return ErasureStep();
    deleteMessages(database, taken, step);
    for (const PurgedSession &purged : std::as_const(step.purged)) {
        if (database.value("SELECT 1 FROM messages WHERE session_id = ? LIMIT 1", purged.id))
            continue;
        deleteSessionRows(database, purged.id);
        step.endedSessions << purged;
    }
    return step;
}

LogSize selectLogSize(SqliteDatabase &database)
{
    return SqlDatabase::first(database.run("SELECT count(*), coalesce(sum(length(CAST(content AS BLOB)) + length(CAST(metadata AS BLOB)) + 200), 0) FROM messages"), [](const QSqlQuery &row) {
        return LogSize{row.value(0).toLongLong(), row.value(1).toLongLong()};
    }).value_or(LogSize());
}

bool mergeTerms(SqliteDatabase &database, bool begin)
{
    const qint64 before = database.value("SELECT total_changes()")->toLongLong();
    database.run("INSERT INTO message_terms (message_terms, rank) VALUES ('merge', ?)", begin ? -mergePages : mergePages);
    // As the documentation of FTS5 tells a merge that had nothing to do.
    return database.value("SELECT total_changes()")->toLongLong() - before >= 2;
}

bool emptyWriteAheadLog(SqliteDatabase &database)
{
    return database.value("PRAGMA wal_checkpoint(TRUNCATE)")->toInt() == 0;
}

bool wasPurgedAfter(SqliteDatabase &database, const stream::Subscription &subscription, qint64 after)
{
    if (!subscription.all) {
        QJsonArray sessions;
        for (const std::string &session : subscription.sessions)
            sessions.append(QString::fromStdString(session));
        return database.value("SELECT 1 FROM purged WHERE session_id IN (SELECT value FROM json_each(?)) AND position > ? LIMIT 1", QString::fromUtf8(QJsonDocument(sessions).toJson(QJsonDocument::Compact)), after).has_value();
    }
    QSqlQuery &rows = database.run("SELECT session_id FROM purged WHERE position > ? ORDER BY position DESC", after);
    bool found = false;
    while (!found && SqliteDatabase::next(rows))
        found = subscription.covers(rows.value(0).toString().toStdString());
    rows.finish();
    return found;
}

} // namespace pipit::store
