// SPDX-License-Identifier: GPL-3.0-or-later
// A real PostgreSQL for tests: a cluster of its own on a loopback port of its own, made by the first who asks and gone with
// them. It is durable as any other: fsync stays on.
//
// It ends with the test also where that is killed: the system tells the server when its parent is gone.
// Thread rule: the thread that made it. Errors: std::runtime_error with what the server said; a test can do nothing without it.
#pragma once

#include "server/store/postgres/postgres_programs.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace pipit::test {

class PostgresServer
{
public:
    PostgresServer();
    ~PostgresServer();

    quint16 port() const { return m_port; }
    QString dataDirectory() const { return m_directory.path(); }
    // Where the cluster is.
    QString clusterDirectory() const { return m_directory.filePath(QStringLiteral("data")); }
    // A new, empty database: its URL, with the password. `port`: of a proxy in between.
    QString createDatabase();
    QString urlOf(const QString &database, quint16 port, const QString &user = QStringLiteral("pipit")) const;

    // Kill: of the first process, the others see it soon. PowerCut: of all at once.
    enum class How { Fast, Immediate, Kill, PowerCut };
    void stop(How how);
    void start();
    // False also where it has ended by itself.
    bool isRunning() { return m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(0); }
    // In place of this process's own. From the next start() on.
    void setEnvironment(const QProcessEnvironment &environment) { m_process.setProcessEnvironment(environment); }

    // What psql prints for these statements, without headers; the fields parted by |.
    QString sql(const QString &url, const QString &statements);
    // As COPY … FROM STDIN.
    void copyIn(const QString &url, const QString &statement, const QByteArray &rows);

private:
    store::PostgresPrograms m_programs;
    QTemporaryDir m_directory;
    QProcess m_process;
    quint16 m_port = 0;
    int m_databases = 0;
};

// psql as a person would use it: one session, that may keep a transaction open.
class PsqlSession
{
public:
    explicit PsqlSession(const QString &url);
    ~PsqlSession();

    // What it prints until the statements are done.
    QString run(const QString &statements);
    // Without waiting: for statements that are to block.
    void send(const QString &statements);

private:
    QString readUntilMark();

    QProcess m_process;
    QByteArray m_output;
    int m_mark = 0;
};

} // namespace pipit::test
