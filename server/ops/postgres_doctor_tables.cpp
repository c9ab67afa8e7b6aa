// SPDX-License-Identifier: GPL-3.0-or-later
// What the tables of a log on PostgreSQL, and those who use them, are looked over for.
#include "server/ops/postgres_doctor.h"

#include "server/store/postgres/postgres_follower.h"
#include "server/store/postgres/postgres_messages.h"
#include "server/store/postgres/postgres_records.h"
#include "server/store/postgres/postgres_schema.h"

#include <QElapsedTimer>
#include <QThread>

#include <vector>

using namespace Qt::StringLiterals;

namespace pipit::ops {

using namespace store;

namespace {

constexpr int measuredCommits = 50;
constexpr int lockLookMs = 1'000;
constexpr double slowCommitMs = 20;

double medianOf(std::vector<double> values)
{
    std::ranges::nth_element(values, values.begin() + std::ptrdiff_t(values.size() / 2));
    return values[values.size() / 2];
}

} // namespace

void PostgresDoctor::schema()
{
    const store::TablesVersion state = tablesVersion(*m_asking);
    const QJsonObject figures{{u"found"_s, state.found}, {u"wanted"_s, state.wanted}};
    m_hasSchema = state.isUsable();
    if (m_hasSchema && state.isNewer()) {
        report(Level::Warning, state.newerText(), u"Use the newer Pipit here too, once every node is of it."_s, figures);
    } else if (m_hasSchema) {
        report(Level::Good, u"The tables are of version %1, which is this program's."_s.arg(state.found), {}, figures);
    } else if (state.isNewer()) {
        report(Level::Failure, u"The tables are of version %1; this program knows %2."_s.arg(state.found).arg(state.wanted), u"Use the newer Pipit here too."_s, figures);
    } else {
        report(Level::Failure, state.found == 0 ? u"There are no tables of Pipit's in this database."_s : u"The tables are of version %1; this program needs %2."_s.arg(state.found).arg(state.wanted),
               u"Run `pipitctl migrate` with the same database as a role that may make tables; a node whose role may does it when it starts."_s, figures);
    }
    if (m_hasSchema && findKept(*m_asking, kept::moving))
        report(Level::Failure, u"A move into this database is not finished; nodes do not start on it."_s, u"Run the same `pipitctl move` again; it goes on where it was."_s);
}

void PostgresDoctor::trigger()
{
    // O: on; A: always; D: off; R: on a replica only.
    bool good = true;
    for (const auto &name : {u"messages_settle"_s, u"messages_id"_s, u"messages_final"_s}) {
        const auto enabled = m_asking->value("SELECT tgenabled::text FROM pg_trigger WHERE tgrelid = 'messages'::regclass AND tgname = ?", name);
        if (enabled && (enabled->toString() == u"O" || enabled->toString() == u"A"))
            continue;
        good = false;
        report(Level::Failure, enabled ? u"The trigger %1 on messages is switched off: what other programs insert stays unseen until a node finds it."_s.arg(name) : u"The trigger %1 on messages is missing."_s.arg(name),
               enabled ? u"ALTER TABLE messages ENABLE TRIGGER %1"_s.arg(name) : u"Restore the schema from a backup, or move the messages into a new database."_s);
    }
    if (good)
        report(Level::Good, u"The triggers for other programs' messages are there and on."_s);
}

// What the triggers refuse can be talked out of them; privileges cannot.
void PostgresDoctor::grants()
{
    bool good = true;
    if (m_asking->value("SELECT has_schema_privilege('public', current_schema(), 'CREATE')")->toBool()) {
        good = false;
        report(Level::Warning, u"Every role may make tables and functions in the schema of the log, and so put its own in the place of others'."_s,
               u"REVOKE CREATE ON SCHEMA %1 FROM PUBLIC"_s.arg(m_asking->value("SELECT quote_ident(current_schema())")->toString()));
    }
    // Nodes' roles are those that may call append_messages().
    QSqlQuery &rows = m_asking->run("SELECT DISTINCT coalesce(quote_ident(r.rolname), 'PUBLIC') FROM"
                                    " (SELECT (aclexplode(relacl)).* FROM pg_class WHERE oid = 'messages'::regclass"
                                    " UNION ALL SELECT (aclexplode(attacl)).* FROM pg_attribute WHERE attrelid = 'messages'::regclass AND attname = 'id') a"
                                    " LEFT JOIN pg_roles r ON r.oid = a.grantee"
                                    " WHERE a.privilege_type = 'INSERT' AND (r.oid IS NULL OR NOT has_function_privilege(r.oid, 'append_messages(json)', 'EXECUTE')) ORDER BY 1 LIMIT 10");
    for (const QString &role : SqlDatabase::all(rows, [](const QSqlQuery &row) { return row.value(0).toString(); })) {
        good = false;
        report(Level::Warning, u"Role %1 may give messages ids of its own choice, which can put them where no stream finds them."_s.arg(role),
               u"REVOKE INSERT ON messages FROM %1; GRANT INSERT (session_id, sender_type, sender_id, sender_name, content_type, content, metadata, client_message_id, reply_to, replaces, created_at) ON messages TO %1"_s.arg(role));
    }
    if (good)
        report(Level::Good, u"Nobody but the nodes gives ids or makes tables here."_s);
}

// Of another role's process, the server shows its name and role only, unless this one has pg_read_all_stats.
QList<PostgresDoctor::LockHolder> PostgresDoctor::lockHolders()
{
    QSqlQuery &rows = m_asking->run("SELECT l.pid, l.virtualtransaction, coalesce(nullif(a.application_name, ''), 'no name'), coalesce(a.usename, '?'), coalesce(a.state, 'state unknown'),"
                                    " coalesce(', in a transaction of ' || round(extract(epoch FROM clock_timestamp() - a.xact_start), 1) || ' s', ''), coalesce(left(a.query, 80), ''),"
                                    " (SELECT count(*) FROM pg_locks w WHERE w.locktype = 'advisory' AND w.classid = l.classid AND w.objid = l.objid AND w.database = l.database AND NOT w.granted)"
                                    " FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                                    " WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ?::oid AND l.objid = ?::oid AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                                    lockClass, int(PostgresLock::Order));
    QList<LockHolder> holders;
    while (SqlDatabase::next(rows)) {
        const auto column = [&rows](int index) { return rows.value(index).toString(); };
        holders.append({rows.value(0).toInt(), column(1), u"Process %1 (%2, role %3, %4) keeps the log locked%5; %6 others wait. Its last statement: %7"_s.arg(column(0), column(2), column(3), column(4), column(5), column(7), column(6))});
    }
    rows.finish();
    return holders;
}

// Everybody who inserts takes it for a moment; this looks for one who still has it a second later.
void PostgresDoctor::lock()
{
    QList<LockHolder> kept;
    if (const QList<LockHolder> before = lockHolders(); !before.isEmpty()) {
        QThread::msleep(lockLookMs);
        kept = lockHolders();
        kept.removeIf([&before](const LockHolder &now) {
            return std::ranges::none_of(before, [&now](const LockHolder &then) { return then.pid == now.pid && then.transaction == now.transaction; });
        });
    }
    for (const LockHolder &holder : kept)
        report(Level::Failure, holder.text, u"Have the program commit sooner after it has inserted with constraints immediate, or end it: SELECT pg_terminate_backend(%1)"_s.arg(holder.pid), {{u"pid"_s, holder.pid}});
    if (kept.isEmpty())
        report(Level::Good, u"Nobody keeps the log locked."_s);
    QSqlQuery &idle = m_asking->run("SELECT pid, coalesce(nullif(application_name, ''), 'no name'), extract(epoch FROM clock_timestamp() - xact_start)::bigint FROM pg_stat_activity"
                                    " WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND xact_start < clock_timestamp() - interval '60 s'");
    while (SqlDatabase::next(idle))
        report(Level::Warning, u"Process %1 (%2) has had a transaction open for %3 s and does nothing."_s.arg(idle.value(0).toInt()).arg(idle.value(1).toString()).arg(idle.value(2).toLongLong()),
               u"It keeps old rows and notifications from being cleared away. Set idle_in_transaction_session_timeout for its role."_s, {{u"pid"_s, idle.value(0).toInt()}});
    idle.finish();
}

void PostgresDoctor::provisional()
{
    const qint64 count = m_asking->value("SELECT count(*) FROM messages WHERE id < 0")->toLongLong();
    if (count > 0)
        report(Level::Failure, u"%1 messages were committed without an id, while the trigger messages_settle was off; nobody sees them."_s.arg(count),
               u"A running node gives them their ids within two seconds; without one: SELECT settle_messages()"_s, {{u"count"_s, count}});
}

void PostgresDoctor::nodes()
{
    const QList<NodeRecord> alive = selectNodes(*m_asking);
    QStringList names;
    for (const NodeRecord &node : alive) {
        const QString program = node.stats.value(u"node").toObject().value(u"version").toString();
        names << (program.isEmpty() ? node.id : u"%1 (%2)"_s.arg(node.id, program));
        const QJsonObject listener = node.stats.value(u"database").toObject().value(u"listener").toObject();
        if (!listener.isEmpty() && !listener.value(u"connected").toBool())
            report(Level::Failure, u"Node %1 is not listening."_s.arg(node.id), u"See its log; it opens another connection by itself."_s);
        if (const qint64 missed = listener.value(u"doorbellMissed").toInteger(); missed > 0)
            report(Level::Warning, u"Node %1 has found %2 messages that no notification announced."_s.arg(node.id).arg(missed), u"Look at the findings `trigger`, `pooler` and `notify`."_s);
    }
    QSqlQuery &skewed = m_asking->run("SELECT id, (extract(epoch FROM clock - seen_at) * 1000)::bigint FROM nodes WHERE seen_at > clock_timestamp() - interval '15 s' AND abs(extract(epoch FROM clock - seen_at)) * 1000 > ?", skewMs);
    while (SqlDatabase::next(skewed))
        report(Level::Warning, u"The clock of node %1 differs from the server's by %2 ms."_s.arg(skewed.value(0).toString()).arg(skewed.value(1).toLongLong()), u"Run a time service on its machine."_s);
    skewed.finish();
    report(Level::Good, alive.isEmpty() ? u"No node is running on this database."_s : u"%1 running: %2."_s.arg(alive.size() == 1 ? u"One node is"_s : QString::number(alive.size()) + u" nodes are"_s, names.join(u", ")), {},
           {{u"nodes"_s, int(alive.size())}});
}

void PostgresDoctor::derived()
{
    const qint64 behind = m_asking->value("SELECT count(*) FROM (SELECT FROM messages WHERE id > coalesce((SELECT value::bigint FROM kept WHERE key = 'derived_to'), 0) LIMIT 100001) m")->toLongLong();
    const QString text = behind == 0 ? u"Search and the list of sessions are up to date."_s
                                     : u"Search and the list of sessions are %1 messages behind the log."_s.arg(behind > 100'000 ? u"more than 100,000"_s : QString::number(behind));
    const bool far = behind > 20'000;
    report(far ? Level::Warning : Level::Good, text, far ? u"A running node works through them; search does not find them until then."_s : QString(), {{u"behind"_s, behind}});
}

// Commits of one row, once with and once without waiting for the disk: the difference is the disk's.
void PostgresDoctor::commit()
{
    const double durable = commitMs(u"on"_s), quick = commitMs(u"off"_s);
    deleteNode(*m_asking, m_scratch);
    const double fsync = std::max(0.0, durable - quick);
    const double perSecond = 1000 / durable;
    const QJsonObject figures{{u"commitMs"_s, durable}, {u"fsyncMs"_s, fsync}, {u"transactionsPerSecond"_s, perSecond}};
    const QString text = u"A commit takes %1 ms, %2 of them for the disk: about %3 messages a second from one publisher who waits for each, and %3 transactions a second in all, of up to 1,000 messages each."_s.arg(durable, 0, 'f', 2).arg(fsync, 0, 'f', 2).arg(perSecond, 0, 'f', 0);
    if (durable > slowCommitMs)
        report(Level::Warning, text, u"Put the server's WAL on a disk with a write cache that survives a power cut, or nearer to the nodes."_s, figures);
    else
        report(Level::Good, text, {}, figures);
}

double PostgresDoctor::commitMs(const QString &synchronous)
{
    m_asking->run("SELECT set_config('synchronous_commit', ?, false)", synchronous);
    std::vector<double> times;
    for (int i = 0; i < measuredCommits; ++i) {
        QElapsedTimer clock;
        clock.start();
        m_asking->run("INSERT INTO nodes (id, started_at, seen_at, clock) VALUES (?, 'epoch', 'epoch', 'epoch') ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at", m_scratch);
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    return medianOf(std::move(times));
}

} // namespace pipit::ops
