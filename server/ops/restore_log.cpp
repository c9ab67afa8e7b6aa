// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/restore_log.h"

#include "server/ops/log_restorers.h"
#include "server/store/data_directory.h"
#include "server/store/random_name.h"
#include "server/store/sql_fault.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

Error damagedBackup(const QString &path, const QString &why)
{
    return Error{ErrorCode::InvalidRequest, u"The backup is damaged: %1 %2. Nothing was restored; take another backup."_s.arg(path, why)};
}

// One line for each, as sha256sum writes them; nothing where a line is anything else.
std::optional<QList<QByteArray>> namesIn(const QByteArray &list)
{
    QList<QByteArray> names;
    const QList<QByteArray> lines = list.split('\n');
    for (const QByteArray &line : lines) {
        if (line.isEmpty())
            continue;
        if (!files::isSha256(line.first(std::min<qsizetype>(64, line.size()))))
            return std::nullopt;
        names << line.first(64);
    }
    return names;
}

class Restoring
{
public:
    Restoring(QString folder, const RestoreTarget &target, const BackupWatch &watch) : m_folder(std::move(folder)), m_target(target), m_watch(watch) { }

    Result<RestoreSummary> run()
    {
        auto manifest = BackupManifest::read(m_folder);
        if (!manifest)
            return manifest.error();
        m_manifest = *manifest;
        if (auto fault = faultOfKind())
            return *fault;
        if (auto fault = faultOfContent())
            return *fault;
        std::optional<store::DataDirectory> directory;
        if (!m_target.dataDirectory.isEmpty()) {
            auto locked = store::DataDirectory::lock(m_target.dataDirectory);
            if (!locked)
                return locked.error();
            directory = std::move(*locked);
        }
        try {
            return fill();
        } catch (const store::SqlFault &fault) {
            return Error{ErrorCode::Unavailable, u"%1: %2 Nothing was restored."_s.arg(m_target.name(), fault.sentence())};
        }
    }

private:
    QString logPath() const { return m_folder + u'/' + m_manifest.logName(); }

    std::optional<Error> faultOfKind() const
    {
        if (m_manifest.isPostgres && !m_target.postgres)
            return Error{ErrorCode::InvalidRequest, u"The backup is of a log on PostgreSQL, and can be restored there only: --database postgres://USER@HOST/DATABASE."_s};
        if (!m_manifest.isPostgres && m_target.postgres)
            return Error{ErrorCode::InvalidRequest, u"The backup is of a log on SQLite. Restore it with --data into a data directory of its own; from there `pipitctl move` carries it to PostgreSQL."_s};
        if (const auto tables = m_manifest.tablesFor(tablesVersionOf(m_manifest.isPostgres)); tables.isTooNew())
            return Error{ErrorCode::InvalidRequest, u"The backup %1 has tables of version %2, for programs of version %3 or later; this one knows %4. Restore it with the Pipit that made it (%5), or a newer one."_s
                             .arg(m_folder).arg(tables.found).arg(tables.oldest).arg(tables.wanted).arg(m_manifest.program)};
        if (!m_manifest.filesId.isEmpty() && m_target.filesDirectory.isEmpty())
            return Error{ErrorCode::InvalidRequest, u"The backup has files. Say where they are to be: --data with the data directory of one of the nodes, or --files with a directory for all of them."_s};
        return std::nullopt;
    }

    std::optional<Error> faultOfContent()
    {
        const QFileInfo log(logPath());
        if (!log.exists())
            return damagedBackup(logPath(), u"is not there"_s);
        if (log.size() != m_manifest.logBytes)
            return damagedBackup(logPath(), u"has %1 bytes instead of %2"_s.arg(log.size()).arg(m_manifest.logBytes));
        const auto hash = hashOfFile(logPath(), m_watch);
        if (!hash)
            return hash.error();
        if (*hash != m_manifest.logSha256)
            return damagedBackup(logPath(), u"is not what was written (its SHA-256 is another)"_s);
        return m_manifest.filesId.isEmpty() ? std::nullopt : faultOfFiles();
    }

    // What is in them is looked at while they are copied.
    std::optional<Error> faultOfFiles()
    {
        QFile file(m_folder + u"/files.sha256"_s);
        if (!file.open(QIODevice::ReadOnly))
            return damagedBackup(file.fileName(), u"cannot be read"_s);
        const QByteArray list = file.readAll();
        const auto names = namesIn(list);
        if (!names || QCryptographicHash::hash(list, QCryptographicHash::Sha256).toHex() != m_manifest.listSha256)
            return damagedBackup(file.fileName(), u"is not what was written"_s);
        m_blobs = *names;
        const files::BlobTree tree(filesPath());
        for (const QByteArray &sha256 : std::as_const(m_blobs)) {
            if (!QFileInfo(tree.pathOf(sha256)).isFile())
                return damagedBackup(tree.pathOf(sha256), u"is not there"_s);
        }
        return std::nullopt;
    }

    QString filesPath() const { return m_folder + u"/files"_s; }

    Result<RestoreSummary> fill()
    {
        const RestoreSummary summary{.manifest = m_manifest, .epoch = store::randomName(store::nameLetters)};
        auto restorer = m_manifest.isPostgres ? openPostgresRestorer(*m_target.postgres, m_manifest) : openSqliteRestorer(m_target.sqliteFile);
        if (!restorer)
            return restorer.error();
        std::optional<BlobCopier> copier;
        auto fault = m_manifest.filesId.isEmpty() ? std::nullopt : copyFiles(copier);
        if (!fault)
            fault = bringLog(**restorer, summary.epoch);
        if (!fault)
            return summary;
        if (copier)
            copier->undo();
        return *fault;
    }

    std::optional<Error> bringLog(LogRestorer &restorer, const QString &epoch)
    {
        try {
            const auto brought = restorer.bring(logPath(), m_manifest, epoch, m_watch);
            return brought ? std::nullopt : std::optional(brought.error());
        } catch (const store::SqlFault &fault) {
            return Error{ErrorCode::Unavailable, u"%1: %2"_s.arg(m_target.name(), fault.sentence())};
        }
    }

    std::optional<Error> copyFiles(std::optional<BlobCopier> &copier)
    {
        auto opened = BlobCopier::open(filesPath(), m_target.filesDirectory, m_manifest.filesId);
        if (!opened)
            return opened.error();
        copier.emplace(std::move(*opened));
        for (qsizetype i = 0; i < m_blobs.size(); ++i) {
            m_watch.progress({BackupProgress::Step::Files, i, m_blobs.size()});
            if (m_watch.stop)
                return brokenOff();
            const auto copied = copier->copy(m_blobs[i]);
            if (!copied)
                return copied.error();
            if (!*copied)
                return damagedBackup(files::BlobTree(filesPath()).pathOf(m_blobs[i]), u"is not what was written"_s);
        }
        return std::nullopt;
    }

    const QString m_folder;
    const RestoreTarget &m_target;
    const BackupWatch &m_watch;
    BackupManifest m_manifest;
    QList<QByteArray> m_blobs;
};

} // namespace

Result<RestoreSummary> restoreLog(const QString &folder, const RestoreTarget &target, const BackupWatch &watch)
{
    return Restoring(QDir::cleanPath(QDir(folder).absolutePath()), target, watch).run();
}

} // namespace pipit::ops
