// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_runs.h"

#include "server/store/stored_rows.h"

#define RUN_COLUMNS "run_id, session_id, bot_id, client_message_id, question_id, replaces, state, error, node, provider, answer, reasoning, figures, created_at, updated_at, cancel_asked"

namespace pipit::store {

namespace {

constexpr qint64 dayMs = 86'400'000;

std::optional<QString> given(const std::optional<QJsonObject> &object)
{
    return object ? std::optional(objectText(*object)) : std::nullopt;
}

} // namespace

CreatedRun insertRun(SqliteDatabase &database, const RunRecord &record, const RunOwner &owner, qint64 nowMs)
{
    if (const auto stored = selectRun(database, record.runId))
        return {*stored, false};
    database.run("DELETE FROM runs WHERE run_id IN (SELECT run_id FROM runs WHERE ended_at < ? ORDER BY ended_at LIMIT ?)", nowMs - runsKeptDays * dayMs, runsPurgedAtOnce);
    database.run("INSERT INTO runs (run_id, session_id, bot_id, client_message_id, question_id, replaces, state, error, node, instance, provider, answer, reasoning, figures, created_at, updated_at)"
                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 record.runId, record.sessionId, record.botId, record.clientMessageId, record.questionId, orNull(record.replaces), QString(runStateName(record.state)), orEmpty(record.error),
                 owner.node, owner.instance, objectText(record.provider), orEmpty(record.answer), orEmpty(record.reasoning), objectText(record.figures), nowMs, nowMs);
    CreatedRun made{record, true};
    made.run.node = owner.node;
    made.run.createdAtMs = made.run.updatedAtMs = nowMs;
    return made;
}

Result<Done> updateRun(SqliteDatabase &database, const QString &runId, const RunChange &change, const RunOwner &owner, qint64 nowMs)
{
    const auto found = SqlDatabase::first(database.run("SELECT state, node, instance FROM runs WHERE run_id = ?", runId), [](const QSqlQuery &row) {
        return RunStanding{runStateFromName(row.value(0).toString()).value_or(RunState::Interrupted), row.value(1).toString(), row.value(2).toString()};
    });
    if (!found || isFinal(found->state) || found->instance != owner.instance)
        return withoutEffect(runId, change, owner, found);
    const RunChange written = asWritten(change);
    const std::optional<qint64> endedAtMs = isEnd(written) ? std::optional(nowMs) : std::nullopt;
    database.run("UPDATE runs SET state = ?, error = coalesce(?, error), provider = coalesce(?, provider), answer = coalesce(?, answer), reasoning = coalesce(?, reasoning), figures = coalesce(?, figures),"
                 " updated_at = ?, ended_at = ? WHERE run_id = ?",
                 QString(runStateName(written.state.value_or(found->state))), ifGiven(written.error), ifGiven(given(written.provider)), ifGiven(written.answer), ifGiven(written.reasoning),
                 ifGiven(given(written.figures)), nowMs, orNull(endedAtMs), runId);
    return Done();
}

QList<RunRecord> claimRuns(SqliteDatabase &database, const RunOwner &owner, int limit, qint64 nowMs)
{
    QList<RunRecord> claimed = SqlDatabase::all(database.run("SELECT " RUN_COLUMNS " FROM runs WHERE ended_at IS NULL AND (instance <> ? OR cancel_asked) ORDER BY created_at, run_id LIMIT ?", owner.instance, limit), runOfRow);
    for (RunRecord &run : claimed) {
        database.run("UPDATE runs SET node = ?, instance = ?, updated_at = ? WHERE run_id = ?", owner.node, owner.instance, nowMs, run.runId);
        run.node = owner.node;
        run.updatedAtMs = nowMs;
    }
    return claimed;
}

void askToCancelRun(SqliteDatabase &database, const QString &runId)
{
    database.run("UPDATE runs SET cancel_asked = 1 WHERE run_id = ? AND ended_at IS NULL", runId);
}

std::optional<RunRecord> selectRun(SqliteDatabase &database, const QString &runId)
{
    return SqlDatabase::first(database.run("SELECT " RUN_COLUMNS " FROM runs WHERE run_id = ?", runId), runOfRow);
}

QList<RunRecord> selectRunsOf(SqliteDatabase &database, const QString &sessionId, int limit)
{
    return SqlDatabase::all(database.run("SELECT " RUN_COLUMNS " FROM runs WHERE session_id = ? ORDER BY created_at DESC, run_id DESC LIMIT ?", sessionId, limit), runOfRow);
}

std::optional<QString> selectConversation(SqliteDatabase &database, const QString &sessionId, const QString &botId)
{
    const auto found = database.value("SELECT conversation_id FROM conversations WHERE session_id = ? AND bot_id = ?", sessionId, botId);
    return found ? std::optional(found->toString()) : std::nullopt;
}

QString insertConversation(SqliteDatabase &database, const QString &sessionId, const QString &botId, const QString &conversationId)
{
    database.run("INSERT OR IGNORE INTO conversations (session_id, bot_id, conversation_id) VALUES (?, ?, ?)", sessionId, botId, conversationId);
    return selectConversation(database, sessionId, botId).value_or(conversationId);
}

void deleteConversation(SqliteDatabase &database, const QString &sessionId, const QString &botId, const QString &conversationId)
{
    database.run("DELETE FROM conversations WHERE session_id = ? AND bot_id = ? AND conversation_id = ?", sessionId, botId, conversationId);
}

} // namespace pipit::store
