// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/local_postgres.h"

#include "core/private_file.h"
#include "server/store/random_name.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QThread>

#include <libpq-fe.h>

#ifdef Q_OS_WIN
#include <QTcpServer>
#endif

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

using std::chrono::seconds;

Q_LOGGING_CATEGORY(lcLocal, "pipit.store.local")

constexpr seconds makeTime{120};
constexpr seconds startTime{60}; // after a crash it reads its log first
constexpr seconds stopTime{20};
constexpr qsizetype longestSocketPath = 90; // of 104 to 108, less the name of the socket itself
constexpr qint64 oldLogBytes = 4 << 20;        // of the log that a start finds; a larger one becomes the old log
constexpr char superuser[] = "pipit";

struct Places {
    QString cluster, log, lock, password;

    explicit Places(const QString &dataDirectory)
        : cluster(dataDirectory + u"/postgres"_s), log(cluster + u"/server.log"_s), lock(cluster + u"/postmaster.pid"_s), password(dataDirectory + u"/postgres.password"_s)
    {
    }
};

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

// What was written to it since it was `from` bytes long.
QString endOfLog(const QString &path, qint64 from)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() <= from)
        return {};
    file.seek(std::max(from, file.size() - 2'000));
    const QStringList lines = QString::fromUtf8(file.readAll()).trimmed().split(u'\n');
    return u"the end of its log %1: %2"_s.arg(path, lines.mid(std::max<qsizetype>(0, lines.size() - 4)).join(u" / "));
}

QString endOf(const QString &output)
{
    return output.section(u'\n', -3).simplified();
}

Error fault(const QString &what, const QString &why)
{
    return Error{ErrorCode::Unavailable, u"The node's own PostgreSQL %1: %2."_s.arg(what, why)};
}

Result<Done> make(const PostgresPrograms &programs, const Places &places)
{
    const QString password = randomName(32);
    if (const auto written = writePrivateFile(places.password, password.toLatin1() + '\n'); !written)
        return written.error();
    // initdb reads the password from a file; it may not read this node's.
    const QString forInitdb = places.cluster + u".initdb"_s, unfinished = places.cluster + u".new"_s;
    if (const auto written = writePrivateFile(forInitdb, password.toLatin1() + '\n'); !written)
        return written.error();
    // Under another name until it is whole: this program may be ended at any moment.
    QDir(unfinished).removeRecursively();
    QDir().mkpath(unfinished);
    for (const QString &path : {unfinished, forInitdb}) {
        if (const auto given = PostgresPrograms::handOver(path); !given)
            return given;
    }
    const auto made = programs.run(u"initdb"_s, {u"-D"_s, unfinished, u"-U"_s, QString::fromLatin1(superuser), u"--pwfile"_s, forInitdb, u"--auth=scram-sha-256"_s, u"-E"_s, u"UTF8"_s, u"--no-locale"_s, u"-k"_s}, makeTime);
    QFile::remove(forInitdb);
    if (made.ok && QDir().rename(unfinished, places.cluster))
        return Done();
    return fault(u"could not be made in "_s + places.cluster, endOf(made.output));
}

PostgresPrograms::Outcome stopServer(const PostgresPrograms &programs, const QString &cluster, const QString &mode)
{
    return programs.run(u"pg_ctl"_s, {u"-D"_s, u"."_s, u"-m"_s, mode, u"-w"_s, u"-t"_s, QString::number(stopTime.count()), u"stop"_s}, stopTime + seconds(5), cluster);
}

// Whether a server is where the lock file says. One that is just starting or stopping is waited for.
bool answers(const PostgresTarget &target)
{
    const QByteArray host = target.host.toUtf8(), port = target.port.toUtf8(), user = target.user.toUtf8(), password = target.password.toUtf8(), database = target.database.toUtf8();
    const char *const keys[] = {"host", "port", "user", "password", "dbname", "connect_timeout", nullptr};
    const char *const values[] = {host.constData(), port.constData(), user.constData(), password.constData(), database.constData(), "5", nullptr};
    for (const QDeadlineTimer deadline(startTime); !deadline.hasExpired(); QThread::msleep(100)) {
        const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdbParams(keys, values, 0), PQfinish);
        if (PQstatus(connection.get()) == CONNECTION_OK)
            return true;
        // One that answers, and has no connection left for this node, is the server all the same.
        if (const PGPing ping = PQpingParams(keys, values, 0); ping == PQPING_OK || ping == PQPING_NO_RESPONSE)
            return ping == PQPING_OK;
    }
    return true;
}

// The server's lock file names a process that runs.
Result<Done> endOldServer(const PostgresPrograms &programs, const Places &places, const Result<PostgresTarget> &old)
{
    if (old.ok() && answers(*old)) {
        const auto stopped = stopServer(programs, places.cluster, u"fast"_s);
        return stopped.ok ? Result<Done>(Done()) : fault(u"was left running by a node that ended, and does not stop"_s, endOf(stopped.output));
    }
    // A stranger has the number of the dead server. The new one would not start beside it, so the file now names nobody. The
    // rest of it stays: by that the new server finds out whether other processes of the old one are still at work.
    constexpr char nobody[] = "2147483646";
    QFile lock(places.lock);
    if (!lock.open(QIODevice::ReadOnly))
        return Done();
    const QByteArray content = lock.read(10'000);
    const qsizetype firstLine = content.indexOf('\n');
    qCInfo(lcLocal).noquote() << places.lock << "names the process" << content.left(std::max<qsizetype>(0, firstLine)) << "which is not this server; the file is corrected.";
    lock.remove();
    QFile corrected(places.lock);
    if (!corrected.open(QIODevice::WriteOnly | QIODevice::NewOnly) || corrected.write(firstLine < 0 ? QByteArray(nobody) : nobody + content.mid(firstLine)) < 0)
        return fault(u"does not start"_s, u"%1 cannot be written: %2"_s.arg(places.lock, corrected.errorString()));
    corrected.close();
    corrected.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return PostgresPrograms::handOver(places.lock);
}

#ifndef Q_OS_WIN
// In the cluster where its path will do, else in a folder with a short one.
Result<QString> socketFolder(const QString &cluster)
{
    // The server takes a comma or a double quote for the end of a path.
    if (cluster.toUtf8().size() < longestSocketPath && !cluster.contains(u',') && !cluster.contains(u'"'))
        return cluster;
    const QString name = u"pipit-"_s + QString::fromLatin1(QCryptographicHash::hash(cluster.toUtf8(), QCryptographicHash::Sha256).toHex().left(12));
    const QString folder = QDir::tempPath() + u'/' + name;
    QDir().mkdir(folder);
    // Anybody may have made it before, to sit where the node looks for its server.
    const QFileInfo entry(folder);
    const auto user = PostgresPrograms::otherUser();
    const bool foreign = entry.isSymLink() || !entry.isDir() || (user && entry.ownerId() != 0 && entry.owner() != *user);
    if (foreign || !QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        return fault(u"has no place for its socket"_s, u"%1 belongs to somebody else; remove it, or choose a data directory with a shorter path"_s.arg(folder));
    if (const auto given = PostgresPrograms::handOver(folder); !given)
        return given.error();
    return folder;
}
#endif

// Where it listens: as options of the server, and for those who connect.
Result<QString> listenOptions(const QString &cluster, PostgresTarget &target)
{
#ifdef Q_OS_WIN
    Q_UNUSED(cluster)
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHost))
        return fault(u"has no port"_s, probe.errorString());
    target.host = u"127.0.0.1"_s;
    target.port = QString::number(probe.serverPort());
    return u"-c listen_addresses=127.0.0.1 -p "_s + target.port;
#else
    const auto folder = socketFolder(cluster);
    if (!folder)
        return folder.error();
    target.host = *folder;
    target.port = u"5432"_s;
    return u"-c listen_addresses='' -c unix_socket_permissions=0700 -p 5432 -k '%1'"_s.arg(QString(*folder).replace(u'\'', u"'\\''"_s));
#endif
}

} // namespace

Result<std::unique_ptr<LocalPostgres>> LocalPostgres::start(const QString &dataDirectory)
{
    const Places places(QDir(dataDirectory).absolutePath());
    const QString version = textOf(places.cluster + u"/PG_VERSION"_s);
    auto programs = PostgresPrograms::find(version.isEmpty() ? std::nullopt : std::optional(version.toInt()));
    if (!programs)
        return programs.error();
    if (const auto open = PostgresPrograms::letThrough(dataDirectory); !open)
        return open.error();
    if (version.isEmpty()) {
        if (const auto made = make(*programs, places); !made)
            return made.error();
    } else if (programs->run(u"pg_ctl"_s, {u"-D"_s, u"."_s, u"status"_s}, stopTime, places.cluster).ok) {
        if (const auto ended = endOldServer(*programs, places, running(dataDirectory)); !ended)
            return ended.error();
    }

    PostgresTarget target{.user = QString::fromLatin1(superuser), .password = textOf(places.password), .database = u"postgres"_s};
    if (target.password.isEmpty())
        return fault(u"cannot be entered"_s, u"its password file %1 is gone; restore it from a backup"_s.arg(places.password));
    const auto options = listenOptions(places.cluster, target);
    if (!options)
        return options.error();
    if (QFileInfo(places.log).size() > oldLogBytes) {
        QFile::remove(places.log + u".old"_s);
        QFile::rename(places.log, places.log + u".old"_s);
    }
    const qint64 logged = QFileInfo(places.log).size();
    const auto started = programs->run(u"pg_ctl"_s, {u"-D"_s, u"."_s, u"-l"_s, QFileInfo(places.log).fileName(), u"-w"_s, u"-t"_s, QString::number(startTime.count()), u"-o"_s, *options + u" -c cluster_name=pipit -c log_min_messages=warning -c shared_buffers=64MB"_s, u"start"_s}, startTime + seconds(5), places.cluster);
    if (!started.ok) {
        const QString reason = endOfLog(places.log, logged);
        return fault(u"does not start"_s, reason.isEmpty() ? endOf(started.output) : reason);
    }
    return std::unique_ptr<LocalPostgres>(new LocalPostgres(std::move(*programs), places.cluster, std::move(target)));
}

Result<PostgresTarget> LocalPostgres::running(const QString &dataDirectory)
{
    const Places places(QDir(dataDirectory).absolutePath());
    // Process, folder, time of start, port, folder of the socket, address: a line for each, as PostgreSQL's pidfile.h has them.
    const QStringList lock = textOf(places.lock).split(u'\n');
    if (lock.size() < 6)
        return Error{ErrorCode::Unavailable, u"The PostgreSQL of %1 runs with its node only. Start the node first: pipitd serve --data %1 --database local-postgres"_s.arg(dataDirectory)};
    return PostgresTarget{.host = lock[4].isEmpty() ? lock[5] : lock[4], .port = lock[3], .user = QString::fromLatin1(superuser), .password = textOf(places.password), .database = u"postgres"_s};
}

LocalPostgres::~LocalPostgres()
{
    stop();
}

// With the options of its start, which PostgreSQL keeps.
Result<Done> LocalPostgres::restart()
{
    const std::lock_guard lock(m_mutex);
    if (m_stopped)
        return fault(u"is not started again"_s, u"its node has stopped it"_s);
    const QString log = Places(QFileInfo(m_cluster).path()).log;
    const qint64 logged = QFileInfo(log).size();
    const auto started = m_programs.run(u"pg_ctl"_s, {u"-D"_s, u"."_s, u"-m"_s, u"fast"_s, u"-l"_s, QFileInfo(log).fileName(), u"-w"_s, u"-t"_s, QString::number(startTime.count()), u"restart"_s}, 2 * startTime + seconds(5), m_cluster);
    if (started.ok)
        return Done();
    const QString reason = endOfLog(log, logged);
    return fault(u"does not start again"_s, reason.isEmpty() ? endOf(started.output) : reason);
}

void LocalPostgres::stop()
{
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_stopped, true))
        return;
    auto stopped = stopServer(m_programs, m_cluster, u"fast"_s);
    if (!stopped.ok)
        stopped = stopServer(m_programs, m_cluster, u"immediate"_s);
    if (!stopped.ok && QFile::exists(Places(QFileInfo(m_cluster).path()).lock)) {
        qCWarning(lcLocal).noquote() << "The node's own PostgreSQL in" << m_cluster << "does not stop; the next start tries again:" << endOf(stopped.output);
        return;
    }
    if (m_target.host != m_cluster)
        QDir().rmdir(m_target.host);
}

} // namespace pipit::store
