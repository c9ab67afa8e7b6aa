// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/file_depot.h"

#include "core/in_pool.h"
#include "server/files/file_name.h"
#include "server/files/file_type.h"
#include "server/store/random_name.h"

#include <QCoroFuture>
#include <QDateTime>
#include <QLoggingCategory>
#include <QPointer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

Q_LOGGING_CATEGORY(lcFiles, "pipit.files")

constexpr int idLetters = 20;      // 103 bits
constexpr int diskThreads = 2;
constexpr qint64 freeBytes = 64 << 20;
constexpr std::chrono::minutes collectTime{10};
constexpr int collectionsADay = 144;
constexpr std::chrono::hours unusedFor{24};
constexpr std::chrono::seconds stopTime{5};
constexpr qint64 releasedBefore = 1; // the time of an upload is set to 0 when it is erased
constexpr std::chrono::seconds erasedAge{30};
constexpr std::chrono::seconds eraseAgainAfter{10};
constexpr std::chrono::seconds orphanAge = std::chrono::hours(1); // a record follows its blob within that
constexpr int collectAtOnce = 50; // in one transaction, beside the publishing

Error notShared(const QString &directory)
{
    return Error{ErrorCode::Unavailable,
                 u"This node's files.dir, %1, is not the directory that the other nodes of its database use. Whoever runs it sets files.dir to the shared one; until then this node takes and gives no files."_s.arg(directory),
                 u"files.dir"_s};
}

// Nothing: this directory is the log's.
Result<std::optional<Error>> faultOfDirectory(files::BlobStore &blobs, store::Store &store, const QString &directory)
{
    const auto kept = store.filesId({}).result();
    if (!kept)
        return kept.error();
    const auto own = blobs.id();
    if (*kept && (!own || *own != **kept))
        return std::optional(notShared(directory));
    if (*kept)
        return std::optional<Error>();
    // The first node: the directory first, so that a crash in between leaves nothing that shuts it out.
    const QString id = own.value_or(store::randomName(idLetters));
    if (const auto claimed = blobs.claim(id); !claimed)
        return claimed.error();
    const auto decided = store.filesId(id).result();
    if (!decided)
        return decided.error();
    return *decided == id ? std::optional<Error>() : std::optional(notShared(directory));
}

} // namespace

bool isTypeOf(const QByteArray &mimeType, const QStringList &patterns)
{
    const QString type = QString::fromLatin1(mimeType.split(';').first().trimmed());
    return patterns.isEmpty() || std::ranges::any_of(patterns, [&type](const QString &pattern) {
        return pattern.endsWith(u"/*") ? type.startsWith(QStringView(pattern).chopped(1)) : type == pattern;
    });
}

Result<std::unique_ptr<FileDepot>> FileDepot::open(const FilesConfig &config, store::Store &store)
{
    auto blobs = files::BlobStore::open(config.dir, {.fileBytes = config.maxBytes, .totalBytes = config.totalBytes, .freeBytes = freeBytes});
    if (!blobs) {
        Error error = blobs.error();
        error.field = u"files.dir"_s;
        return error;
    }
    const auto fault = faultOfDirectory(**blobs, store, config.dir);
    if (!fault)
        return fault.error();
    if (*fault)
        qCWarning(lcFiles).noquote() << (*fault)->message;
    return std::unique_ptr<FileDepot>(new FileDepot(config, store, std::move(*blobs), *fault));
}

FileDepot::FileDepot(FilesConfig config, store::Store &store, std::unique_ptr<files::BlobStore> blobs, std::optional<Error> fault)
    : m_config(std::move(config)), m_store(store), m_blobs(std::move(blobs)), m_fault(std::move(fault))
{
    m_disk->setMaxThreadCount(diskThreads);
    connect(&m_collectTimer, &QTimer::timeout, this, [this] { collect(); });
    if (!m_fault)
        m_collectTimer.start(collectTime);
}

FileDepot::~FileDepot()
{
    stop();
    // A disk that hangs must not hang the program: then its threads stay behind.
    if (!m_disk->waitForDone(int(std::chrono::milliseconds(stopTime).count())))
        m_disk.release();
}

void FileDepot::stop()
{
    m_collectTimer.stop();
    m_thumbnailer.reset();
}

QCoro::Task<Result<std::unique_ptr<FileDepot::Arrival>>> FileDepot::take(FileClaim claim)
{
    if (m_fault)
        co_return Error(*m_fault);
    if (!claim.declaredType.isEmpty() && !files::isMediaType(claim.declaredType))
        co_return Error{ErrorCode::InvalidRequest, u"Content-Type must be a media type such as image/png."_s, u"Content-Type"_s};
    const QFuture<Result<std::shared_ptr<files::Upload>>> beginning = inPool(*m_disk, [blobs = m_blobs]() -> Result<std::shared_ptr<files::Upload>> {
        auto upload = blobs->begin();
        if (!upload)
            return upload.error();
        return std::shared_ptr<files::Upload>(std::move(*upload));
    });
    auto upload = co_await beginning;
    if (!upload)
        co_return upload.error();
    auto arrival = std::unique_ptr<Arrival>(new Arrival(*this, std::move(claim), std::move(*upload)));
    co_return arrival;
}

QCoro::Task<Result<std::shared_ptr<QFile>>> FileDepot::read(QByteArray sha256)
{
    if (m_fault)
        co_return Error(*m_fault);
    const QFuture<Result<std::shared_ptr<QFile>>> opened = inPool(*m_disk, [blobs = m_blobs, sha256]() -> Result<std::shared_ptr<QFile>> {
        auto file = blobs->read(sha256);
        if (!file)
            return file.error();
        return std::shared_ptr<QFile>(std::move(*file));
    });
    auto file = co_await opened;
    co_return file;
}

QFuture<QByteArray> FileDepot::next(std::shared_ptr<QFile> file, qint64 atMost)
{
    return inPool(*m_disk, [file = std::move(file), atMost] {
        const QByteArray piece = file->read(atMost);
        if (piece.isEmpty())
            qCWarning(lcFiles).noquote() << "A file could not be read to its end:" << file->fileName() << file->errorString();
        return piece;
    });
}

FileDepot::Arrival::Arrival(FileDepot &depot, FileClaim claim, std::shared_ptr<files::Upload> upload) : m_depot(depot), m_claim(std::move(claim)), m_upload(std::move(upload)) { }

FileDepot::Arrival::~Arrival()
{
    // What was not finished is removed, and that is work for the disk.
    m_depot.m_disk->start([upload = std::move(m_upload)]() mutable { upload.reset(); });
}

QCoro::Task<Result<Done>> FileDepot::Arrival::write(QByteArray piece)
{
    m_head += piece.left(files::headBytes - m_head.size());
    if (!m_type && m_head.size() == files::headBytes) {
        if (const auto fault = faultOfType())
            co_return Error(*fault);
    }
    const QFuture<Result<Done>> writing = inPool(*m_depot.m_disk, [upload = m_upload, piece] { return upload->write(piece); });
    auto written = co_await writing;
    co_return written;
}

std::optional<Error> FileDepot::Arrival::faultOfType()
{
    const QByteArray declared = m_claim.declaredType.isEmpty() ? QByteArray("application/octet-stream") : m_claim.declaredType;
    const auto type = files::fileTypeOf(declared, m_head);
    if (!type)
        return type.error();
    if (!isTypeOf(type->mimeType, m_depot.m_config.types))
        return Error{ErrorCode::UnsupportedMediaType, u"This node takes no files of type %1, but %2 (files.types)."_s.arg(QString::fromLatin1(type->mimeType), m_depot.m_config.types.join(u", ")), u"Content-Type"_s};
    m_type = type->mimeType;
    m_mayBeInline = type->mayBeInline;
    return std::nullopt;
}

QCoro::Task<Result<store::FileRecord>> FileDepot::Arrival::finish()
{
    if (m_head.isEmpty())
        co_return Error{ErrorCode::InvalidRequest, u"The file is empty: the body of the request is the file."_s, u"body"_s};
    if (!m_type) {
        if (const auto fault = faultOfType())
            co_return Error(*fault);
    }
    const qint64 position = m_depot.m_store.head();
    const QFuture<Result<files::Blob>> finishing = inPool(*m_depot.m_disk, [upload = m_upload] { return upload->finish(); });
    const auto blob = co_await finishing;
    if (!blob)
        co_return blob.error();
    store::FileRecord record{.id = store::randomName(idLetters), .sessionId = m_claim.sessionId, .senderId = m_claim.senderId, .name = files::safeFileName(m_claim.name), .mimeType = *m_type,
                             .mayBeInline = m_mayBeInline, .size = blob->size, .sha256 = blob->sha256, .createdAtMs = QDateTime::currentMSecsSinceEpoch(), .position = position};
    co_await m_depot.addThumbnail(record);
    const auto added = co_await m_depot.m_store.addFile(record);
    if (!added)
        co_return added.error();
    co_return record;
}

// A picture of which there is none is a file all the same.
QCoro::Task<> FileDepot::addThumbnail(store::FileRecord &record)
{
    if (!files::hasThumbnails(record.mimeType) || !m_thumbnailer)
        co_return;
    const QByteArray sha256 = record.sha256, type = record.mimeType;
    const auto file = co_await read(sha256);
    if (!file)
        co_return;
    auto device = std::make_unique<QFile>((*file)->fileName());
    if (!device->open(QIODevice::ReadOnly) || !m_thumbnailer)
        co_return;
    const QFuture<Result<files::Thumbnail>> making = m_thumbnailer->make(std::move(device), type);
    const auto thumbnail = co_await making;
    if (!thumbnail) {
        qCInfo(lcFiles).noquote() << "No thumbnail of" << sha256.left(12) << type << thumbnail.error().message;
        co_return;
    }
    const auto kept = co_await keep(thumbnail->bytes);
    record.width = thumbnail->width;
    record.height = thumbnail->height;
    if (kept) {
        record.thumbnail = kept->sha256;
        record.thumbnailType = thumbnail->mimeType;
    }
}

QCoro::Task<Result<files::Blob>> FileDepot::keep(QByteArray bytes)
{
    const QFuture<Result<files::Blob>> keeping = inPool(*m_disk, [blobs = m_blobs, bytes]() -> Result<files::Blob> {
        auto upload = blobs->begin();
        if (!upload)
            return upload.error();
        if (const auto written = (*upload)->write(bytes); !written)
            return written.error();
        return (*upload)->finish();
    });
    auto blob = co_await keeping;
    co_return blob;
}

// One that was stored anew a moment ago stays, and so does one that cannot be removed: as an orphan, for the next day.
QFuture<QList<QByteArray>> FileDepot::removeBlobs(QList<QByteArray> sha256s, std::chrono::seconds minimumAge)
{
    return inPool(*m_disk, [blobs = m_blobs, sha256s = std::move(sha256s), minimumAge] {
        QList<QByteArray> tooYoung;
        for (const QByteArray &sha256 : sha256s) {
            const auto removed = blobs->remove(sha256, minimumAge);
            if (!removed && removed.error().code == ErrorCode::Conflict)
                tooYoung.append(sha256);
            else if (!removed && removed.error().code == ErrorCode::Unavailable)
                qCWarning(lcFiles).noquote() << removed.error().message;
        }
        return tooYoung;
    });
}

QCoro::Task<> FileDepot::removeErased()
{
    if (m_fault)
        co_return;
    // What is erased while this is at work comes after it.
    if (std::exchange(m_isErasing, true)) {
        m_isEraseDue = true;
        co_return;
    }
    m_isEraseDue = false;
    const QPointer<FileDepot> self(this);
    const auto collected = co_await m_store.collectFiles(releasedBefore, collectAtOnce);
    if (!self)
        co_return;
    const qsizetype looked = collected ? collected->looked : 0;
    if (collected)
        m_erased += collected->blobs;
    // One of the young ones may have been uploaded again meanwhile.
    const auto used = co_await m_store.usedBlobs(m_erased);
    if (!self)
        co_return;
    if (used) {
        for (const QByteArray &sha256 : *used)
            m_erased.removeAll(sha256);
        const QFuture<QList<QByteArray>> removing = removeBlobs(m_erased, erasedAge);
        const auto tooYoung = co_await removing;
        if (!self)
            co_return;
        m_erased = tooYoung;
    }
    m_isErasing = false;
    const bool isMore = looked == collectAtOnce || m_isEraseDue;
    if (isMore || !m_erased.isEmpty() || !collected || !used)
        QTimer::singleShot(isMore ? std::chrono::milliseconds(0) : std::chrono::milliseconds(eraseAgainAfter), this, [this] { removeErased(); });
}

QCoro::Task<> FileDepot::collect()
{
    if (m_isCollecting)
        co_return;
    m_isCollecting = true;
    const QPointer<FileDepot> self(this);
    qsizetype looked = collectAtOnce;
    while (looked == collectAtOnce) {
        const qint64 before = QDateTime::currentMSecsSinceEpoch() - std::chrono::milliseconds(unusedFor).count();
        const auto collected = co_await m_store.collectFiles(before, collectAtOnce);
        if (!self || !collected)
            break;
        looked = collected->looked;
        const QFuture<QList<QByteArray>> removing = removeBlobs(collected->blobs, orphanAge);
        co_await removing;
        if (!self)
            co_return;
    }
    if (!self)
        co_return;
    if (m_collections++ % collectionsADay == 0)
        co_await removeOrphans();
    if (self)
        m_isCollecting = false;
}

QCoro::Task<> FileDepot::removeOrphans()
{
    const QPointer<FileDepot> self(this);
    QByteArray after;
    while (true) {
        const QFuture<Result<QList<files::BlobInfo>>> listing = inPool(*m_disk, [blobs = m_blobs, after] { return blobs->list(after, collectAtOnce); });
        const auto page = co_await listing;
        if (!self || !page || page->isEmpty())
            co_return;
        after = page->last().sha256;
        QList<QByteArray> old;
        const QDateTime until = QDateTime::currentDateTimeUtc().addSecs(-orphanAge.count());
        for (const files::BlobInfo &blob : *page) {
            if (blob.modified < until)
                old.append(blob.sha256);
        }
        const auto used = co_await m_store.usedBlobs(old);
        if (!self || !used)
            co_return;
        for (const QByteArray &sha256 : *used)
            old.removeOne(sha256);
        const QFuture<QList<QByteArray>> removing = removeBlobs(old, orphanAge);
        co_await removing;
        if (!self)
            co_return;
    }
}

} // namespace pipit::ops
