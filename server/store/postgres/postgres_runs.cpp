// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_runs.h"

#include "server/store/answers.h"
#include "server/store/postgres/postgres_columns.h"
#include "server/store/stored_rows.h"

#include <QJsonArray>
#include <QJsonDocument>

// Of table `runs r`.
#define RUN_COLUMNS                                                                                                                                                       \
    "r.run_id, r.session_id, r.bot_id, r.client_message_id, r.question_id, r.replaces, r.state, " WHOLE_TEXT("r.error") ", r.node, r.provider, " WHOLE_TEXT("r.answer") ", " \
    WHOLE_TEXT("r.reasoning") ", r.figures, " MS("r.created_at") ", " MS("r.updated_at") ", r.cancel_asked"
#define NEW_LEASE "clock_timestamp() + interval '15 s'"
// For what is written again soon, or can do without: nobody waits for the disk. `quick` has one row.
#define QUICK "quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))"

namespace pipit::store {

namespace {

constexpr std::chrono::seconds gapTime{9}; // three signs of life

std::optional<QString> given(const std::optional<QJsonObject> &object)
{
    return object ? std::optional(objectText(*object)) : std::nullopt;
}

bool isOfTextsOnly(const RunChange &change)
{
    return !change.state && !change.error && !change.provider && !change.figures;
}

std::optional<RunStanding> selectStanding(PostgresDatabase &database, const QString &runId)
{
    return SqlDatabase::first(database.run("SELECT state, node, instance FROM runs WHERE run_id = ?", runId), [](const QSqlQuery &row) {
        return RunStanding{runStateFromName(row.value(0).toString()).value_or(RunState::Interrupted), row.value(1).toString(), row.value(2).toString()};
    });
}

// False: there is no open run of this owner's.
bool writeChange(PostgresDatabase &database, const QString &runId, const RunChange &change, const RunOwner &owner)
{
    if (isOfTextsOnly(change))
        return database.value("WITH " QUICK " UPDATE runs r SET answer = coalesce(?, r.answer), reasoning = coalesce(?, r.reasoning), updated_at = clock_timestamp(), lease_until = " NEW_LEASE
                              " FROM quick WHERE r.run_id = ? AND r.instance = ? AND r.ended_at IS NULL RETURNING 1",
                              ifGiven(change.answer), ifGiven(change.reasoning), runId, owner.instance).has_value();
    const std::optional<QString> state = change.state ? std::optional(QString(runStateName(*change.state))) : std::nullopt;
    return database.value("UPDATE runs r SET state = coalesce(?, r.state), error = coalesce(?, r.error), provider = coalesce(?::jsonb, r.provider), answer = coalesce(?, r.answer), reasoning = coalesce(?, r.reasoning),"
                          " figures = coalesce(?::jsonb, r.figures), ended_at = CASE WHEN ? THEN clock_timestamp() END, updated_at = clock_timestamp(), lease_until = " NEW_LEASE
                          " WHERE r.run_id = ? AND r.instance = ? AND r.ended_at IS NULL RETURNING 1",
                          ifGiven(state), ifGiven(change.error), ifGiven(given(change.provider)), ifGiven(change.answer), ifGiven(change.reasoning), ifGiven(given(change.figures)), isEnd(change),
                          runId, owner.instance).has_value();
}

} // namespace

Result<CreatedRun> PostgresRuns::create(PostgresDatabase &database, const RunRecord &record)
{
    // What another node is removing just now is not waited for.
    QSqlQuery &made = database.run("WITH old AS (DELETE FROM runs WHERE run_id IN (SELECT run_id FROM runs WHERE ended_at < clock_timestamp() - make_interval(days => ?) AND run_id <> ? ORDER BY ended_at LIMIT ? FOR UPDATE SKIP LOCKED)),"
                                   " r AS (INSERT INTO runs (run_id, session_id, bot_id, client_message_id, question_id, replaces, state, error, node, instance, provider, answer, reasoning, figures,"
                                   " created_at, updated_at, lease_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp(), clock_timestamp(), " NEW_LEASE ") ON CONFLICT DO NOTHING RETURNING *)"
                                   " SELECT " RUN_COLUMNS " FROM r",
                                   runsKeptDays, record.runId, runsPurgedAtOnce, record.runId, record.sessionId, record.botId, record.clientMessageId, record.questionId, orNull(record.replaces),
                                   QString(runStateName(record.state)), orEmpty(record.error), m_owner.node, m_owner.instance, objectText(record.provider), orEmpty(record.answer),
                                   orEmpty(record.reasoning), objectText(record.figures));
    if (const auto run = SqlDatabase::first(made, runOfRow)) {
        m_open.insert(run->runId);
        return CreatedRun{*run, true};
    }
    const auto stored = selectRun(database, record.runId);
    const auto standing = selectStanding(database, record.runId);
    if (!stored || !standing)
        return notStored(QStringLiteral("an old run of this id was removed at the same moment."));
    // Made by a call whose answer was lost.
    const bool isOurs = standing->instance == m_owner.instance && !isFinal(standing->state) && !m_open.contains(record.runId);
    if (isOurs)
        m_open.insert(record.runId);
    return CreatedRun{*stored, isOurs};
}

Result<Done> PostgresRuns::update(PostgresDatabase &database, const QString &runId, const RunChange &change)
{
    const RunChange written = asWritten(change);
    const bool isDone = writeChange(database, runId, written, m_owner);
    if (!isDone || isEnd(written))
        m_open.remove(runId);
    return isDone ? Done() : withoutEffect(runId, change, m_owner, selectStanding(database, runId));
}

QList<RunRecord> PostgresRuns::claim(PostgresDatabase &database, bool withEarlierLives, int limit)
{
    QSqlQuery &rows = database.run("WITH free AS MATERIALIZED (SELECT run_id FROM runs WHERE ended_at IS NULL AND ((? AND node = ? AND instance <> ?) OR (? AND lease_until < clock_timestamp()) OR (instance = ? AND cancel_asked))"
                                   " ORDER BY created_at, run_id LIMIT ? FOR UPDATE SKIP LOCKED),"
                                   " r AS (UPDATE runs SET node = ?, instance = ?, updated_at = clock_timestamp(), lease_until = " NEW_LEASE " FROM free WHERE runs.run_id = free.run_id RETURNING runs.*)"
                                   " SELECT " RUN_COLUMNS " FROM r ORDER BY r.created_at, r.run_id",
                                   withEarlierLives, m_owner.node, m_owner.instance, isSteady(), m_owner.instance, limit, m_owner.node, m_owner.instance);
    QList<RunRecord> claimed = SqlDatabase::all(rows, runOfRow);
    claimed.removeIf([this](const RunRecord &run) { return m_open.contains(run.runId) && !run.cancelAsked; }); // it has it: the lease was late
    for (const RunRecord &run : claimed)
        m_open.insert(run.runId);
    return claimed;
}

void PostgresRuns::renew(PostgresDatabase &database, bool attended)
{
    const auto now = Clock::now();
    if (now - m_lastSign > gapTime)
        m_steadySince = now;
    m_lastSign = now;
    if (m_open.isEmpty() || !attended)
        return;
    const QJsonArray ids = QJsonArray::fromStringList(QStringList(m_open.cbegin(), m_open.cend()));
    QSqlQuery &rows = database.run("WITH " QUICK " UPDATE runs r SET lease_until = " NEW_LEASE " FROM quick WHERE r.run_id IN (SELECT json_array_elements_text(?)) AND r.instance = ? AND r.ended_at IS NULL RETURNING r.run_id",
                                   QString::fromUtf8(QJsonDocument(ids).toJson(QJsonDocument::Compact)), m_owner.instance);
    const QStringList renewed = SqlDatabase::all(rows, [](const QSqlQuery &row) { return row.value(0).toString(); });
    m_open = QSet<QString>(renewed.cbegin(), renewed.cend());
}

bool PostgresRuns::isSteady() const
{
    const auto now = Clock::now();
    return now - m_lastSign < gapTime && now - m_steadySince > leaseTime;
}

void askToCancelRun(PostgresDatabase &database, const QString &runId)
{
    database.run("UPDATE runs SET cancel_asked = true WHERE run_id = ? AND ended_at IS NULL", runId);
}

std::optional<RunRecord> selectRun(PostgresDatabase &database, const QString &runId)
{
    return SqlDatabase::first(database.run("SELECT " RUN_COLUMNS " FROM runs r WHERE r.run_id = ?", runId), runOfRow);
}

QList<RunRecord> selectRunsOf(PostgresDatabase &database, const QString &sessionId, int limit)
{
    return SqlDatabase::all(database.run("SELECT " RUN_COLUMNS " FROM runs r WHERE r.session_id = ? ORDER BY r.created_at DESC, r.run_id DESC LIMIT ?", sessionId, limit), runOfRow);
}

std::optional<QString> selectConversation(PostgresDatabase &database, const QString &sessionId, const QString &botId)
{
    const auto found = database.value("SELECT " WHOLE_TEXT("c.conversation_id") " FROM conversations c WHERE c.session_id = ? AND c.bot_id = ?", sessionId, botId);
    return found ? std::optional(found->toString()) : std::nullopt;
}

QString insertConversation(PostgresDatabase &database, const QString &sessionId, const QString &botId, const QString &conversationId)
{
    // To itself: so that the one that is there is answered, whoever comes between.
    const auto kept = database.value("INSERT INTO conversations AS c (session_id, bot_id, conversation_id) VALUES (?, ?, ?)"
                                     " ON CONFLICT (session_id, bot_id) DO UPDATE SET conversation_id = c.conversation_id RETURNING " WHOLE_TEXT("c.conversation_id"),
                                     sessionId, botId, conversationId);
    return kept ? kept->toString() : conversationId;
}

void deleteConversation(PostgresDatabase &database, const QString &sessionId, const QString &botId, const QString &conversationId)
{
    database.run("DELETE FROM conversations WHERE session_id = ? AND bot_id = ? AND conversation_id = ?", sessionId, botId, conversationId);
}

} // namespace pipit::store
