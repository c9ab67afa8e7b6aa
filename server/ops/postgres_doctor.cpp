// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/doctor.h"

#include "server/store/file_rows.h"
#include "server/store/postgres/postgres_follower.h"
#include "server/store/postgres/postgres_messages.h"
#include "server/store/postgres/postgres_records.h"
#include "server/store/postgres/postgres_schema.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QThread>
#include <QTimer>

#include <vector>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

using namespace store;
using Level = Finding::Level;

constexpr int measuredCommits = 50;
constexpr int hopMs = 3'000;
constexpr int lockLookMs = 1'000;
constexpr double slowCommitMs = 20;
constexpr qint64 skewMs = 2'000;

double medianOf(std::vector<double> values)
{
    std::ranges::nth_element(values, values.begin() + std::ptrdiff_t(values.size() / 2));
    return values[values.size() / 2];
}

// Waits for one notification; nothing where none came in time.
std::optional<QString> nextNotification(PostgresDatabase &listening, const std::function<void()> &ring)
{
    QEventLoop loop;
    std::optional<QString> heard;
    const auto connection = QObject::connect(listening.driver(), qOverload<const QString &, QSqlDriver::NotificationSource, const QVariant &>(&QSqlDriver::notification), &loop,
                                             [&](const QString &, QSqlDriver::NotificationSource, const QVariant &payload) {
                                                 heard = payload.toString();
                                                 loop.quit();
                                             });
    QTimer::singleShot(hopMs, &loop, &QEventLoop::quit);
    ring();
    if (!heard)
        loop.exec();
    QObject::disconnect(connection);
    return heard;
}

class PostgresDoctor
{
public:
    PostgresDoctor(const PostgresTarget &target, QString filesDirectory) : m_target(target), m_filesDirectory(std::move(filesDirectory)) { }

    Findings examine()
    {
        // Where one of these cannot be, the later ones would only say the same again.
        if (!attempt(u"connect"_s, [this] { connect(); }) || !attempt(u"server"_s, [this] { server(); }))
            return m_findings;
        attempt(u"settings"_s, [this] { settings(); });
        attempt(u"pooler"_s, [this] { pooler(); });
        attempt(u"notify"_s, [this] { notify(); });
        attempt(u"queue"_s, [this] { queue(); });
        if (!attempt(u"schema"_s, [this] { schema(); }) || !m_hasSchema)
            return m_findings;
        attempt(u"trigger"_s, [this] { trigger(); });
        attempt(u"grants"_s, [this] { grants(); });
        attempt(u"lock"_s, [this] { lock(); });
        attempt(u"provisional"_s, [this] { provisional(); });
        attempt(u"nodes"_s, [this] { nodes(); });
        attempt(u"derived"_s, [this] { derived(); });
        attempt(u"commit"_s, [this] { commit(); });
        if (!m_filesDirectory.isEmpty())
            attempt(u"files"_s, [this] { m_findings.append(examineFiles(m_filesDirectory, filesId(*m_asking, {}))); });
        return m_findings;
    }

private:
    template<typename Check>
    bool attempt(const QString &name, Check check)
    {
        m_check = name;
        try {
            check();
            return true;
        } catch (const SqlFault &fault) {
            const QString next = name == u"connect" ? u"Check the URL, that the server runs, and that pg_hba.conf lets this role in from here."_s
                : fault.state() == sql_state::insufficientPrivilege ? u"Run the doctor as the role that the nodes use, or as a superuser."_s
                                                                    : u"See the server's log for more."_s;
            report(Level::Failure, fault.sentence(), next);
            return false;
        }
    }

    void report(Level level, const QString &text, const QString &next = {}, const QJsonObject &figures = {}) { m_findings.append({m_check, level, text, next, figures}); }

    void connect()
    {
        QElapsedTimer clock;
        clock.start();
        m_asking = std::make_unique<PostgresDatabase>(m_target, u"pipit doctor"_s, m_watchdog);
        m_listening = std::make_unique<PostgresDatabase>(m_target, u"pipit doctor, listening"_s, m_watchdog);
        const double ms = double(clock.nsecsElapsed()) / 2e6;
        report(Level::Good, u"%1 answers; connecting takes %2 ms."_s.arg(m_target.name()).arg(ms, 0, 'f', 1), {}, {{u"connectMs"_s, ms}});
    }

    void server()
    {
        checkServer(*m_asking);
        const QString version = m_asking->value("SELECT current_setting('server_version')")->toString();
        const int used = m_asking->value("SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend'")->toInt();
        const int most = m_asking->value("SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int")->toInt();
        const QJsonObject figures{{u"version"_s, version}, {u"connections"_s, used}, {u"maxConnections"_s, most}};
        const QString text = u"PostgreSQL %1, %2 of %3 connections used."_s.arg(version).arg(used).arg(most);
        if (used > most * 8 / 10)
            report(Level::Warning, text, u"Raise max_connections, or lower database.pool_size: a node takes pool_size and three more."_s, figures);
        else
            report(Level::Good, text, {}, figures);
    }

    void settings()
    {
        for (const auto &[name, what] : {std::pair(u"fsync"_s, u"a crash of the machine can lose or corrupt what was reported stored"_s),
                                         std::pair(u"full_page_writes"_s, u"a power cut can corrupt pages that were half written"_s)}) {
            if (m_asking->value("SELECT current_setting(?)", name)->toString() == u"off")
                report(Level::Failure, u"%1 is off: %2."_s.arg(name, what), u"Set %1 = on in postgresql.conf and reload."_s.arg(name));
        }
        const QString commit = m_asking->value("SELECT boot_val || '/' || reset_val FROM pg_settings WHERE name = 'synchronous_commit'")->toString();
        if (commit.endsWith(u"/off"))
            report(Level::Warning, u"synchronous_commit is off by default: nodes switch it on for themselves, other programs may lose what they insert."_s,
                   u"ALTER ROLE … SET synchronous_commit = on for the roles that insert messages."_s);
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        const qint64 skew = m_asking->value("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")->toLongLong() - now;
        if (std::abs(skew) > skewMs)
            report(Level::Warning, u"The server's clock and this machine's differ by %1 ms."_s.arg(skew), u"Run a time service (chrony, systemd-timesyncd) on both. Messages carry the server's time."_s, {{u"clockSkewMs"_s, skew}});
        else
            report(Level::Good, u"Durable settings; clocks differ by %1 ms."_s.arg(skew), {}, {{u"clockSkewMs"_s, skew}});
    }

    // A pooler in transaction mode gives each transaction whichever of its connections is free, and forgets LISTEN.
    void pooler()
    {
        const QString advice = u"Give the server's own address and port in database.url, or a pool in session mode (pool_mode = session)."_s;
        bool isShared = false;
        try {
            isShared = isListenerShared();
        } catch (const SqlFault &fault) {
            // Statements are prepared on one connection and run on another, or the only one is taken.
            if (fault.state() != sql_state::unknownStatement && !fault.connectionLost())
                throw;
            isShared = true;
        }
        if (isShared)
            report(Level::Failure, u"There is a connection pooler in transaction mode between here and the server: notifications are lost there, and messages of other nodes come late."_s, advice);
        else if (m_listening->value("SELECT pg_backend_pid()")->toInt() != m_listening->backendPid())
            report(Level::Good, u"There is a connection pooler between here and the server; it leaves each connection its own process, so notifications get through."_s);
        else
            report(Level::Good, u"The connection is the server's own: no pooler in between."_s);
    }

    bool isListenerShared()
    {
        m_listening->execute(u"LISTEN pipit_doctor_pooler"_s);
        const int before = m_listening->value("SELECT pg_backend_pid()")->toInt();
        bool isShared = false;
        // A transaction keeps its connection, so here the listener gets another one, if any pooler hands them out.
        m_asking->transaction([&] {
            const int taken = m_asking->value("SELECT pg_backend_pid()")->toInt();
            const bool listens = m_listening->value("SELECT EXISTS (SELECT FROM pg_listening_channels() c WHERE c = 'pipit_doctor_pooler')")->toBool();
            isShared = taken == before || !listens || m_listening->value("SELECT pg_backend_pid()")->toInt() != before;
        });
        return isShared;
    }

    void notify()
    {
        const QString longest = u"pipit_doctor_"_s + QString(50, u'x'); // 63 bytes, as the longest session's channel
        m_listening->listen(longest);
        const QString largest(7'999, u'x');
        QElapsedTimer clock;
        clock.start();
        const auto hop = nextNotification(*m_listening, [&] { m_asking->run("SELECT pg_notify(?, 'hop')", longest); });
        const double ms = double(clock.nsecsElapsed()) / 1e6;
        if (!hop) {
            report(Level::Failure, u"A notification did not come back within %1 s."_s.arg(hopMs / 1000),
                   u"Look for a connection pooler in transaction mode, or for a transaction that has been open for long (finding `queue`). Nodes go on by looking every two seconds."_s);
            return;
        }
        const auto whole = nextNotification(*m_listening, [&] { m_asking->run("SELECT pg_notify(?, ?)", longest, largest); });
        if (!whole || *whole != largest)
            report(Level::Failure, u"A notification of 7,999 bytes does not come through."_s, u"Use an unchanged build of PostgreSQL: pieces of answers need 7,999 bytes."_s);
        else
            report(Level::Good, u"A notification comes back in %1 ms; channel names of 63 and payloads of 7,999 bytes come through."_s.arg(ms, 0, 'f', 2), {}, {{u"roundTripMs"_s, ms}});
    }

    void queue()
    {
        const double usage = m_asking->value("SELECT pg_notification_queue_usage()")->toDouble() * 100;
        const QJsonObject figures{{u"usagePercent"_s, usage}};
        const QString text = u"The notification queue is %1 % full."_s.arg(usage, 0, 'f', 1);
        if (usage < 10) {
            report(Level::Good, text, {}, figures);
            return;
        }
        const auto oldest = m_asking->value("SELECT 'process ' || pid || ' (' || coalesce(nullif(application_name, ''), 'no name') || ', ' || state || ')' FROM pg_stat_activity"
                                            " WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() ORDER BY xact_start LIMIT 1");
        report(usage < 50 ? Level::Warning : Level::Failure, text,
               oldest ? u"A listener keeps its transaction open and so the queue from being emptied; the oldest is %1. End it: SELECT pg_terminate_backend(PID)."_s.arg(oldest->toString())
                      : u"Look for a program that has said LISTEN and does not read its connection."_s, figures);
    }

    void schema()
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

    void trigger()
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
    void grants()
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

    struct LockHolder {
        int pid = 0;
        QString transaction; // of the server's own numbering
        QString text;
    };

    // Of another role's process, the server shows its name and role only, unless this one has pg_read_all_stats.
    QList<LockHolder> lockHolders()
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
    void lock()
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

    void provisional()
    {
        const qint64 count = m_asking->value("SELECT count(*) FROM messages WHERE id < 0")->toLongLong();
        if (count > 0)
            report(Level::Failure, u"%1 messages were committed without an id, while the trigger messages_settle was off; nobody sees them."_s.arg(count),
                   u"A running node gives them their ids within two seconds; without one: SELECT settle_messages()"_s, {{u"count"_s, count}});
    }

    void nodes()
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

    void derived()
    {
        const qint64 behind = m_asking->value("SELECT count(*) FROM (SELECT FROM messages WHERE id > coalesce((SELECT value::bigint FROM kept WHERE key = 'derived_to'), 0) LIMIT 100001) m")->toLongLong();
        const QString text = behind == 0 ? u"Search and the list of sessions are up to date."_s
                                         : u"Search and the list of sessions are %1 messages behind the log."_s.arg(behind > 100'000 ? u"more than 100,000"_s : QString::number(behind));
        const bool far = behind > 20'000;
        report(far ? Level::Warning : Level::Good, text, far ? u"A running node works through them; search does not find them until then."_s : QString(), {{u"behind"_s, behind}});
    }

    // Commits of one row, once with and once without waiting for the disk: the difference is the disk's.
    void commit()
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

    double commitMs(const QString &synchronous)
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

    const PostgresTarget m_target;
    const QString m_filesDirectory;
    const QString m_scratch = u"doctor"_s; // a row of table nodes that no node has: it was last seen in 1970
    CallWatchdog m_watchdog;
    std::unique_ptr<PostgresDatabase> m_asking, m_listening;
    Findings m_findings;
    QString m_check;
    bool m_hasSchema = false;
};

} // namespace

Findings examinePostgres(const PostgresTarget &target, const QString &filesDirectory)
{
    return PostgresDoctor(target, filesDirectory).examine();
}

} // namespace pipit::ops
