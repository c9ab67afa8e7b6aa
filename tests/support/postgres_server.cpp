// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/postgres_server.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QThread>

#include <signal.h>

#include <stdexcept>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

constexpr int limitMs = 30'000;
constexpr int statementLimitMs = 60'000; // some put 100,000 rows in, and the machine may be busy
constexpr char password[] = "pipit-tests";

store::PostgresPrograms programs()
{
    auto found = store::PostgresPrograms::find();
    if (!found)
        throw std::runtime_error(found.error().message.toStdString());
    return *found;
}

QString runPsql(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.start(u"psql"_s, QStringList{u"-X"_s, u"-q"_s, u"-A"_s, u"-t"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s} + arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(statementLimitMs))
        throw std::runtime_error("psql: no end within " + std::to_string(statementLimitMs / 1000) + " s");
    if (process.exitCode() != 0)
        throw std::runtime_error("psql: " + process.readAllStandardError().toStdString());
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

QList<qint64> childrenOf(qint64 process)
{
    QFile list(u"/proc/%1/task/%1/children"_s.arg(process));
    QList<qint64> children;
    if (list.open(QIODevice::ReadOnly)) {
        for (const QByteArray &number : list.readAll().simplified().split(' '))
            children << number.toLongLong();
    }
    children.removeAll(0);
    return children;
}

// The system ends the server with the test; somebody has to clear the folder away where the test is killed. This one is no
// child of the test, so that what kills a test with all its children does not find it.
void clearAfterwards(const QString &folder)
{
    QProcess guard;
    guard.setProgram(u"sh"_s);
    guard.setArguments({u"-c"_s, u"while kill -0 \"$0\" && [ -d \"$1\" ]; do sleep 1; done; for i in 1 2 3 4 5; do rm -rf \"$1\" && break; sleep 1; done"_s,
                        QString::number(QCoreApplication::applicationPid()), folder});
    guard.setStandardInputFile(QProcess::nullDevice());
    guard.setStandardOutputFile(QProcess::nullDevice());
    guard.setStandardErrorFile(QProcess::nullDevice());
    guard.startDetached();
}

} // namespace

PostgresServer::PostgresServer() : m_programs(programs())
{
    clearAfterwards(m_directory.path());
    const QString passwordFile = m_directory.filePath(u"password"_s);
    QFile file(passwordFile);
    if (!file.open(QIODevice::WriteOnly) || file.write(password) < 0)
        throw std::runtime_error("the password cannot be written");
    file.close();
    if (const auto given = store::PostgresPrograms::handOver(m_directory.path()); !given)
        throw std::runtime_error(given.error().message.toStdString());
    const auto made = m_programs.run(u"initdb"_s, {u"-D"_s, clusterDirectory(), u"-U"_s, u"pipit"_s, u"--pwfile"_s, passwordFile, u"--auth=scram-sha-256"_s, u"-E"_s, u"UTF8"_s, u"--no-locale"_s, u"--no-sync"_s},
                                     std::chrono::seconds(60));
    if (!made.ok)
        throw std::runtime_error("initdb: " + made.output.toStdString());
    m_process.setStandardErrorFile(m_directory.filePath(u"server.log"_s), QIODevice::Append);
    start();
}

PostgresServer::~PostgresServer()
{
    stop(How::Immediate);
}

void PostgresServer::start()
{
    const bool again = m_port != 0;
    // After a kill the old server's other processes take a moment to see that they are alone.
    for (int attempt = 0; attempt < 100; ++attempt, QThread::msleep(50)) {
        // Below the range from which outgoing connections take theirs.
        if (!again)
            m_port = quint16(QRandomGenerator::global()->bounded(20'000, 32'000));
        QStringList command{u"--pdeathsig"_s, u"QUIT"_s};
        if (const auto user = store::PostgresPrograms::otherUser())
            command += {u"--reuid"_s, *user, u"--regid"_s, *user, u"--init-groups"_s};
        command += {m_programs.path(u"postgres"_s), u"-D"_s, clusterDirectory(), u"-p"_s, QString::number(m_port), u"-c"_s, u"listen_addresses=127.0.0.1"_s, u"-c"_s, u"unix_socket_directories="_s,
                    u"-c"_s, u"max_connections=200"_s, u"-c"_s, u"shared_buffers=64MB"_s};
        m_process.setWorkingDirectory(u"/"_s);
        m_process.start(u"setpriv"_s, command);
        const QDeadlineTimer deadline(limitMs);
        while (!deadline.hasExpired() && !m_process.waitForFinished(20)) {
            try {
                runPsql({urlOf(u"postgres"_s, m_port)}, "SELECT 1");
                return;
            } catch (const std::runtime_error &) {
                // Not yet.
            }
        }
    }
    QFile log(m_directory.filePath(u"server.log"_s));
    throw std::runtime_error("PostgreSQL does not start: " + (log.open(QIODevice::ReadOnly) ? log.readAll().right(2'000).toStdString() : std::string("no log")));
}

void PostgresServer::stop(How how)
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    const auto first = pid_t(m_process.processId());
    if (how == How::PowerCut) {
        ::kill(first, SIGSTOP); // it makes no more of them
        for (const qint64 child : childrenOf(first))
            ::kill(pid_t(child), SIGKILL);
    }
    ::kill(first, how == How::Fast ? SIGINT : how == How::Immediate ? SIGQUIT : SIGKILL);
    m_process.waitForFinished(limitMs);
}

QString PostgresServer::urlOf(const QString &database, quint16 port, const QString &user) const
{
    return u"postgres://%1:%2@127.0.0.1:%3/%4"_s.arg(user, QLatin1StringView(password)).arg(port).arg(database);
}

QString PostgresServer::createDatabase()
{
    const QString name = u"test%1"_s.arg(++m_databases);
    sql(urlOf(u"postgres"_s, m_port), u"CREATE DATABASE "_s + name);
    return urlOf(name, m_port);
}

QString PostgresServer::sql(const QString &url, const QString &statements)
{
    return runPsql({url}, statements.toUtf8());
}

void PostgresServer::copyIn(const QString &url, const QString &statement, const QByteArray &rows)
{
    runPsql({url, u"-c"_s, statement}, rows);
}

PsqlSession::PsqlSession(const QString &url)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(u"psql"_s, {u"-X"_s, u"-q"_s, u"-A"_s, u"-t"_s, url});
    if (!m_process.waitForStarted(limitMs))
        throw std::runtime_error("psql does not start");
    run(u"SELECT 1;"_s);
}

PsqlSession::~PsqlSession()
{
    m_process.kill();
    m_process.waitForFinished(limitMs);
}

void PsqlSession::send(const QString &statements)
{
    m_process.write(statements.toUtf8() + "\n\\echo done-" + QByteArray::number(++m_mark) + '\n');
    m_process.waitForBytesWritten(limitMs);
}

QString PsqlSession::run(const QString &statements)
{
    send(statements);
    return readUntilMark();
}

QString PsqlSession::readUntilMark()
{
    const QByteArray mark = "done-" + QByteArray::number(m_mark) + '\n';
    const QDeadlineTimer deadline(limitMs);
    while (!m_output.contains(mark)) {
        if (deadline.hasExpired() || m_process.state() == QProcess::NotRunning)
            throw std::runtime_error("psql does not answer: " + m_output.toStdString());
        m_process.waitForReadyRead(int(deadline.remainingTime()));
        m_output += m_process.readAll();
    }
    const qsizetype end = m_output.indexOf(mark);
    const QString text = QString::fromUtf8(m_output.left(end)).trimmed();
    m_output.remove(0, end + mark.size());
    return text;
}

} // namespace pipit::test
