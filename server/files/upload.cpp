// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/upload.h"

#include "server/files/durable.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QLoggingCategory>
#include <QRandomGenerator>

#include <filesystem>

namespace pipit::files {

namespace {

Q_LOGGING_CATEGORY(lcUpload, "pipit.files.upload")

constexpr qint64 freeLookBytes = 8 << 20; // the free room of the disk is looked at so often

QString inWords(qint64 bytes)
{
    const QLocale english = QLocale::c();
    return bytes < 1024 ? QStringLiteral("%1 bytes").arg(bytes) : english.formattedDataSize(bytes, 1);
}

Error tooLarge(qint64 limit)
{
    return Error{ErrorCode::TooLarge, QStringLiteral("The file is larger than %1, the most that this node takes. Send a smaller one.").arg(inWords(limit)),
                 QStringLiteral("file"), {{QStringLiteral("limit"), limit}}};
}

Error quotaUsed(qint64 limit)
{
    return Error{ErrorCode::NoRoom, QStringLiteral("The node has no room for this file: it keeps %1 for files, and they are used. Tell its operator, who can raise that or remove old files.").arg(inWords(limit)),
                 QStringLiteral("file"), {{QStringLiteral("limit"), limit}}};
}

// Nothing where the disk does not say.
std::optional<Error> diskTooFull(const BlobTree &tree, const BlobLimits &limits, qint64 more)
{
    std::error_code fault;
    const auto space = std::filesystem::space(QDir(tree.directory()).filesystemPath(), fault);
    if (fault || qint64(space.available) - more >= limits.freeBytes)
        return std::nullopt;
    return Error{ErrorCode::NoRoom, QStringLiteral("The node has no room for this file: %1 of its disk must stay free. Tell its operator, who can make room.").arg(inWords(limits.freeBytes)),
                 QStringLiteral("file")};
}

QString randomName()
{
    QByteArray bytes(16, Qt::Uninitialized);
    QRandomGenerator::system()->generate(bytes.begin(), bytes.end());
    return QString::fromLatin1(bytes.toHex());
}

} // namespace

std::optional<Error> noRoomNow(const BlobTree &tree, const BlobLimits &limits, const BlobUsage &usage)
{
    if (usage.isFull())
        return quotaUsed(limits.totalBytes);
    return limits.freeBytes > 0 ? diskTooFull(tree, limits, 0) : std::nullopt;
}

Upload::Upload(const BlobTree &tree, const BlobLimits &limits, std::shared_ptr<BlobUsage> usage)
    : m_tree(tree), m_limits(limits), m_usage(std::move(usage)), m_file(QString(tree.incoming() + u'/' + randomName()))
{
}

Result<std::unique_ptr<Upload>> Upload::open(const BlobTree &tree, const BlobLimits &limits, std::shared_ptr<BlobUsage> usage)
{
    std::unique_ptr<Upload> upload(new Upload(tree, limits, std::move(usage)));
    // Unbuffered: a disk that is full says so at the write that filled it.
    if (!upload->m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered, QFile::ReadOwner | QFile::WriteOwner)) {
        qCWarning(lcUpload).noquote() << upload->m_file.fileName() << "cannot be made:" << upload->m_file.errorString();
        return Error{ErrorCode::Unavailable, QStringLiteral("The node cannot store files now: %1. Try again, and tell its operator if it stays so.").arg(upload->m_file.errorString())};
    }
    upload->m_isUnderWay = true;
    return upload;
}

Upload::~Upload()
{
    drop();
}

void Upload::drop()
{
    m_file.close();
    if (std::exchange(m_isUnderWay, false))
        m_file.remove();
    m_usage->release(std::exchange(m_reserved, 0));
}

Error Upload::fail(Error error)
{
    if (error.code == ErrorCode::Unavailable || error.code == ErrorCode::NoRoom)
        qCWarning(lcUpload).noquote() << m_file.fileName() << "ends after" << m_size << "bytes." << error.message;
    drop();
    m_fault = error;
    return error;
}

std::optional<Error> Upload::refusalOf(qint64 bytes)
{
    if (bytes > m_limits.fileBytes - m_size)
        return tooLarge(m_limits.fileBytes);
    if (!m_usage->reserve(bytes))
        return quotaUsed(m_limits.totalBytes);
    m_reserved += bytes;
    if (m_limits.freeBytes > 0 && (m_freeSeenAt < 0 || m_size + bytes - m_freeSeenAt >= freeLookBytes)) {
        m_freeSeenAt = m_size;
        return diskTooFull(m_tree, m_limits, bytes);
    }
    return std::nullopt;
}

std::optional<Error> Upload::append(QByteArrayView bytes)
{
    // A disk that fills up takes a part first, and tells why at the next write.
    for (qint64 done = 0; done < bytes.size();) {
        const qint64 taken = m_file.write(bytes.data() + done, bytes.size() - done);
        if (taken > 0) {
            done += taken;
            continue;
        }
        return m_file.error() == QFile::ResourceError ? diskFull() : diskFailed(m_file.errorString());
    }
    return std::nullopt;
}

Result<Done> Upload::write(QByteArrayView bytes)
{
    if (m_fault)
        return *m_fault;
    if (!m_isUnderWay)
        return Error{ErrorCode::Internal, QStringLiteral("The upload is finished already; begin another.")};
    if (bytes.isEmpty())
        return Done();
    if (auto refusal = refusalOf(bytes.size()))
        return fail(*refusal);
    if (auto fault = append(bytes))
        return fail(*fault);
    m_hash.addData(bytes);
    m_head.append(bytes.first(std::min(bytes.size(), headBytes - m_head.size())));
    m_size += bytes.size();
    return Done();
}

Result<Blob> Upload::finish()
{
    if (m_fault)
        return *m_fault;
    if (!m_isUnderWay)
        return Error{ErrorCode::Internal, QStringLiteral("The upload is finished already; begin another.")};
    if (m_size == 0)
        return fail(Error{ErrorCode::InvalidRequest, QStringLiteral("The file is empty; send one with content."), QStringLiteral("file")});
    if (auto synced = syncFile(m_file); !synced)
        return fail(synced.error());
    m_file.close(); // Windows gives no other name to what is open

    const Blob blob{m_hash.result().toHex(), m_size, m_head};
    const QString path = m_tree.pathOf(blob.sha256);
    const auto settled = m_usage->settle(blob.sha256, std::exchange(m_reserved, 0), [&]() -> Result<qint64> {
        if (auto made = m_tree.makeLeaf(blob.sha256); !made)
            return made.error();
        const QFileInfo before(path);
        const qint64 bytesBefore = before.exists() ? before.size() : 0;
        // Also over the same content: its time is new then, and bytes that the disk has spoilt are mended.
        if (auto moved = moveOver(m_file.fileName(), path); !moved)
            return moved.error();
        return blob.size - bytesBefore;
    });
    if (!settled)
        return fail(settled.error());
    m_isUnderWay = false;
    if (auto synced = syncDirectory(QFileInfo(path).path()); !synced)
        return fail(synced.error());
    return blob;
}

} // namespace pipit::files
