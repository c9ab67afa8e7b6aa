// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/move_log.h"

#include "server/ops/move_source.h"
#include "server/store/file_rows.h"
#include "server/store/postgres/postgres_messages.h"
#include "server/store/postgres/postgres_records.h"
#include "server/store/postgres/postgres_schema.h"

#include <QJsonDocument>
#include <QJsonObject>

#define AT(ms) "to_timestamp(" ms "::bigint / 1000.0)"

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

using namespace store;

constexpr CallLimits batchLimits{.lock = std::chrono::seconds(30), .statement = std::chrono::seconds(100), .call = std::chrono::seconds(120)};

const QString again = u"Run the same command again; it goes on where it was."_s;

QString jsonOf(const QJsonArray &rows)
{
    return QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact));
}

// What the server says of a value, not of its own state.
bool isOfTheValues(const SqlFault &fault)
{
    return fault.state().startsWith(u"22") || fault.state().startsWith(u"23");
}

struct TargetState {
    std::optional<QString> epoch, moving;
    qint64 last = 0; // the newest message up to the source's head; 0: none
    bool hasMessages = false;
};

class Mover
{
public:
    Mover(MoveSource &source, const PostgresTarget &target, const MoveWatch &watch) : m_source(source), m_name(target.name()), m_target(target), m_watch(watch) { }

    Result<MoveSummary> move()
    {
        m_total = m_source.count(m_source.head());
        m_summary.head = m_source.head();
        m_summary.epoch = m_source.epoch();
        try {
            openTarget();
            if (auto refusal = begin())
                return *refusal;
            if (m_summary.wasDone)
                return m_summary;
            if (auto broken = moveMessages())
                return *broken;
            finish();
            return m_summary;
        } catch (const SqlFault &fault) {
            return errorOf(fault);
        }
    }

private:
    void openTarget()
    {
        {
            PostgresDatabase migrating(m_target, u"pipit migration"_s, m_watchdog, migrationLimits);
            checkServer(migrating);
            migratePostgres(migrating);
        }
        m_database = std::make_unique<PostgresDatabase>(m_target, u"pipit move"_s, m_watchdog, batchLimits);
    }

    // Under the order lock: other movers, and programs that insert messages, wait until the transaction is over.
    TargetState lockedState()
    {
        m_database->run("SELECT pg_advisory_xact_lock(?, ?)", lockClass, int(PostgresLock::Order));
        return {.epoch = findKept(*m_database, kept::epoch),
                .moving = findKept(*m_database, kept::moving),
                .last = m_database->value("SELECT greatest(max(id), 0) FROM messages WHERE id <= ?", m_source.head())->toLongLong(),
                .hasMessages = m_database->value("SELECT EXISTS (SELECT FROM messages)")->toBool()};
    }

    std::optional<Error> begin()
    {
        std::optional<Error> refusal;
        m_database->transaction([&] {
            const TargetState state = lockedState();
            refusal = faultOf(state);
            if (refusal || m_summary.wasDone)
                return;
            setKept(*m_database, kept::moving, m_source.epoch());
            m_position = state.last;
            // What other programs insert from now on follows the newest message that there ever was, also where that is gone.
            m_database->run("SELECT setval('message_order', greatest(h, 1), h > 0) FROM (SELECT greatest((SELECT max(id) FROM messages), ?::bigint, 0) AS h) head", m_source.head());
        });
        if (!refusal && !m_summary.wasDone)
            m_summary.before = m_summary.messages = m_source.count(m_position);
        return refusal;
    }

    // Why nothing can be moved there. Notes where an earlier run has done it all.
    std::optional<Error> faultOf(const TargetState &state)
    {
        const auto conflict = [this](const QString &why) { return Error{ErrorCode::Conflict, m_name + u' ' + why}; };
        const QString other = u"Move into an empty database: createdb NAME"_s;
        if (state.epoch && (state.moving || *state.epoch != m_source.epoch()))
            return conflict(u"holds another log, which a node has begun. "_s + other);
        if (state.moving && *state.moving != m_source.epoch())
            return conflict(u"holds a part of another log, whose move is not finished. "_s + other);
        if (state.epoch) {
            if (selectHead(*m_database) < m_source.head() || !isSameMessage(m_source.lastId()))
                return conflict(u"holds this log since an earlier move, and %1 has got other messages after that; they cannot be joined. Start no node on %1 any more."_s.arg(m_source.file()));
            m_summary.wasDone = true;
            return std::nullopt;
        }
        if (!state.moving && state.hasMessages)
            return conflict(u"holds messages that are not of this log. "_s + other);
        if (state.last > m_source.lastId() || !isSameMessage(state.last))
            return conflict(u"has got messages from elsewhere since the move began, the newest with id %1. "_s.arg(state.last) + other);
        return std::nullopt;
    }

    // Also where it is gone from either, as purged messages are.
    bool isSameMessage(qint64 id)
    {
        const QString here = m_source.traceOf(id);
        const auto there = m_database->value("SELECT session_id || ' ' || coalesce(client_message_id::text, '-') || ' ' || (extract(epoch FROM created_at) * 1000)::bigint FROM messages WHERE id = ?", id);
        return here.isEmpty() || !there || here == there->toString();
    }

    std::optional<Error> moveMessages()
    {
        for (;;) {
            m_watch.progress({m_summary.messages, m_total});
            if (m_watch.stop)
                return Error{ErrorCode::Cancelled, u"Broken off: %1 of %2 messages are in %3. No node starts there until the move is done. %4"_s.arg(QString::number(m_summary.messages), QString::number(m_total), m_name, again)};
            const QJsonArray batch = m_source.messages(m_position);
            if (batch.isEmpty())
                return std::nullopt;
            if (auto fault = writeBatch(batch))
                return fault;
        }
    }

    std::optional<Error> writeBatch(const QJsonArray &batch)
    {
        try {
            write(batch);
            return std::nullopt;
        } catch (const SqlFault &fault) {
            if (!isOfTheValues(fault))
                throw;
            if (batch.size() == 1)
                return Error{ErrorCode::Conflict, u"Message %1 cannot be stored in %2: %3. All before it are there."_s.arg(QString::number(batch.first()[u"i"].toInteger()), m_name, fault.text().simplified())};
        }
        // One of them cannot be stored: one by one, to name it.
        for (const QJsonValue &message : batch) {
            if (auto fault = writeBatch(QJsonArray{message}))
                return fault;
        }
        return std::nullopt;
    }

    void write(const QJsonArray &batch)
    {
        const QString rows = jsonOf(batch);
        m_database->transaction([&] {
            // The end is on disk, and so is all that was written before it.
            m_database->execute(u"SET LOCAL synchronous_commit TO off; SET LOCAL pipit.writer TO 'on'"_s);
            checkAlone(lockedState());
            m_database->run("INSERT INTO messages (id, session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata, reply_to, replaces, created_at)"
                            " SELECT i, s, u, ('{user,bot,system}'::text[])[t + 1], f, n, k, c, coalesce(nullif(m, ''), '{}')::jsonb, r, p, " AT("a")
                            " FROM json_to_recordset(?) AS d (i bigint, s text, u uuid, t int, f text, n text, k text, c text, m text, r bigint, p bigint, a bigint)", rows);
        });
        m_position = batch.last()[u"i"].toInteger();
        m_summary.messages += batch.size();
    }

    void checkAlone(const TargetState &state)
    {
        if (state.epoch || state.moving != m_source.epoch())
            throw SqlFault("a node has begun a log of its own there.");
        if (state.last != m_position)
            throw SqlFault("another move into it is under way.");
    }

    void finish()
    {
        m_database->transaction([&] {
            checkAlone(lockedState());
            m_summary.tokens = m_source.eachToken([this](const auth::TokenRecord &record) { insertToken(*m_database, record); });
            moveSessions();
            moveRuns();
            moveConversations();
            moveFiles();
            movePurged();
            moveReadPositions();
            if (m_source.head() > m_position)
                setKept(*m_database, kept::floor, QString::number(m_source.head()));
            setKept(*m_database, kept::derivedTo, u"0"_s); // nodes make the search index themselves
            setKept(*m_database, kept::epoch, m_source.epoch());
            setKept(*m_database, kept::moving, std::nullopt);
        });
    }

    void moveSessions()
    {
        QString last;
        for (QJsonArray batch = m_source.sessions(last); !batch.isEmpty(); batch = m_source.sessions(last)) {
            m_database->run("INSERT INTO sessions (id, title, archived, created_at, updated_at, last_message_id)"
                            " SELECT i, t, x, " AT("a") ", " AT("b") ", coalesce((SELECT max(m.id) FROM messages m WHERE m.session_id = i), 0)"
                            " FROM json_to_recordset(?) AS d (i text, t text, x boolean, a bigint, b bigint)"
                            " ON CONFLICT (id) DO UPDATE SET title = excluded.title, archived = excluded.archived, created_at = excluded.created_at, updated_at = excluded.updated_at,"
                            " last_message_id = excluded.last_message_id", jsonOf(batch));
            last = batch.last()[u"i"].toString();
            m_summary.sessions += batch.size();
        }
    }

    void moveRuns()
    {
        QString last;
        for (QJsonArray batch = m_source.runs(last); !batch.isEmpty(); batch = m_source.runs(last)) {
            m_database->run("INSERT INTO runs (run_id, session_id, bot_id, client_message_id, question_id, replaces, state, error, node, instance, lease_until, provider, answer, reasoning, figures,"
                            " created_at, updated_at, ended_at, cancel_asked)"
                            " SELECT i, s, b, u, q, r, t, e, n, '', clock_timestamp(), v::jsonb, w, x, f::jsonb, " AT("a") ", " AT("c") ", " AT("z") ", k"
                            " FROM json_to_recordset(?) AS d (i text, s text, b text, u uuid, q bigint, r bigint, t text, e text, n text, v text, w text, x text, f text, a bigint, c bigint, z bigint, k boolean)", jsonOf(batch));
            last = batch.last()[u"i"].toString();
            m_summary.runs += batch.size();
        }
    }

    void moveConversations()
    {
        QString session, bot;
        for (QJsonArray batch = m_source.conversations(session, bot); !batch.isEmpty(); batch = m_source.conversations(session, bot)) {
            m_database->run("INSERT INTO conversations (session_id, bot_id, conversation_id) SELECT s, b, c FROM json_to_recordset(?) AS d (s text, b text, c text)", jsonOf(batch));
            session = batch.last()[u"s"].toString();
            bot = batch.last()[u"b"].toString();
        }
    }

    void moveFiles()
    {
        m_summary.files = m_source.eachFile([this](const store::FileRecord &record) { insertFile(*m_database, record); });
        if (const auto id = m_source.filesId())
            filesId(*m_database, id);
    }

    void movePurged()
    {
        QString last;
        for (QJsonArray batch = m_source.purged(last); !batch.isEmpty(); batch = m_source.purged(last)) {
            m_database->run("INSERT INTO purged (session_id, position, number) SELECT s, p, 1 FROM json_to_recordset(?) AS d (s text, p bigint)", jsonOf(batch));
            last = batch.last()[u"s"].toString();
        }
    }

    void moveReadPositions()
    {
        QString session, sub;
        for (QJsonArray batch = m_source.readPositions(session, sub); !batch.isEmpty(); batch = m_source.readPositions(session, sub)) {
            m_database->run("INSERT INTO read_positions (session_id, sub, name, role, position, read_at) SELECT s, u, n, r, p, a FROM json_to_recordset(?) AS d (s text, u text, n text, r text, p bigint, a bigint)", jsonOf(batch));
            session = batch.last()[u"s"].toString();
            sub = batch.last()[u"u"].toString();
        }
    }

    Error errorOf(const SqlFault &fault) const
    {
        if (!m_database)
            return Error{ErrorCode::Unavailable, u"%1: %2"_s.arg(m_name, fault.sentence())};
        if (fault.connectionLost())
            return Error{ErrorCode::Unavailable, u"The connection to %1 broke (%2). %3"_s.arg(m_name, fault.text().simplified(), again)};
        if (fault.state() == sql_state::lockTimeout)
            return Error{ErrorCode::Unavailable, u"Another program's transaction keeps the log in %1 locked; `pipitctl doctor` names it. %2"_s.arg(m_name, again)};
        return Error{ErrorCode::Unavailable, u"The move into %1 stopped: %2 %3"_s.arg(m_name, fault.sentence(), again)};
    }

    MoveSource &m_source;
    const QString m_name;
    const PostgresTarget m_target;
    const MoveWatch &m_watch;
    CallWatchdog m_watchdog;
    std::unique_ptr<PostgresDatabase> m_database;
    MoveSummary m_summary;
    qint64 m_total = 0;
    qint64 m_position = 0; // the last message that is there
};

} // namespace

Result<MoveSummary> moveLog(const QString &sqliteFile, const PostgresTarget &target, const MoveWatch &watch)
{
    auto source = MoveSource::open(sqliteFile);
    if (!source)
        return source.error();
    return Mover(*source, target, watch).move();
}

} // namespace pipit::ops
