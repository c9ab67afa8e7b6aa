// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/local_postgres.h"

#include "core/private_file.h"
#include "server/store/random_name.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_WIN
#include <QTcpServer>
#endif

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

using std::chrono::seconds;

constexpr seconds makeTime{120};
constexpr seconds startTime{60}; // after a crash it reads its log first
constexpr seconds stopTime{20};
constexpr qsizetype longestSocketPath = 90; // of 104 to 108, less the name of the socket itself
constexpr char superuser[] = "pipit";

struct Places {
    QString cluster, log, password, connection;

    explicit Places(const QString &dataDirectory)
        : cluster(dataDirectory + u"/postgres"_s), log(cluster + u"/server.log"_s), password(dataDirectory + u"/postgres.password"_s), connection(dataDirectory + u"/postgres.connection"_s)
    {
    }
};

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

QString endOfLog(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return u"its log %1 cannot be read"_s.arg(path);
    file.seek(std::max<qint64>(0, file.size() - 2'000));
    const QStringList lines = QString::fromUtf8(file.readAll()).trimmed().split(u'\n');
    return u"the end of its log %1: %2"_s.arg(path, lines.mid(std::max<qsizetype>(0, lines.size() - 4)).join(u" / "));
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
    return fault(u"could not be made"_s, made.output.section(u'\n', -3).simplified());
}

#ifndef Q_OS_WIN
// In the cluster where its path is short enough, else in a folder for short paths.
Result<QString> socketFolder(const QString &cluster)
{
    if (cluster.toUtf8().size() < longestSocketPath)
        return cluster;
    const QString name = u"pipit-"_s + QString::fromLatin1(QCryptographicHash::hash(cluster.toUtf8(), QCryptographicHash::Sha256).toHex().left(12));
    const QString folder = QDir::tempPath() + u'/' + name;
    QDir().mkpath(folder);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
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
    } else if (programs->run(u"pg_ctl"_s, {u"-D"_s, places.cluster, u"status"_s}, stopTime).ok) {
        programs->run(u"pg_ctl"_s, {u"-D"_s, places.cluster, u"-m"_s, u"fast"_s, u"-w"_s, u"-t"_s, QString::number(stopTime.count()), u"stop"_s}, stopTime + seconds(5));
    }

    PostgresTarget target{.user = QString::fromLatin1(superuser), .password = textOf(places.password), .database = u"postgres"_s};
    if (target.password.isEmpty())
        return fault(u"cannot be entered"_s, u"its password file %1 is gone; restore it from a backup"_s.arg(places.password));
    const auto options = listenOptions(places.cluster, target);
    if (!options)
        return options.error();
    const auto started = programs->run(u"pg_ctl"_s, {u"-D"_s, places.cluster, u"-l"_s, places.log, u"-w"_s, u"-t"_s, QString::number(startTime.count()), u"-o"_s, *options + u" -c log_min_messages=warning -c shared_buffers=64MB"_s, u"start"_s}, startTime + seconds(5));
    if (!started.ok)
        return fault(u"does not start"_s, endOfLog(places.log));
    // What pipitctl needs to find it; the password is in its own file.
    if (const auto written = writePrivateFile(places.connection, target.host.toUtf8() + '\n' + target.port.toUtf8() + '\n'); !written)
        return written.error();
    return std::unique_ptr<LocalPostgres>(new LocalPostgres(std::move(*programs), places.cluster, std::move(target)));
}

Result<PostgresTarget> LocalPostgres::running(const QString &dataDirectory)
{
    const Places places(QDir(dataDirectory).absolutePath());
    const QStringList connection = textOf(places.connection).split(u'\n');
    if (connection.size() != 2)
        return Error{ErrorCode::Unavailable, u"The PostgreSQL of %1 runs with its node only. Start the node first: pipitd serve --data %1 --database local-postgres"_s.arg(dataDirectory)};
    return PostgresTarget{.host = connection[0], .port = connection[1], .user = QString::fromLatin1(superuser), .password = textOf(places.password), .database = u"postgres"_s};
}

LocalPostgres::~LocalPostgres()
{
    stop();
}

void LocalPostgres::stop()
{
    if (std::exchange(m_stopped, true))
        return;
    const Places places(QFileInfo(m_cluster).path());
    QFile::remove(places.connection);
    for (const QString &mode : {u"fast"_s, u"immediate"_s}) {
        if (m_programs.run(u"pg_ctl"_s, {u"-D"_s, m_cluster, u"-m"_s, mode, u"-w"_s, u"-t"_s, QString::number(stopTime.count()), u"stop"_s}, stopTime + seconds(5)).ok)
            return;
    }
}

} // namespace pipit::store
