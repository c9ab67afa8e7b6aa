// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/pg_bouncer.h"

#include "server/store/postgres/postgres_programs.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTcpSocket>
#include <QUrl>

#include <stdexcept>

using namespace Qt::StringLiterals;

namespace pipit::test {

PgBouncer::PgBouncer(const QString &databaseUrl, const QString &mode)
{
    const QUrl url(databaseUrl);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    for (int attempt = 0; attempt < 20; ++attempt) {
        m_port = quint16(QRandomGenerator::global()->bounded(20'000, 32'000));
        QFile settings(m_directory.filePath(u"pgbouncer.ini"_s));
        if (!settings.open(QIODevice::WriteOnly))
            throw std::runtime_error("pgbouncer.ini cannot be written");
        settings.write(u"[databases]\npooled = host=127.0.0.1 port=%1 dbname=%2 user=%3 password=%4\n"
                       "[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %5\nunix_socket_dir =\nauth_type = any\npool_mode = %6\n"_s
                           .arg(QString::number(url.port()), url.path().mid(1), url.userName(), url.password(), QString::number(m_port), mode).toUtf8());
        settings.close();
        if (const auto given = store::PostgresPrograms::handOver(m_directory.path()); !given)
            throw std::runtime_error(given.error().message.toStdString());
        QStringList command{u"--pdeathsig"_s, u"KILL"_s};
        if (const auto user = store::PostgresPrograms::otherUser())
            command += {u"--reuid"_s, *user, u"--regid"_s, *user, u"--init-groups"_s};
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PATH"_s, environment.value(u"PATH"_s) + u":/usr/sbin"_s);
        m_process.setProcessEnvironment(environment);
        m_process.start(u"setpriv"_s, command + QStringList{u"pgbouncer"_s, settings.fileName()});
        const QDeadlineTimer deadline(10'000);
        while (!deadline.hasExpired() && !m_process.waitForFinished(20)) {
            QTcpSocket probe;
            probe.connectToHost(u"127.0.0.1"_s, m_port);
            if (probe.waitForConnected(100))
                return;
        }
    }
    throw std::runtime_error("pgbouncer does not start: " + m_process.readAll().toStdString());
}

PgBouncer::~PgBouncer()
{
    m_process.kill();
    m_process.waitForFinished();
}

QString PgBouncer::url() const
{
    return u"postgres://pipit@127.0.0.1:%1/pooled"_s.arg(m_port);
}

} // namespace pipit::test
