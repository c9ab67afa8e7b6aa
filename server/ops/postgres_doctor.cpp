// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/postgres_doctor.h"

#include "server/store/file_rows.h"
#include "server/store/postgres/postgres_schema.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace pipit::ops {

using namespace store;

namespace {

constexpr int hopMs = 3'000;

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

} // namespace

PostgresDoctor::PostgresDoctor(const PostgresTarget &target, QString filesDirectory) : m_target(target), m_filesDirectory(std::move(filesDirectory)) { }

Findings PostgresDoctor::examine()
{
    // Where one of these cannot be, the later ones would only say the same again.
    if (!attempt(u"connect"_s, &PostgresDoctor::connect) || !attempt(u"server"_s, &PostgresDoctor::server))
        return m_findings;
    attempt(u"settings"_s, &PostgresDoctor::settings);
    attempt(u"pooler"_s, &PostgresDoctor::pooler);
    attempt(u"notify"_s, &PostgresDoctor::notify);
    attempt(u"queue"_s, &PostgresDoctor::queue);
    if (!attempt(u"schema"_s, &PostgresDoctor::schema) || !m_hasSchema)
        return m_findings;
    attempt(u"trigger"_s, &PostgresDoctor::trigger);
    attempt(u"grants"_s, &PostgresDoctor::grants);
    attempt(u"lock"_s, &PostgresDoctor::lock);
    attempt(u"provisional"_s, &PostgresDoctor::provisional);
    attempt(u"nodes"_s, &PostgresDoctor::nodes);
    attempt(u"derived"_s, &PostgresDoctor::derived);
    attempt(u"commit"_s, &PostgresDoctor::commit);
    if (!m_filesDirectory.isEmpty())
        attempt(u"files"_s, &PostgresDoctor::files);
    return m_findings;
}

bool PostgresDoctor::attempt(const QString &name, void (PostgresDoctor::*check)())
{
    m_check = name;
    try {
        (this->*check)();
        return true;
    } catch (const SqlFault &fault) {
        const QString next = name == u"connect" ? u"Check the URL, that the server runs, and that pg_hba.conf lets this role in from here."_s
            : fault.state() == sql_state::insufficientPrivilege ? u"Run the doctor as the role that the nodes use, or as a superuser."_s
                                                                : u"See the server's log for more."_s;
        report(Level::Failure, fault.sentence(), next);
        return false;
    }
}

void PostgresDoctor::report(Level level, const QString &text, const QString &next, const QJsonObject &figures)
{
    m_findings.append({m_check, level, text, next, figures});
}

void PostgresDoctor::connect()
{
    QElapsedTimer clock;
    clock.start();
    m_asking = std::make_unique<PostgresDatabase>(m_target, u"pipit doctor"_s, m_watchdog);
    m_listening = std::make_unique<PostgresDatabase>(m_target, u"pipit doctor, listening"_s, m_watchdog);
    const double ms = double(clock.nsecsElapsed()) / 2e6;
    report(Level::Good, u"%1 answers; connecting takes %2 ms."_s.arg(m_target.name()).arg(ms, 0, 'f', 1), {}, {{u"connectMs"_s, ms}});
}

void PostgresDoctor::server()
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

void PostgresDoctor::settings()
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
void PostgresDoctor::pooler()
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

bool PostgresDoctor::isListenerShared()
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

void PostgresDoctor::notify()
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

void PostgresDoctor::queue()
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

void PostgresDoctor::files()
{
    m_findings.append(examineFiles(m_filesDirectory, filesId(*m_asking, {})));
}

Findings examinePostgres(const PostgresTarget &target, const QString &filesDirectory)
{
    return PostgresDoctor(target, filesDirectory).examine();
}

} // namespace pipit::ops
