// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a node: their bytes in `files.dir`, what is known of them in the store, and the collection of what nobody uses.
//
// Several nodes on one log share one directory. Which one it is, the store says by an id that also lies in the directory; a
// node whose directory is another takes and gives no files, and says why (fault()).
// Work on the disk is done on two threads of its own. Every ten minutes it collects what was uploaded a day ago and is in no
// message, and once a day it looks for blobs that no file has.
// Thread rule: the node's thread. Errors: those of the blob store and of the store; UnsupportedMediaType; Unavailable, where
// this node's directory is not the shared one.
#pragma once

#include "core/config.h"
#include "server/files/blob_store.h"
#include "server/files/thumbnailer.h"
#include "server/store/store.h"

#include <QCoroTask>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace pipit::ops {

// What whoever uploads a file says of it.
struct FileClaim {
    QString sessionId;
    QString senderId;
    QString name;            // as it was given
    QByteArray declaredType; // application/octet-stream where it is empty
};

class FileDepot : public QObject
{
    Q_OBJECT

public:
    // One file that is being uploaded; what is not finished leaves nothing behind. It must not outlive the depot.
    class Arrival
    {
    public:
        ~Arrival();
        QCoro::Task<Result<Done>> write(QByteArray piece);
        // On the disk, with its record and, where it is a picture, its thumbnail.
        QCoro::Task<Result<store::FileRecord>> finish();

    private:
        friend class FileDepot;
        Arrival(FileDepot &depot, FileClaim claim, std::shared_ptr<files::Upload> upload);
        std::optional<Error> faultOfType();

        FileDepot &m_depot;
        const FileClaim m_claim;
        std::shared_ptr<files::Upload> m_upload;
        QByteArray m_head;
        std::optional<QByteArray> m_type; // as it was sniffed
        bool m_mayBeInline = false;
    };

    // Waits for the disk and the store, while a node starts. Errors: the directory cannot be used at all; `field` is the setting.
    static Result<std::unique_ptr<FileDepot>> open(const FilesConfig &config, store::Store &store);
    ~FileDepot() override; // waits for what is under way on its threads, five seconds at most

    // Ends what may take long, so that uploads under way end soon: their pictures have no thumbnails.
    void stop();

    // Why this node takes and gives no files; nothing where it does.
    const std::optional<Error> &fault() const { return m_fault; }
    qint64 fileBytes() const { return m_config.maxBytes; }

    QCoro::Task<Result<std::unique_ptr<Arrival>>> take(FileClaim claim);
    // Messages were erased: the files that only they named go too, half a minute after their upload at the soonest.
    QCoro::Task<> removeErased();

    // For reading, with next(): so many bytes from where it stands. Empty: the end, or the disk gives no more.
    QCoro::Task<Result<std::shared_ptr<QFile>>> read(QByteArray sha256);
    QFuture<QByteArray> next(std::shared_ptr<QFile> file, qint64 atMost);

private:
    FileDepot(FilesConfig config, store::Store &store, std::unique_ptr<files::BlobStore> blobs, std::optional<Error> fault);

    QCoro::Task<> addThumbnail(store::FileRecord &record);
    QCoro::Task<Result<files::Blob>> keep(QByteArray bytes);
    // Those that are too young to be removed.
    QFuture<QList<QByteArray>> removeBlobs(QList<QByteArray> sha256s, std::chrono::seconds minimumAge);
    QCoro::Task<> collect();
    QCoro::Task<> removeOrphans();

    const FilesConfig m_config;
    store::Store &m_store;
    const std::shared_ptr<files::BlobStore> m_blobs;
    const std::optional<Error> m_fault;
    std::unique_ptr<files::Thumbnailer> m_thumbnailer = std::make_unique<files::Thumbnailer>(); // null once it is stopped
    QTimer m_collectTimer;
    int m_collections = 0;
    bool m_isCollecting = false;
    QList<QByteArray> m_erased; // blobs of what was erased, that are too young yet
    bool m_isErasing = false;
    bool m_isEraseDue = false;    // something was erased while it was
    std::unique_ptr<QThreadPool> m_disk = std::make_unique<QThreadPool>();
};

// Whether the media type is one of a list of patterns such as image/png and image/*; an empty list has all.
bool isTypeOf(const QByteArray &mimeType, const QStringList &patterns);

} // namespace pipit::ops
