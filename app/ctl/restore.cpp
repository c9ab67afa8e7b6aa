// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl restore: brings a backup back, as a log with a new epoch.
#include "app/ctl/backup_line.h"
#include "app/ctl/commands.h"

#include "server/ops/restore_log.h"

#include <QDir>

namespace pipit::ctl {

namespace {

constexpr auto onlyOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;

QString reportOf(const QString &folder, const ops::RestoreTarget &target, const ops::RestoreSummary &summary)
{
    QString report = QStringLiteral("Restored %1 of %2 to %3: %4.\n").arg(folder, summary.manifest.madeAt, target.name(), contentOf(summary.manifest));
    report += QStringLiteral("The log has a new epoch, %1 in place of %2: every client is told `reset`, and loads its history again.\n").arg(summary.epoch, summary.manifest.epoch);
    if (target.postgres)
        report += QStringLiteral("What other roles were granted on the tables is not in it: grant it again.\n");
    report += QStringLiteral("What was erased after the backup is back, and so are tokens that were revoked: erase and revoke them again. Next: `pipitctl doctor`, then start a node on it.\n");
    return report;
}

int restore(const BackupOptions &options)
{
    const auto chosen = options.database.choose();
    if (!chosen)
        return tell(BadUsage, chosen.error().message);
    const QString folder = QString::fromStdString(options.folder);
    const ops::RestoreTarget target{.sqliteFile = chosen->sqliteFile, .postgres = chosen->postgres, .dataDirectory = chosen->dataDirectory, .filesDirectory = options.filesDirectory(*chosen)};

    BackupLine line;
    Result<ops::RestoreSummary> summary = Error{};
    runLongWork([&](const std::atomic<bool> &stop) {
        summary = ops::restoreLog(folder, target, {.progress = [&line](const ops::BackupProgress &progress) { line.show(progress); }, .stop = stop});
    });
    line.end();
    if (!summary)
        return tell(summary.error());
    return print(reportOf(folder, target, *summary).toUtf8()) ? Succeeded : Failed;
}

// Its data directory is made where it is missing, and goes again where nothing comes into it.
int restoreInto(const BackupOptions &options)
{
    if (!options.database.isGiven())
        return tell(BadUsage, QStringLiteral("Say where to: --data DIR, a data directory without a log, or --database URL of an empty database."));
    const QString data = options.database.dataDirectory();
    const bool isNew = !data.isEmpty() && !QFileInfo::exists(data);
    if (isNew && !QDir().mkdir(data, onlyOwner))
        return tell(Failed, QStringLiteral("The data directory %1 cannot be made. See whether the folder that it is to be in is there, and whether you may write to it.").arg(data));
    const int code = restore(options);
    if (isNew && code != Succeeded)
        QDir().rmdir(data);
    return code;
}

} // namespace

void addRestore(CommandLine &line)
{
    const auto options = std::make_shared<BackupOptions>();
    CLI::App *command = line.addCommand("restore", "Bring a backup back, into a data directory without a log or an empty database; clients load their history again", [options] { return restoreInto(*options); });
    options->addTo(*command, "BACKUP", "The folder that `backup` has made", "The directory for the files, if not that node's");
}

} // namespace pipit::ctl
