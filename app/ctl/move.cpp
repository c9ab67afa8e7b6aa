// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl move: carries the log of a node's SQLite file into a PostgreSQL database.
#include "app/ctl/commands.h"
#include "app/ctl/long_work.h"

#include "core/database_settings.h"
#include "server/ops/move_log.h"

#include <QDir>

namespace pipit::ctl {

namespace {

struct MoveOptions {
    std::string from, to, toFile;
};

struct MoveEnds {
    QString file;
    store::PostgresTarget target;
};

QString describe(const ops::MoveProgress &progress, double seconds, qint64 before)
{
    QString text = QStringLiteral("%1 of %2 messages").arg(grouped(progress.moved), grouped(progress.total));
    const double rate = seconds > 0.5 ? double(progress.moved - before) / seconds : 0;
    if (rate > 0)
        text += QStringLiteral(", %1 a second, %2 s left").arg(grouped(qint64(rate)), grouped(qint64(double(progress.total - progress.moved) / rate)));
    return text;
}

Result<DatabaseUrl> urlOf(const char *flag, const QString &text)
{
    if (const auto fault = faultOfDatabaseUrl(text))
        return wrongUsage(QStringLiteral("%1 %2; it is \"%3\".").arg(QLatin1StringView(flag), *fault, maskedDatabaseUrl(text)));
    return DatabaseUrl::parse(text);
}

Result<QString> targetText(const MoveOptions &options)
{
    if (options.toFile.empty())
        return QString::fromStdString(options.to);
    const QString file = QString::fromStdString(options.toFile);
    if (file.contains(u"://"))
        return wrongUsage(QStringLiteral("--to-file must name a file that holds the URL, not be the URL itself."));
    const auto read = readDatabaseUrl(file);
    if (!read)
        return Error{read.error().code, QStringLiteral("--to-file names %1, which %2.").arg(file, read.error().message)};
    return *read;
}

Result<MoveEnds> endsOf(const MoveOptions &options)
{
    if (options.from.empty() || (options.to.empty() && options.toFile.empty()))
        return wrongUsage(QStringLiteral("Say what to move and where: --from sqlite:FILE --to postgres://USER@HOST/DATABASE, or --to-file FILE with that URL."));
    const auto from = urlOf("--from", QString::fromStdString(options.from));
    if (!from)
        return from.error();
    const auto text = targetText(options);
    if (!text)
        return text.error();
    const auto to = urlOf("--to", *text);
    if (!to)
        return to.error();
    if (from->kind() != DatabaseKind::Sqlite || to->kind() == DatabaseKind::Sqlite)
        return wrongUsage(QStringLiteral("A move goes from a SQLite file to PostgreSQL, no other way: --from sqlite:FILE --to postgres://USER@HOST/DATABASE."));
    if (to->kind() == DatabaseKind::LocalPostgres)
        return wrongUsage(QStringLiteral("A node's own PostgreSQL cannot be moved into: it runs with its node only, and that has begun a log of its own there. Give a server of its own: --to postgres://USER@HOST/DATABASE."));
    if (options.toFile.empty() && to->hasPassword())
        note(QStringLiteral("warning: The database's password stands in the command line, where other users of this machine can read it; write the URL into a file and name that with --to-file."));
    const auto target = store::parsePostgresUrl(to->text());
    if (!target)
        return target.error();
    return MoveEnds{.file = from->sqlitePath(QDir::currentPath()), .target = *target};
}

QString reportOf(const MoveEnds &ends, const ops::MoveSummary &summary)
{
    QString report;
    if (summary.wasDone)
        report = QStringLiteral("%1 is in %2 already: an earlier run has moved it all.\n").arg(ends.file, ends.target.name());
    else
        report = QStringLiteral("Moved %1 messages%2, sessions: %3, tokens: %4, from %5 to %6.\n")
                     .arg(grouped(summary.messages), summary.before > 0 ? QStringLiteral(" (%1 of them earlier)").arg(grouped(summary.before)) : QString(), grouped(summary.sessions), grouped(summary.tokens),
                          ends.file, ends.target.name());
    report += QStringLiteral("Every cursor stays good: the epoch is %1, the newest position %2.\n").arg(summary.epoch, QString::number(summary.head));
    if (summary.files > 0)
        report += QStringLiteral("Of %1 files the records moved, not the files: leave their directory where it is, or give the node its new place (files.dir).\n").arg(grouped(summary.files));
    report += QStringLiteral("Next: give the node the new database (database.url in pipit.toml, or database.url_file where it has a password) and start it.\n"
                             "%1 was not changed. Keep it as a backup, and start no node on it any more.\n").arg(ends.file);
    return report;
}

int move(const MoveOptions &options)
{
    const auto ends = endsOf(options);
    if (!ends)
        return tell(BadUsage, ends.error().message);

    ProgressLine line;
    Result<ops::MoveSummary> summary = Error{};
    runLongWork([&](const std::atomic<bool> &stop) {
        const auto show = [&line](const ops::MoveProgress &progress) {
            line.show(progress.moved, progress.total, [&progress](double seconds, qint64 before) { return describe(progress, seconds, before); });
        };
        summary = ops::moveLog(ends->file, ends->target, {.progress = show, .stop = stop});
    });
    line.end();
    if (!summary)
        return tell(summary.error());
    return print(reportOf(*ends, *summary).toUtf8()) ? Succeeded : Failed;
}

} // namespace

void addMove(CommandLine &line)
{
    const auto options = std::make_shared<MoveOptions>();
    CLI::App *command = line.addCommand("move", "Carry a node's messages, sessions, tokens and bots' runs from SQLite to PostgreSQL; every cursor stays good. Can be broken off and run again", [options] { return move(*options); });
    command->add_option("--from", options->from, "sqlite:FILE, of a node that is stopped; a relative name counts from here")->type_name("URL");
    CLI::Option *to = command->add_option("--to", options->to, "postgres://USER@HOST/DATABASE, an empty database")->type_name("URL");
    command->add_option("--to-file", options->toFile, "A file with that URL, for one with a password")->type_name("FILE")->excludes(to);
}

} // namespace pipit::ctl
