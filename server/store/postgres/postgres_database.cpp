// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_database.h"

#include "server/stream/socket_options.h"

#include <QScopeGuard>
#include <QSqlError>

#include <libpq-fe.h>

#include <memory>
#include <vector>

namespace pipit::store {

namespace {

QString quoted(QString value)
{
    return u'\'' + value.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'")) + u'\'';
}

// As Qt's driver wants them: key=value, parted by semicolons, which a value therefore cannot have.
QString connectOptions(const PostgresTarget &target, const QString &purpose, const CallLimits &limits)
{
    QMap<QString, QString> options = target.options;
    const auto byDefault = [&options](const QString &key, const QString &value) {
        if (!options.contains(key))
            options.insert(key, value);
    };
    // There may be several, with as many hosts; the driver's own setting takes one number.
    if (!target.port.isEmpty())
        options.insert(QStringLiteral("port"), target.port);
    byDefault(QStringLiteral("application_name"), purpose);
    // The library counts it for each host, and takes 1 for 2.
    const qint64 hosts = std::max(target.host.count(u','), options.value(QStringLiteral("hostaddr")).count(u',')) + 1;
    byDefault(QStringLiteral("connect_timeout"), QString::number(std::max<qint64>(2, limits.connect.count() / 1000 / hosts)));
    byDefault(QStringLiteral("keepalives_idle"), QStringLiteral("10"));
    byDefault(QStringLiteral("keepalives_interval"), QStringLiteral("5"));
    byDefault(QStringLiteral("keepalives_count"), QStringLiteral("2"));
    // A statement may take its time; a network that swallows everything may not.
    byDefault(QStringLiteral("tcp_user_timeout"), QString::number(std::min<qint64>(limits.call.count(), 30'000)));
    QStringList list;
    for (auto it = options.cbegin(); it != options.cend(); ++it)
        list << it.key() + u'=' + quoted(it.value());
    return list.join(u';');
}

// The library's hints stand on lines of their own.
QString inOneLine(const QString &text)
{
    QStringList lines;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts))
        lines << line.simplified();
    return lines.join(QStringLiteral(". "));
}

PGconn *connectionOf(const QSqlDriver *driver)
{
    // Qt's documentation calls the type PGconn*; by its name in C++ it is pg_conn*.
    const QVariant handle = driver->handle();
    const bool known = qstrcmp(handle.typeName(), "pg_conn*") == 0 || qstrcmp(handle.typeName(), "PGconn*") == 0;
    return known ? *static_cast<PGconn *const *>(handle.constData()) : nullptr;
}

// On the watchdog's thread, while the connection's own is inside the library: reads two numbers that do not change then.
void shutDown(const QSqlDriver *driver)
{
    PGconn *connection = connectionOf(driver);
    if (connection && PQsocket(connection) >= 0)
        stream::shutdownSocket(stream::NativeSocket(PQsocket(connection)));
}

} // namespace

PostgresDatabase::PostgresDatabase(const PostgresTarget &target, const QString &purpose, CallWatchdog &watchdog, const CallLimits &limits)
    : SqlDatabase(QStringLiteral("QPSQL"), false), m_watchdog(watchdog), m_limits(limits)
{
    if (!handle().isValid())
        throw SqlFault("Qt's driver for PostgreSQL is missing. Install it (Debian and Ubuntu: apt install libqt6sql6-psql).");
    handle().setHostName(target.host);
    handle().setUserName(target.user);
    handle().setPassword(target.password);
    handle().setDatabaseName(target.database);
    handle().setConnectOptions(connectOptions(target, purpose, limits));
    {
        // The library limits the connecting itself; the driver then asks a few things without a limit.
        const auto call = m_watchdog.limit(limits.connect + limits.call, [driver = handle().driver()] { shutDown(driver); });
        if (!handle().open())
            throw SqlFault(inOneLine(handle().lastError().databaseText()).toStdString(), handle().lastError().nativeErrorCode(), true);
    }
    // Whatever the role or the database has as its own default: the log depends on these.
    execute(QStringLiteral("SET default_transaction_isolation TO 'read committed'; SET client_min_messages TO warning;"
                           " SET jit TO off; SET lock_timeout TO %1; SET statement_timeout TO %2; SET idle_in_transaction_session_timeout TO 60000;"
                           " SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")
                .arg(limits.lock.count())
                .arg(limits.statement.count()));
}

bool PostgresDatabase::isOpen()
{
    PGconn *connection = connectionOf(handle().driver());
    // Twice: the first look may find only what the server said before it ended the connection, the second one that end.
    return connection && PQconsumeInput(connection) == 1 && PQconsumeInput(connection) == 1 && PQstatus(connection) == CONNECTION_OK;
}

bool PostgresDatabase::seemsOpen() const
{
    return PQstatus(connectionOf(handle().driver())) == CONNECTION_OK;
}

int PostgresDatabase::backendPid() const
{
    return PQbackendPID(connectionOf(handle().driver()));
}

void PostgresDatabase::breakOff()
{
    shutDown(handle().driver());
}

QList<QByteArray> PostgresDatabase::askOnce(const char *sql, Values values)
{
    using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;
    PGconn *connection = connectionOf(handle().driver());
    callBegins();
    const auto end = qScopeGuard([this] { callEnds(); });
    auto known = m_asked.find(sql);
    if (known == m_asked.end()) {
        const QByteArray name = "pipit_" + QByteArray::number(qint64(m_asked.size()));
        const Answer prepared(PQprepare(connection, name.constData(), sql, int(values.size()), nullptr), PQclear);
        if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK)
            throw faultOf(prepared.get());
        known = m_asked.emplace(sql, name).first;
    }
    std::vector<const char *> texts;
    for (const QByteArray &value : values)
        texts.push_back(value.isNull() ? nullptr : value.constData());
    const Answer answer(PQexecPrepared(connection, known->second.constData(), int(texts.size()), texts.data(), nullptr, nullptr, 0), PQclear);
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK)
        throw faultOf(answer.get());
    if (PQntuples(answer.get()) != 1)
        throw SqlFault("the database gave no answer");
    QList<QByteArray> row;
    for (int column = 0; column < PQnfields(answer.get()); ++column)
        row.append(QByteArray(PQgetvalue(answer.get(), 0, column), PQgetlength(answer.get(), 0, column)));
    return row;
}

void PostgresDatabase::listen(const QString &channel)
{
    callBegins();
    const bool subscribed = driver()->subscribeToNotification(channel);
    callEnds();
    if (!subscribed)
        throw faultOf(driver()->lastError());
}

void PostgresDatabase::callBegins()
{
    m_call = m_watchdog.limit(m_limits.call, [this, driver = handle().driver()] {
        m_silent = true;
        shutDown(driver);
    });
}

void PostgresDatabase::callEnds()
{
    m_call = {};
}

SqlFault PostgresDatabase::faultOf(const pg_result *result) const
{
    const PGconn *connection = connectionOf(handle().driver());
    const bool lost = PQstatus(connection) != CONNECTION_OK;
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return SqlFault(text ? text : inOneLine(QString::fromUtf8(PQerrorMessage(connection))).toStdString(), QString::fromLatin1(state), lost);
}

SqlFault PostgresDatabase::faultOf(const QSqlError &error) const
{
    const bool lost = PQstatus(connectionOf(handle().driver())) != CONNECTION_OK;
    // "ERROR:  text\n(22P02) QPSQL: …" is for logs; what the server said is its first line.
    QString text = error.databaseText().section(u'\n', 0, 0).trimmed();
    for (const QStringView prefix : {u"ERROR:", u"FATAL:"}) {
        if (text.startsWith(prefix))
            text = text.mid(prefix.size()).trimmed();
    }
    return SqlFault(text.toStdString(), error.nativeErrorCode(), lost);
}

} // namespace pipit::store
