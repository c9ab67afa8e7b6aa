// SPDX-License-Identifier: GPL-3.0-or-later
// Uploaded files on disk, each content once, under the SHA-256 of its bytes.
//
// The store knows no names, no types and no owners: those stand in the database, and a blob that no record names is an orphan,
// which the owner of the records finds with list() and removes with remove(). The directory is private to its user. Several
// nodes may share it, on a network's file system for example:
//  - content is never changed, and two that store the same at once store it once;
//  - uploads that a dead node left behind are removed after an hour without a write, when a store opens and at each count;
//  - storedBytes() and the quota know this node's own changes at once, and those of the others from a count of the directory,
//    which begins beside a begin() when the last is ten minutes old (BlobLimits::countedFor), and not before. Uploads under
//    way at other nodes are not in it. So nodes that share a quota may pass it by what they take in that time.
//
// Whoever stores a blob writes its record within the hour, and orphans are removed only with an age of an hour at least: the
// age is looked at again right before. (Between that look and the removal another node could still store the same content
// anew; that is a matter of microseconds, and only for content that was an orphan for an hour.)
// Thread rule: any thread; everything but storedBytes() waits for the disk. Errors: NotFound; InvalidRequest for what is no
// SHA-256; NoRoom; Unavailable with what the system said.
#pragma once

#include "core/result.h"
#include "server/files/blob.h"
#include "server/files/upload.h"

#include <QFile>
#include <QList>

#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace pipit::files {

class BlobStore
{
public:
    // Makes the directory where it is missing, and counts what is in it: about ten seconds for a million files. One that holds
    // other things is refused, before its permissions are changed.
    static Result<std::unique_ptr<BlobStore>> open(const QString &directory, const BlobLimits &limits);
    BlobStore(const BlobStore &) = delete;
    BlobStore &operator=(const BlobStore &) = delete;
    ~BlobStore();

    // Errors: also NoRoom.
    Result<std::unique_ptr<Upload>> begin();

    // Open for reading. It can be read on after the blob was removed, but on Windows, where it cannot be removed meanwhile.
    Result<std::unique_ptr<QFile>> read(const QByteArray &sha256) const;

    // Conflict: it was stored anew within that time; nothing was removed.
    Result<Done> remove(const QByteArray &sha256, std::chrono::seconds minimumAge = {});

    // The blobs after that one (all, where it is empty), in the order of their hashes, at most so many: a page for who looks for orphans.
    Result<QList<BlobInfo>> list(const QByteArray &after, qsizetype atMost) const;

    qint64 storedBytes() const { return m_usage->stored(); }

    // Whose files these are: an id that all nodes of one log share. Writes it where there is none. Conflict: another's.
    Result<Done> claim(const QString &id);
    std::optional<QString> id() const { return idIn(m_tree.directory()); }
    // Without opening it.
    static std::optional<QString> idIn(const QString &directory);

private:
    BlobStore(BlobTree tree, const BlobLimits &limits);

    void countIfDue();
    QString idPath() const;

    const BlobTree m_tree;
    const BlobLimits m_limits;
    const std::shared_ptr<BlobUsage> m_usage;
    std::mutex m_counterMutex;
    std::thread m_counter;
};

} // namespace pipit::files
