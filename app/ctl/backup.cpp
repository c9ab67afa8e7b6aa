// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl backup: copies a log and its files into a new folder, beside the nodes that go on.
#include "app/ctl/backup_line.h"
#include "app/ctl/commands.h"

#include "server/ops/backup_log.h"

#include <cstdlib>

namespace pipit::ctl {

namespace {

int tellMade(const QString &folder, const ChosenDatabase &chosen, const ops::BackupSummary &summary)
{
    const ops::BackupManifest &manifest = summary.manifest;
    if (manifest.missingFiles > 0)
        note(QStringLiteral("warning: %1 files that the log names are not in the backup, because the node's directory has not got them, or other bytes under their names: %2%3. Bring them back there from an older backup, or find out what its disk has lost.")
                 .arg(grouped(manifest.missingFiles)).arg(summary.missing.join(u' '), manifest.missingFiles > summary.missing.size() ? QStringLiteral(" …") : QString()));
    const QString report = QStringLiteral("Backed up %1 to %2: %3.\n"
                                          "It is as secret as the log, and holds no settings: keep pipit.toml apart. `pipitctl restore %2` brings it back.\n").arg(chosen.name(), folder, contentOf(manifest));
    return print(report.toUtf8()) ? Succeeded : Failed;
}

int backup(const BackupOptions &options)
{
    if (!options.database.isGiven())
        return tell(BadUsage, QStringLiteral("Say which log: --data DIR of a node, or --database URL."));
    const auto chosen = options.database.choose();
    if (!chosen)
        return tell(BadUsage, chosen.error().message);
    const QString folder = QString::fromStdString(options.folder);
    const ops::BackupSource source{.sqliteFile = chosen->sqliteFile, .postgres = chosen->postgres, .filesDirectory = options.filesDirectory(*chosen)};

    BackupLine line;
    Result<ops::BackupSummary> summary = Error{};
    runLongWork([&](const std::atomic<bool> &stop) {
        summary = ops::backupLog(source, folder, {.progress = [&line](const ops::BackupProgress &progress) { line.show(progress); }, .stop = stop});
    });
    line.end();
    if (summary)
        return tellMade(folder, *chosen, *summary);
    const int code = tell(summary.error());
    if (summary.error().code == ErrorCode::Cancelled)
        std::_Exit(code); // a thread of SQLite's may go on, and would use what an orderly end takes away
    return code;
}

} // namespace

void addBackup(CommandLine &line)
{
    const auto options = std::make_shared<BackupOptions>();
    CLI::App *command = line.addCommand("backup", "Copy a log and its files into a new folder, beside nodes that go on; `restore` brings it back", [options] { return backup(*options); });
    options->addTo(*command, "FOLDER", "The folder to make, which is not there yet; nobody else can read it", "The directory of the files, if not that node's");
}

} // namespace pipit::ctl
