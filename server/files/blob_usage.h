// SPDX-License-Identifier: GPL-3.0-or-later
// How much room blobs take, and whether there is some for more.
//
// The directory is walked once, and what this process stores and removes is added up from then on. A walk later finds what
// other nodes did in a directory that is shared; it goes from one small directory to the next and takes the lock for each, so
// that uploads go on meanwhile, and still counts each blob of this process once. Who waits for the lock comes before the walk.
// Thread rule: any thread; count() and settle() wait for the disk.
#pragma once

#include "core/result.h"
#include "server/files/blob_tree.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>

namespace pipit::files {

class BlobUsage
{
public:
    // 0: no limit.
    BlobUsage(BlobTree tree, qint64 limit) : m_tree(std::move(tree)), m_limit(limit) { }

    // Whether a walk is due, because the last one ended so long ago or there was none, and none is under way. Then it counts as
    // begun: the caller calls count().
    bool beginCount(std::chrono::milliseconds goodFor);
    // Walks to the end. Where the directory has vanished by then, or after stop(), the figure before stays.
    void count();
    // Walks on by one directory; false at the end.
    bool countOn();
    // Ends a walk under way soon.
    void stop();

    // Of whole blobs.
    qint64 stored() const;

    // For an upload, before it writes. False: no room.
    [[nodiscard]] bool reserve(qint64 bytes);
    void release(qint64 bytes);
    bool isFull() const;

    // Changes one blob on the disk by `change`, which tells how many bytes more there are now, and gives back what was reserved
    // for it. Nobody else of this process changes or counts blobs meanwhile.
    Result<Done> settle(const QByteArray &sha256, qint64 reserved, const std::function<Result<qint64>()> &change);

private:
    struct Walk {
        int top = -1;              // all before this one are counted
        BlobTree::Leaves notYet;   // of this one
        qint64 bytes = 0;

        bool hasCounted(const QByteArray &sha256) const;
    };

    // The lock for everybody but the walk.
    class Turn
    {
    public:
        explicit Turn(const BlobUsage &usage);

    private:
        std::unique_lock<std::mutex> m_lock;
    };

    void letOthersGoFirst() const;

    const BlobTree m_tree;
    const qint64 m_limit;
    mutable std::mutex m_mutex;
    mutable std::atomic<int> m_waiting = 0; // for the lock
    qint64 m_stored = 0;
    qint64 m_reserved = 0;
    std::optional<Walk> m_walk;
    std::optional<std::chrono::steady_clock::time_point> m_countedAt;
    bool m_isStopping = false;
};

} // namespace pipit::files
