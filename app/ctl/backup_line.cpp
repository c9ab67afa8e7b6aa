// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_line.h"

#include <QDir>
#include <QLocale>

namespace pipit::ctl {

namespace {

QString size(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1);
}

QString describe(const ops::BackupProgress &progress)
{
    if (progress.step == ops::BackupProgress::Step::Files)
        return QStringLiteral("%1 of %2 files").arg(grouped(progress.done), grouped(progress.total));
    const QString what = progress.step == ops::BackupProgress::Step::Log ? QStringLiteral("the log") : QStringLiteral("the log's file");
    if (progress.total == 0)
        return progress.done == 0 ? what : QStringLiteral("%1: %2").arg(what, size(progress.done));
    return QStringLiteral("%1: %2 of %3").arg(what, size(progress.done), size(progress.total));
}

} // namespace

void BackupOptions::addTo(CLI::App &command, const std::string &name, const std::string &help, const std::string &filesHelp)
{
    command.add_option(name, folder, help)->type_name("")->required();
    database.addTo(command, true);
    command.add_option("--files", files, filesHelp)->type_name("DIR");
}

QString BackupOptions::filesDirectory(const ChosenDatabase &chosen) const
{
    return files.empty() ? chosen.filesDirectory : QDir(QString::fromStdString(files)).absolutePath();
}

void BackupLine::show(const ops::BackupProgress &progress)
{
    if (m_step && *m_step != progress.step)
        m_line.end();
    m_step = progress.step;
    m_line.show(progress.done, progress.total, [&progress](double, qint64) { return describe(progress); });
}

QString contentOf(const ops::BackupManifest &manifest)
{
    QString text = QStringLiteral("%1 messages, sessions: %2").arg(grouped(manifest.messages), grouped(manifest.sessions));
    if (!manifest.filesId.isEmpty())
        text += QStringLiteral(", files: %1 (%2)").arg(grouped(manifest.files), size(manifest.fileBytes));
    return text + QStringLiteral(", up to position %1").arg(manifest.position);
}

} // namespace pipit::ctl
