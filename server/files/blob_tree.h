// SPDX-License-Identifier: GPL-3.0-or-later
// Where blobs lie in their directory: DIR/ab/cd/abcd… (the SHA-256), uploads under way in DIR/incoming. With two levels of
// 256, a million blobs are 15 in each of the lower directories, so everything goes through them one by one.
//
// Other things in the directory are left alone and not counted.
// Thread rule: any thread; reads the disk each time, and keeps only which directories it has made durable: copies share that.
// Errors: Unavailable.
#pragma once

#include "core/result.h"
#include "server/files/blob.h"

#include <QList>
#include <QString>

#include <bitset>
#include <memory>
#include <mutex>

namespace pipit::files {

class BlobTree
{
public:
    using Leaves = std::bitset<256>;

    explicit BlobTree(QString directory) : m_directory(std::move(directory)) { }

    const QString &directory() const { return m_directory; }
    QString incoming() const { return QString(m_directory + u"/incoming"); }

    // Whether the directory is what was opened, and not the empty place of a disk that is no longer mounted.
    bool isThere() const;

    // Of a checked SHA-256 (isSha256).
    QString pathOf(const QByteArray &sha256) const;
    static int topOf(const QByteArray &sha256) { return sha256.first(2).toInt(nullptr, 16); }
    static int leafOf(const QByteArray &sha256) { return sha256.mid(2, 2).toInt(nullptr, 16); }

    // Makes the two directories above that path, durably.
    Result<Done> makeLeaf(const QByteArray &sha256) const;

    // The lower directories that there are in one of the upper.
    Leaves leavesOf(int top) const;

    // In the order of their hashes.
    QList<BlobInfo> blobsIn(int top, int leaf) const;

    // Ends uploads that nothing was written to for so long: those of nodes that have died. Others may be of a node that shares
    // the directory.
    void removeLeftovers(std::chrono::seconds age) const;

private:
    class Durable
    {
    public:
        bool has(std::size_t number)
        {
            const std::lock_guard lock(m_mutex);
            return m_leaves.test(number);
        }
        void add(std::size_t number)
        {
            const std::lock_guard lock(m_mutex);
            m_leaves.set(number);
        }

    private:
        std::mutex m_mutex;
        std::bitset<256 * 256> m_leaves;
    };

    QString leafPath(int top, int leaf) const;

    QString m_directory;
    std::shared_ptr<Durable> m_durable = std::make_shared<Durable>();
};

} // namespace pipit::files
