// SPDX-License-Identifier: GPL-3.0-or-later
// One file on its way to the disk: written piece by piece into DIR/incoming, hashed on the way, and given its name when it is
// whole. What was not finished leaves nothing behind.
//
// Thread rule: one thread at a time; waits for the disk. It may outlive its store.
// Errors, after the first of which it is over and its room is free again: TooLarge (with `limit`), NoRoom (the quota or the
// disk; with `limit` for the quota), InvalidRequest (no bytes at all), Unavailable (the disk failed).
#pragma once

#include "core/result.h"
#include "server/files/blob_tree.h"
#include "server/files/blob_usage.h"

#include <QByteArrayView>
#include <QCryptographicHash>
#include <QFile>

#include <memory>
#include <optional>

namespace pipit::files {

class Upload
{
public:
    // For BlobStore::begin().
    static Result<std::unique_ptr<Upload>> open(const BlobTree &tree, const BlobLimits &limits, std::shared_ptr<BlobUsage> usage);

    Upload(const Upload &) = delete;
    Upload &operator=(const Upload &) = delete;
    ~Upload();

    Result<Done> write(QByteArrayView bytes);

    // The blob is on the disk under its name, also after a power cut. Where this content was there already it has now been
    // stored anew, so that nobody takes it for an orphan.
    Result<Blob> finish();

    qint64 size() const { return m_size; }

private:
    Upload(const BlobTree &tree, const BlobLimits &limits, std::shared_ptr<BlobUsage> usage);

    std::optional<Error> refusalOf(qint64 bytes);
    std::optional<Error> append(QByteArrayView bytes);
    Error fail(Error error);
    void drop();

    const BlobTree m_tree;
    const BlobLimits m_limits;
    const std::shared_ptr<BlobUsage> m_usage;
    QFile m_file;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    QByteArray m_head;
    qint64 m_size = 0;
    qint64 m_reserved = 0;
    qint64 m_freeSeenAt = -1; // the size at which the disk's free room was last looked at
    bool m_isUnderWay = false;
    std::optional<Error> m_fault;
};

// Whether the node has room for any file at all.
std::optional<Error> noRoomNow(const BlobTree &tree, const BlobLimits &limits, const BlobUsage &usage);

} // namespace pipit::files
