// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_programs.h"

#include "server/store/postgres/server_process.h"

#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

constexpr int oldestMajor = 14;

#ifdef Q_OS_WIN
const QString suffix = u".exe"_s;
#else
const QString suffix;
#endif

const QStringList serverPrograms{u"postgres"_s, u"initdb"_s, u"pg_ctl"_s}, clientPrograms{u"pg_dump"_s, u"pg_restore"_s};

// Where the systems' packages put them; most are not on PATH.
QStringList candidateFolders(const QString &program)
{
    QStringList folders;
    if (const QString found = QStandardPaths::findExecutable(program); !found.isEmpty())
        folders << QFileInfo(found).canonicalPath();
    const QStringList parents{
#if defined(Q_OS_WIN)
        qEnvironmentVariable("ProgramFiles", u"C:/Program Files"_s) + u"/PostgreSQL"_s,
#elif defined(Q_OS_MACOS)
        u"/opt/homebrew/opt"_s, u"/usr/local/opt"_s, u"/Applications/Postgres.app/Contents/Versions"_s,
#else
        u"/usr/lib/postgresql"_s, u"/usr/pgsql"_s, u"/usr/local/pgsql"_s,
#endif
    };
    for (const QString &parent : parents) {
        for (const QFileInfo &entry : QDir(parent).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot))
            folders << entry.filePath() + u"/bin"_s;
    }
    return folders;
}

// That the first one tells, where all of them are.
std::optional<int> majorIn(const QString &folder, const QStringList &programs)
{
    for (const QString &program : programs) {
        if (!QFileInfo(folder + u'/' + program + suffix).isExecutable())
            return std::nullopt;
    }
    QProcess version;
    version.start(folder + u'/' + programs.first() + suffix, {u"--version"_s});
    if (!version.waitForFinished(5'000))
        return std::nullopt;
    static const QRegularExpression number(u"\\) (\\d+)"_s);
    const auto match = number.match(QString::fromUtf8(version.readAllStandardOutput()));
    return match.hasMatch() ? std::optional(match.captured(1).toInt()) : std::nullopt;
}

QString whatToInstall(const QString &package)
{
#if defined(Q_OS_WIN)
    return u"Install PostgreSQL with its installer for Windows"_s;
#elif defined(Q_OS_MACOS)
    return u"Install it: brew install %1"_s.arg(package == u"postgresql" ? u"postgresql@17"_s : QString(package).replace(u"-client-"_s, u"@"_s));
#else
    return u"Install it (Debian and Ubuntu: apt install %1)"_s.arg(package);
#endif
}

} // namespace

Result<PostgresPrograms> PostgresPrograms::find(std::optional<int> major)
{
    std::optional<PostgresPrograms> best;
    QStringList here;
    for (const QString &folder : candidateFolders(u"initdb"_s)) {
        const auto found = majorIn(folder, serverPrograms);
        if (found && !here.contains(QString::number(*found)))
            here << QString::number(*found);
        if (found && *found >= oldestMajor && (!major || *major == *found) && (!best || best->m_major < *found))
            best = PostgresPrograms(folder, *found);
    }
    if (best)
        return *best;
    if (major)
        return Error{ErrorCode::Unavailable, u"The cluster was made by PostgreSQL %1, and this machine has %2. %3, or bring the cluster to a newer version with pg_upgrade."_s.arg(*major).arg(here.isEmpty() ? u"none"_s : u"PostgreSQL "_s + here.join(u", "), whatToInstall(u"postgresql-%1"_s.arg(*major)))};
    return Error{ErrorCode::Unavailable, u"local-postgres needs PostgreSQL's programs (initdb, pg_ctl, postgres) of version %1 or later, and they are not on this machine. %2; or set database.url to sqlite:pipit.db, which needs nothing."_s.arg(oldestMajor).arg(whatToInstall(u"postgresql"_s))};
}

Result<PostgresPrograms> PostgresPrograms::findClients(int atLeast)
{
    std::optional<PostgresPrograms> best;
    for (const QString &folder : candidateFolders(clientPrograms.first())) {
        const auto found = majorIn(folder, clientPrograms);
        if (found && *found >= atLeast && (!best || best->m_major > *found))
            best = PostgresPrograms(folder, *found);
    }
    if (best)
        return *best;
    return Error{ErrorCode::Unavailable, u"It takes PostgreSQL's programs pg_dump and pg_restore of version %1 or later, and they are not on this machine. %2."_s.arg(atLeast).arg(whatToInstall(u"postgresql-client-%1"_s.arg(atLeast)))};
}

QString PostgresPrograms::path(const QString &program) const
{
    return m_folder + u'/' + program + suffix;
}

std::optional<QString> PostgresPrograms::otherUser()
{
    return mayDoEverything() ? std::optional(u"postgres"_s) : std::nullopt;
}

PostgresPrograms::Outcome PostgresPrograms::run(const QString &program, const QStringList &arguments, std::chrono::milliseconds atMost, const QString &folder) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    leaveEverythingHere(process);
    process.setWorkingDirectory(folder); // not where this process stands: the other user may not enter that
    if (const auto user = otherUser())
        process.start(u"runuser"_s, QStringList{u"-u"_s, *user, u"--"_s, path(program)} + arguments);
    else
        process.start(path(program), arguments);
    if (!process.waitForFinished(int(atMost.count()))) {
        const QString reason = process.error() == QProcess::FailedToStart ? process.errorString() : u"it did not end within %1 s"_s.arg(atMost.count() / 1000);
        process.kill();
        process.waitForFinished(1'000);
        return {false, reason};
    }
    return {process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, QString::fromUtf8(process.readAll()).trimmed()};
}

Result<Done> PostgresPrograms::handOver(const QString &path)
{
    const auto user = otherUser();
    if (!user)
        return Done();
    QProcess process;
    process.start(u"chown"_s, {u"-R"_s, *user + u':', path});
    if (process.waitForFinished(10'000) && process.exitCode() == 0)
        return Done();
    return Error{ErrorCode::Unavailable, u"%1 cannot be given to the user %2, as whom PostgreSQL runs where this program runs as root: %3. Start it as an ordinary user instead."_s.arg(path, *user, QString::fromUtf8(process.readAllStandardError()).trimmed())};
}

Result<Done> PostgresPrograms::letThrough(const QString &folder)
{
    if (!otherUser())
        return Done();
    QFile::setPermissions(folder, QFile::permissions(folder) | QFile::ExeGroup | QFile::ExeOther);
    for (QDir above(folder); above.cdUp();) {
        if (!QFile::permissions(above.path()).testFlag(QFile::ExeOther))
            return Error{ErrorCode::Unavailable, u"Nobody but its owner may enter %1, and as root PostgreSQL has to run as the user postgres. Choose a data directory outside of it, such as --data /var/lib/pipit, or start as an ordinary user."_s.arg(above.path())};
    }
    return Done();
}

} // namespace pipit::store
