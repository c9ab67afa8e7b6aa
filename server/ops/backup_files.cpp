// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/backup_files.h"

#include "server/files/durable.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include <limits>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

constexpr qint64 pieceBytes = 1 << 20;

Error cannotRead(const QFile &file)
{
    return Error{ErrorCode::Unavailable, u"%1 cannot be read: %2. See whether it is there and yours to read, and its disk sound."_s.arg(file.fileName(), file.errorString())};
}

Error cannotWrite(const QString &path, const QString &why)
{
    return Error{ErrorCode::Unavailable, u"%1 cannot be written: %2. Make room there, or name another place."_s.arg(path, why)};
}

// Reads it to the end, and hands each piece on. The SHA-256 of all.
Result<QByteArray> readThrough(QFile &file, const BackupWatch &watch, const std::function<std::optional<Error>(const QByteArray &)> &take)
{
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return cannotRead(file);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (qint64 done = 0;;) {
        watch.progress({BackupProgress::Step::Check, done, file.size()});
        if (watch.stop)
            return brokenOff();
        const QByteArray piece = file.read(pieceBytes);
        if (piece.isEmpty())
            break;
        hash.addData(piece);
        done += piece.size();
        if (auto fault = take(piece))
            return *fault;
    }
    if (file.error() != QFile::NoError)
        return cannotRead(file);
    return hash.result().toHex();
}

bool isEmptyOrNotThere(const QString &directory)
{
    QStringList names = QDir(directory).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
    names.removeAll(u"lost+found"_s);
    return names.isEmpty();
}

} // namespace

Error brokenOff()
{
    return Error{ErrorCode::Cancelled, u"Broken off; nothing of it is left."_s};
}

Result<QByteArray> hashOfFile(const QString &path, const BackupWatch &watch)
{
    QFile file(path);
    return readThrough(file, watch, [](const QByteArray &) { return std::nullopt; });
}

Result<QByteArray> copyFile(const QString &from, const QString &to, const BackupWatch &watch)
{
    QFile source(from), copy(to);
    if (!copy.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return cannotWrite(to, copy.errorString());
    const auto hash = readThrough(source, watch, [&](const QByteArray &piece) -> std::optional<Error> {
        // A disk that fills up takes a part first, and tells why at the next write.
        for (qint64 done = 0; done < piece.size();) {
            const qint64 taken = copy.write(piece.constData() + done, piece.size() - done);
            if (taken <= 0)
                return cannotWrite(to, copy.errorString());
            done += taken;
        }
        return std::nullopt;
    });
    if (!hash)
        return hash;
    if (const auto synced = files::syncFile(copy); !synced)
        return Error{synced.error().code, u"%1 cannot be written: %2"_s.arg(to, synced.error().message)};
    return hash;
}

Result<BlobCopier> BlobCopier::open(const QString &from, const QString &to, const QString &id)
{
    const bool wasThere = QFileInfo::exists(to);
    const auto before = files::BlobStore::idIn(to);
    if (before ? *before != id : !isEmptyOrNotThere(to))
        return Error{ErrorCode::Conflict, u"The directory for files %1 holds other things%2. Name an empty one (files.dir, or --files), or move that one away."_s.arg(to, before ? u", the files of another log"_s : QString())};
    auto store = files::BlobStore::open(to, {.fileBytes = std::numeric_limits<qint64>::max()});
    if (!store) {
        if (!wasThere)
            QDir(to).removeRecursively();
        return store.error();
    }
    BlobCopier copier(files::BlobTree(from), to, std::move(*store), wasThere, before.has_value());
    if (const auto claimed = copier.m_to->claim(id); !claimed) {
        const Error fault = copier.cannotWrite(claimed.error());
        copier.undo();
        return fault;
    }
    return copier;
}

Error BlobCopier::cannotWrite(const Error &error) const
{
    if (error.code == ErrorCode::NoRoom)
        return Error{ErrorCode::NoRoom, u"The disk of %1 is full. Make room there, or name another place."_s.arg(m_directory)};
    return Error{error.code, u"%1 cannot be written to: %2"_s.arg(m_directory, error.message)};
}

Result<bool> BlobCopier::copy(const QByteArray &sha256)
{
    QFile source(m_from.pathOf(sha256));
    if (!source.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return false;
    // Of what is there under another name it would be a second copy, and of what is damaged one under a wrong name.
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&source) || hash.result().toHex() != sha256 || !source.seek(0))
        return false;
    const bool isNew = !m_to->read(sha256).ok();
    auto upload = m_to->begin();
    if (!upload)
        return cannotWrite(upload.error());
    for (QByteArray piece = source.read(pieceBytes); !piece.isEmpty(); piece = source.read(pieceBytes)) {
        if (const auto written = (*upload)->write(piece); !written)
            return cannotWrite(written.error());
    }
    const auto blob = (*upload)->finish();
    if (!blob)
        return cannotWrite(blob.error());
    if (blob->sha256 != sha256) {
        (void)m_to->remove(blob->sha256);
        return false;
    }
    if (isNew)
        m_new << sha256;
    ++m_number;
    m_bytes += blob->size;
    return true;
}

void BlobCopier::undo()
{
    for (const QByteArray &sha256 : std::as_const(m_new))
        (void)m_to->remove(sha256);
    m_to.reset();
    if (m_wasOurs)
        return;
    // It was empty, or not there.
    QDir directory(m_directory);
    if (!m_wasThere) {
        directory.removeRecursively();
        return;
    }
    const QStringList names = directory.entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
    for (const QString &name : names) {
        if (name == u"lost+found")
            continue;
        if (QFileInfo(directory.filePath(name)).isDir())
            QDir(directory.filePath(name)).removeRecursively();
        else
            directory.remove(name);
    }
}

} // namespace pipit::ops
