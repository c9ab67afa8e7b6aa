// SPDX-License-Identifier: GPL-3.0-or-later
// What backup and restore share: their progress line, where the files are, and how they end.
// Thread rule: as ProgressLine's.
#pragma once

#include "app/ctl/long_work.h"
#include "app/ctl/database_option.h"
#include "server/ops/backup_files.h"
#include "server/ops/backup_manifest.h"

namespace pipit::ctl {

struct BackupOptions {
    DatabaseOption database;
    std::string folder, files;

    // `name` and `help` are of the backup's folder, `filesHelp` of --files.
    void addTo(CLI::App &command, const std::string &name, const std::string &help, const std::string &filesHelp);

    // --files, else the one of the data directory; absolute, empty where neither is known.
    QString filesDirectory(const ChosenDatabase &chosen) const;
};

class BackupLine
{
public:
    void show(const ops::BackupProgress &progress);
    void end() { m_line.end(); }

private:
    ProgressLine m_line{ProgressLine::Begins::Late}; // a backup that a timer makes has nothing to say
    std::optional<ops::BackupProgress::Step> m_step;
};

// "12,345 messages, sessions: 6, files: 7 (8 MB), up to position 12345"
QString contentOf(const ops::BackupManifest &manifest);

} // namespace pipit::ctl
