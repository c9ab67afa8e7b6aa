// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_archive.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryFile>

#include <libpq-fe.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

constexpr int lookMs = 100;
constexpr auto lockStatement = "LOCK TABLE"_L1; // in every language
constexpr int endMs = 5'000; // a program that was told to end
// Who waits for a table longer than that waits for one who may wait for the snapshot's transaction, and all who write wait for both.
constexpr int lockMs = 10'000;

// How a program is to connect: what the environment can say, and the rest as an argument.
struct ProgramConnection {
    QProcessEnvironment environment;
    QString argument;
};

Result<ProgramConnection> connectionTo(const PostgresTarget &target)
{
    QMap<QString, QString> values = target.options;
    for (const auto &[key, value] : {std::pair(u"host"_s, target.host), {u"port"_s, target.port}, {u"user"_s, target.user}, {u"password"_s, target.password}, {u"dbname"_s, target.database}}) {
        if (!value.isEmpty())
            values.insert(key, value);
    }
    ProgramConnection connection{QProcessEnvironment::systemEnvironment(), {}};
    QStringList others;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> known(PQconninfoParse("", nullptr), PQconninfoFree);
    for (const PQconninfoOption *option = known.get(); option && option->keyword; ++option) {
        const QString key = QString::fromLatin1(option->keyword);
        const auto value = values.constFind(key);
        if (value == values.cend())
            continue;
        if (option->envvar)
            connection.environment.insert(QString::fromLatin1(option->envvar), *value);
        else if (option->dispchar[0] == '*')
            return Error{ErrorCode::InvalidRequest, u"The URL's %1 cannot be handed to PostgreSQL's programs without others seeing it. Leave it out, and take a key without a password for this."_s.arg(key)};
        // pg_restore connects only where it is told the database.
        if (!option->envvar || key == u"dbname")
            others << key + u"='"_s + QString(*value).replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s) + u'\'';
    }
    connection.argument = u"--dbname="_s + others.join(u' ');
    return connection;
}

// What a program gives for its reason: its line of an error, else the last ones. Behind that line the statement follows, which may be long.
QString reasonIn(const QByteArray &errors)
{
    const QString text = QString::fromUtf8(errors).trimmed();
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines) {
        if (line.contains(u": error: "))
            return text.contains(lockStatement) ? QString(line.simplified() + u" (" + lockStatement + u')') : line.simplified();
    }
    return lines.mid(std::max<qsizetype>(0, lines.size() - 3)).join(u" / ").simplified();
}

void end(QProcess &process)
{
    process.terminate();
    if (!process.waitForFinished(endMs))
        process.kill();
    process.waitForFinished();
}

} // namespace

Result<PostgresArchive> PostgresArchive::withPrograms(int atLeast)
{
    auto programs = PostgresPrograms::findClients(atLeast);
    if (!programs)
        return programs.error();
    return PostgresArchive(std::move(*programs));
}

Result<QByteArray> PostgresArchive::run(const QString &program, const QStringList &arguments, const PostgresTarget *target, const GoesOn &goesOn) const
{
    QProcess process;
    QStringList all = arguments;
    if (target) {
        const auto connection = connectionTo(*target);
        if (!connection)
            return connection.error();
        process.setProcessEnvironment(connection->environment);
        all = QStringList{connection->argument, u"--no-password"_s} + arguments;
    }
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(m_programs.path(program), all);
    while (!process.waitForFinished(lookMs)) {
        if (process.state() == QProcess::NotRunning)
            return Error{ErrorCode::Unavailable, u"%1 cannot be started: %2."_s.arg(m_programs.path(program), process.errorString())};
        if (goesOn())
            continue;
        end(process);
        return Error{ErrorCode::Cancelled, u"%1 was ended."_s.arg(program)};
    }
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return process.readAllStandardOutput();
    const QString said = reasonIn(process.readAllStandardError());
    return Error{ErrorCode::Unavailable, said.isEmpty() ? u"%1 ended with %2."_s.arg(program).arg(process.exitCode()) : said.endsWith(u'.') ? said : QString(said + u'.')};
}

Result<Done> PostgresArchive::dump(const PostgresTarget &target, const QString &schema, const QString &snapshot, const QString &file, const GoesOn &goesOn) const
{
    // In quotes it is a name, and no pattern.
    const QString name = u'"' + QString(schema).replace(u'"', u"\"\""_s) + u'"';
    QElapsedTimer clock;
    clock.start();
    const auto dumped = run(u"pg_dump"_s, {u"--format=custom"_s, u"--schema="_s + name, u"--snapshot="_s + snapshot, u"--lock-wait-timeout="_s + QString::number(lockMs), u"--file="_s + file}, &target, goesOn);
    if (!dumped && dumped.error().message.contains(lockStatement) && clock.elapsed() >= lockMs)
        return Error{ErrorCode::Unavailable, u"another program's transaction keeps the tables locked. `pipitctl doctor` names it; let that end, and try again."_s};
    if (!dumped)
        return dumped.error();
    return Done();
}

// The archive's own list of what is in it, as --use-list takes it.
Result<QByteArray> PostgresArchive::listWithout(const QString &schema, const QString &leftOut, const QString &file) const
{
    const auto all = run(u"pg_restore"_s, {u"--list"_s, file}, nullptr, [] { return true; });
    if (!all)
        return all.error();
    const QString name = QRegularExpression::escape(schema);
    const QRegularExpression rows(u"^\\d+; \\d+ \\d+ TABLE DATA %1 %2 "_s.arg(name, QRegularExpression::escape(leftOut)));
    // The schema is there. Of grants, those on functions stay: that nobody else may call them.
    const QRegularExpression unwanted(u"^\\d+; \\d+ \\d+ (SCHEMA - |COMMENT - SCHEMA |DEFAULT ACL |ACL (?!%1 FUNCTION ))"_s.arg(name));
    QByteArray list;
    int found = 0;
    for (const QString &line : QString::fromUtf8(*all).split(u'\n')) {
        const bool isRows = rows.match(line).hasMatch();
        found += isRows;
        if (!isRows && !unwanted.match(line).hasMatch())
            list += line.toUtf8() + '\n';
    }
    if (found != 1)
        return Error{ErrorCode::Unavailable, u"The archive has no table %1."_s.arg(leftOut)};
    return list;
}

Result<Done> PostgresArchive::restore(const PostgresTarget &target, const QString &schema, const QString &leftOut, const QString &file, const GoesOn &goesOn) const
{
    const auto list = listWithout(schema, leftOut, file);
    if (!list)
        return list.error();
    QTemporaryFile listFile;
    if (!listFile.open() || listFile.write(*list) != list->size() || !listFile.flush())
        return Error{ErrorCode::Unavailable, u"A file for pg_restore cannot be written: %1."_s.arg(listFile.errorString())};
    const auto restored = run(u"pg_restore"_s, {u"--no-owner"_s, u"--single-transaction"_s, u"--exit-on-error"_s, u"--use-list="_s + listFile.fileName(), file}, &target, goesOn);
    if (!restored)
        return restored.error();
    return Done();
}

} // namespace pipit::store
