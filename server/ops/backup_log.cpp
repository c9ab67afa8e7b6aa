// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/backup_log.h"

#include "core/private_file.h"
#include "server/files/durable.h"
#include "server/ops/log_copies.h"
#include "server/store/sql_fault.h"
#include "server/store/random_name.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

constexpr qsizetype mostNamed = 3;
constexpr auto onlyOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;

// The folder under its other name; gone with this object unless it was given its own.
class UnfinishedFolder
{
public:
    explicit UnfinishedFolder(const QString &folder) : m_folder(folder), m_path(folder + u".unfinished-"_s + store::randomName(6)) { }
    ~UnfinishedFolder()
    {
        if (m_isMade)
            QDir(m_path).removeRecursively();
    }

    const QString &path() const { return m_path; }

    Result<Done> make()
    {
        const QString above = QFileInfo(m_folder).path();
        if (const QFileInfo there(m_folder); there.exists() || there.isSymLink())
            return Error{ErrorCode::Conflict, u"%1 is there already. A backup is a folder of its own: name one that is not there yet."_s.arg(m_folder)};
        if (!QFileInfo(above).isDir())
            return Error{ErrorCode::NotFound, u"There is no folder %1 to make the backup in. Make it first."_s.arg(above)};
        m_isMade = QDir().mkdir(m_path, onlyOwner);
        if (!m_isMade)
            return Error{ErrorCode::Unavailable, u"No folder can be made in %1. See whether you may write there, and whether its disk is full."_s.arg(above)};
        return Done();
    }

    Result<Done> giveItsName()
    {
        const auto failed = [this](const Error &error) { return Error{error.code, u"%1 cannot be finished: %2"_s.arg(m_folder, error.message)}; };
        if (auto synced = files::syncDirectory(m_path); !synced)
            return failed(synced.error());
        if (QFileInfo::exists(m_folder))
            return Error{ErrorCode::Conflict, u"%1 was made by somebody else meanwhile. Name another folder."_s.arg(m_folder)};
        if (auto moved = files::moveOver(m_path, m_folder); !moved)
            return failed(moved.error());
        m_isMade = false;
        if (auto synced = files::syncDirectory(QFileInfo(m_folder).path()); !synced)
            return failed(synced.error());
        return Done();
    }

private:
    const QString m_folder, m_path;
    bool m_isMade = false;
};

class Backup
{
public:
    Backup(const BackupSource &source, const BackupWatch &watch, const QString &folder) : m_source(source), m_watch(watch), m_folder(folder) { }

    Result<BackupSummary> make()
    {
        BackupManifest &manifest = m_summary.manifest;
        manifest.program = QStringLiteral(PIPIT_VERSION);
        manifest.madeAt = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
        auto copy = m_source.postgres ? copyPostgresLog(*m_source.postgres, m_folder, manifest, m_watch) : copySqliteLog(m_source.sqliteFile, m_folder, manifest, m_watch);
        if (!copy)
            return copy.error();
        const QString log = m_folder + u'/' + manifest.logName();
        const auto hash = hashOfFile(log, m_watch);
        if (!hash)
            return hash.error();
        manifest.logSha256 = *hash;
        manifest.logBytes = QFileInfo(log).size();
        if (!manifest.filesId.isEmpty()) {
            if (const auto copied = copyFiles(*copy); !copied)
                return copied.error();
        }
        if (const auto written = manifest.write(m_folder); !written)
            return written.error();
        return m_summary;
    }

private:
    Result<Done> copyFiles(const LogCopy &copy)
    {
        BackupManifest &manifest = m_summary.manifest;
        const QString &from = m_source.filesDirectory;
        if (from.isEmpty())
            return Error{ErrorCode::InvalidRequest, u"The log names files. Say where they are: --data with the data directory of one of its nodes, or --files with theirs."_s};
        if (files::BlobStore::idIn(from) != manifest.filesId)
            return Error{ErrorCode::InvalidRequest, u"%1 is not the directory of this log's files. Mount it, or name it with --files."_s.arg(from)};
        auto copier = BlobCopier::open(from, m_folder + u"/files"_s, manifest.filesId);
        if (!copier)
            return copier.error();
        QByteArray list;
        for (qsizetype i = 0; i < copy.blobs.size(); ++i) {
            const QByteArray &sha256 = copy.blobs[i];
            m_watch.progress({BackupProgress::Step::Files, i, copy.blobs.size()});
            if (m_watch.stop)
                return brokenOff();
            const auto copied = copier->copy(sha256);
            if (!copied)
                return copied.error();
            if (*copied)
                list += sha256 + "  files/" + sha256.first(2) + '/' + sha256.mid(2, 2) + '/' + sha256 + '\n';
            else
                note(sha256, copy);
        }
        manifest.files = copier->number();
        manifest.fileBytes = copier->bytes();
        manifest.listSha256 = QCryptographicHash::hash(list, QCryptographicHash::Sha256).toHex();
        return writePrivateFile(m_folder + u"/files.sha256"_s, list);
    }

    // One that is not there, or not what it was.
    void note(const QByteArray &sha256, const LogCopy &copy)
    {
        try {
            if (!copy.isStillNamed(sha256))
                return; // erased since the log was copied
        } catch (const store::SqlFault &) {
            // Then it counts as missing: that says more than nothing.
        }
        if (++m_summary.manifest.missingFiles <= mostNamed)
            m_summary.missing << QString::fromLatin1(sha256);
    }

    const BackupSource &m_source;
    const BackupWatch &m_watch;
    const QString m_folder;
    BackupSummary m_summary;
};

} // namespace

Result<BackupSummary> backupLog(const BackupSource &source, const QString &folder, const BackupWatch &watch)
{
    UnfinishedFolder unfinished(QDir::cleanPath(QDir(folder).absolutePath()));
    if (const auto made = unfinished.make(); !made)
        return made.error();
    auto summary = Backup(source, watch, unfinished.path()).make();
    if (!summary)
        return summary;
    if (const auto named = unfinished.giveItsName(); !named)
        return named.error();
    return summary;
}

} // namespace pipit::ops
